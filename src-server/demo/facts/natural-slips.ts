import type { AnswerEntry } from '../answer-table.ts';
import { dateOf, DAY_MS, instantOf } from './demo-calendar.ts';
import type { DemoFacts } from './demo-facts.ts';
import type { DemoRandom } from './random.ts';
import { rhu, type RepairCase } from './repair-case.ts';
import { mileageOn } from './vehicles.ts';

/**
 * Honest stations round up: now and then an hour too many, an old price, a detour, a claim sent late. Each slip is in the
 * answer table as NATURAL, so that the exact rules are measured against facts and not against an imagined clean world.
 * `others` are repairs that stay as they are.
 */
export function slip(facts: DemoFacts, repairs: readonly RepairCase[], others: readonly RepairCase[]): AnswerEntry[] {
  const random = facts.random('slips');
  const answers: AnswerEntry[] = [];
  const lastDays = new Map<string, number>();
  for (const { vehicle, finishDay } of [...repairs, ...others])
    lastDays.set(vehicle.id, Math.max(finishDay, lastDays.get(vehicle.id) ?? 0));
  for (const repair of repairs) {
    const isLast = lastDays.get(repair.vehicle.id) === repair.finishDay;
    const made = slipOnce(facts, repair, random) ?? (isLast ? newInstrument(facts, repair, random) : null);
    if (made !== null) answers.push({ claimId: repair.claimId, kind: 'NATURAL', expected: [made.rule], ...made });
  }
  return answers;
}

function slipOnce(facts: DemoFacts, repair: RepairCase, random: DemoRandom): { rule: string; fact: string } | null {
  const kind = random.int(1, 1000);
  const line = repair.labour[0];
  if (kind <= 45 && line !== undefined) {
    const overCenti = random.int(1, kind <= 12 ? 12 : 4) * 10;
    line.hoursCenti += overCenti;
    line.claimedFen = rhu(line.hoursCenti * line.rateFen, 100);
    return { rule: 'L01', fact: `${String(overCenti)} hundredths of an hour rounded up` };
  }
  const part = repair.parts.find((candidate) => candidate.supplyMode === 'STATION_STOCK');
  if (kind > 45 && kind <= 65 && part !== undefined) {
    part.unitFen += rhu(part.unitFen * random.int(2, 9), 100) + 1;
    return { rule: 'P05', fact: 'price of an old list' };
  }
  if (kind > 65 && kind <= 120 && repair.travel !== null) {
    repair.travel.km = Math.floor((repair.travel.routeKm * 11) / 10) + random.int(1, 12);
    return { rule: 'T01', fact: 'a detour of a few kilometres' };
  }
  if (kind > 120 && kind <= 130) {
    const lateDays = random.int(31, 70);
    const lateAtMs = instantOf(repair.finishDay + lateDays, 560);
    if (lateAtMs > instantOf(facts.todayDay, 0) - DAY_MS) return null;
    repair.submittedAtMs = lateAtMs;
    return { rule: 'G02', fact: `papers lay ${String(lateDays)} days` };
  }
  return null;
}

/** In the last weeks a batch of instruments was exchanged, and the stations do not tell. */
const NEW_INSTRUMENTS = { fromDaysAgo: 85, untilDaysAgo: 10, perMille: 75 };

/** The instrument was replaced and nobody said so: the new one counts from nothing, which looks like cheating. */
function newInstrument(
  facts: DemoFacts,
  repair: RepairCase,
  random: DemoRandom,
): { rule: string; fact: string } | null {
  const daysAgo = facts.todayDay - repair.finishDay;
  const { fromDaysAgo, untilDaysAgo, perMille } = NEW_INSTRUMENTS;
  if (daysAgo > fromDaysAgo || daysAgo < untilDaysAgo || !random.chance(perMille)) return null;
  const day = repair.finishDay - 1;
  const readingKm = mileageOn(repair.vehicle, day);
  if (readingKm < 9_000) return null;
  facts.add('mileageReading', {
    ...{ id: facts.ids.next(), vehicleId: repair.vehicle.id, readingKm, readDate: dateOf(day) },
    ...{ readAtMs: instantOf(day, 500), source: 'TELEMATICS', sourceDocType: null, sourceDocId: null },
    ...{ stationId: null, meterSeq: 1, offsetKm: 0 },
  });
  repair.mileageKm = random.int(300, 8_000);
  return { rule: 'V04', fact: 'a new instrument that nobody reported' };
}
