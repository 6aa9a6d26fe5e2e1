/**
 * The one way a calculation says no to its input: `reason` is a kebab-case word of the vectors' contract
 * (`negative-input`, `invalid-date`, …). It is data for the caller, never a sentence for a person.
 */
export class Refusal extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(reason);
    this.name = 'Refusal';
    this.reason = reason;
  }
}

/** Refuses with `negative-input` when one of the amounts is below zero; null (= no limit) passes. */
export function refuseNegative(...amounts: readonly (number | null)[]): void {
  for (const amount of amounts) if (amount !== null && amount < 0) throw new Refusal('negative-input');
}
