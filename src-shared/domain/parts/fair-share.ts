import { refuseNegative } from '../units/refusal.ts';
import { compareText } from '../units/text-order.ts';

interface Want {
  station: string;
  wantUnits: number;
  /** Vehicle off road: served before everybody else. */
  vor: boolean;
}

/**
 * What each station gets of a short part, in whole units, in the order given: vehicles off road first, then the others; a
 * group that cannot be filled gets floors of its proportional shares and the rest by largest remainder, ties by station code.
 * Nothing available (or less) gives 0. Refuses `negative-input`. Stock §4.8.
 */
export function fairShare(input: { availableUnits: number; wants: readonly Want[] }): {
  station: string;
  shareUnits: number;
}[] {
  refuseNegative(...input.wants.map((want) => want.wantUnits));
  const shares = new Map<Want, number>();
  let availableUnits = Math.max(0, input.availableUnits);
  for (const group of [input.wants.filter((want) => want.vor), input.wants.filter((want) => !want.vor)]) {
    for (const [want, units] of shareOut(group, availableUnits)) {
      shares.set(want, units);
      availableUnits -= units;
    }
  }
  return input.wants.map((want) => ({ station: want.station, shareUnits: shares.get(want) ?? 0 }));
}

function shareOut(wants: readonly Want[], availableUnits: number): Map<Want, number> {
  const total = wants.reduce((sum, want) => sum + BigInt(want.wantUnits), 0n);
  const available = BigInt(availableUnits);
  if (total <= available) return new Map(wants.map((want) => [want, want.wantUnits]));
  const shares = new Map(wants.map((want) => [want, Number((available * BigInt(want.wantUnits)) / total)]));
  const remainder = (want: Want): bigint => (available * BigInt(want.wantUnits)) % total;
  const byRemainder = [...wants].sort((a, b) => {
    const difference = remainder(b) - remainder(a);
    return difference === 0n ? compareText(a.station, b.station) : difference > 0n ? 1 : -1;
  });
  const given = [...shares.values()].reduce((sum, units) => sum + units, 0);
  for (const want of byRemainder.slice(0, availableUnits - given)) shares.set(want, (shares.get(want) ?? 0) + 1);
  return shares;
}
