import fc from 'fast-check';
import { expect, it } from 'vitest';
import { evaluateClaim } from './evaluate-claim.ts';
import type { EvaluationInput, LineFact } from './evaluation-types.ts';
import { FIRST_RULESET } from './first-ruleset.ts';
import {
  claim,
  earlierClaim,
  evaluationInput,
  labourLine,
  materialLine,
  reading,
  station,
  travelLine,
  vehicle,
} from './testing/claim-fixture.ts';

const fen = fc.oneof(fc.constant(null), fc.nat(100_000_000));
const unit = fc.oneof(fc.constant(0), fc.nat(1_000_000));
const day = fc.date({ min: new Date('2023-01-01'), max: new Date('2029-12-31'), noInvalidDate: true });
const date = day.map((instant) => instant.toISOString().slice(0, 10));

const lineArbitrary: fc.Arbitrary<LineFact> = fc.oneof(
  fc
    .record({
      hoursCenti: fc.option(fc.nat(10_000)),
      unitFen: unit,
      claimedFen: fen,
      opId: fc.constantFrom('op-1', null),
    })
    .map((change) => labourLine(change)),
  fc
    .record({
      ...{
        qtyMilli: fc.option(fc.nat(100_000)),
        unitFen: unit,
        claimedFen: fen,
        partId: fc.constantFrom('part-1', null),
      },
      supplyMode: fc.constantFrom('STATION_STOCK', 'LOCAL_BUY', 'FREE_ISSUE', null),
      costType: fc.constantFrom('MATERIAL', 'HANDLING', 'SUBLET', 'OTHER'),
    })
    .map((change) => materialLine(change)),
  fc
    .record({ km: fc.option(fc.nat(5_000)), claimedFen: fen, routeKm: fc.option(fc.nat(3_000)), night: fc.boolean() })
    .map(({ routeKm, night, ...change }) => travelLine({ ...change, detail: { routeKm, night, tollFen: 8_000 } })),
);

const inputArbitrary: fc.Arbitrary<EvaluationInput> = fc
  .record({
    type: fc.constantFrom('WARRANTY', 'GOODWILL', 'CAMPAIGN', 'PDI', 'FIRST_SERVICE', 'SEASON_CHECK'),
    responsibility: fc.constantFrom('MAKER', 'SUPPLIER', 'STATION', 'CUSTOMER', 'UNKNOWN'),
    grade: fc.constantFrom('A', 'B', 'C', 'D'),
    failureDate: date,
    repairFinishDate: date,
    submittedDate: date,
    mileageKm: fc.option(fc.nat(500_000)),
    earlierFinish: date,
    hasVehicle: fc.boolean(),
    lines: fc.array(lineArbitrary, { minLength: 1, maxLength: 5 }),
  })
  .map(({ type, responsibility, grade, earlierFinish, hasVehicle, lines, ...facts }) =>
    evaluationInput({
      claim: claim({ type, responsibility, ...facts }),
      lines: lines.map((line, index) => ({ ...line, seq: index + 1 })),
      vehicle: hasVehicle ? vehicle() : null,
      station: station({}, grade),
      history: [earlierClaim({ repairFinishDate: earlierFinish })],
      mileageReadings: [reading()],
    }),
  );

it('loses no fen: the three shares of a line are its standard amount, none of them negative', () => {
  fc.assert(
    fc.property(inputArbitrary, (input) => {
      for (const line of evaluateClaim(input, FIRST_RULESET).lines) {
        expect(line.mfrFen + line.custFen + line.stationFen).toBe(line.stdFen);
        expect(line.mfrShareBp + line.custShareBp + line.stationShareBp).toBe(10_000);
        expect(Math.min(line.mfrFen, line.custFen, line.stationFen, line.payableFen)).toBeGreaterThanOrEqual(0);
      }
    }),
    { numRuns: 1_000 },
  );
});

it("pays no more than the maker's share, which is no more than was claimed, and the sums are those of the lines", () => {
  fc.assert(
    fc.property(inputArbitrary, (input) => {
      const result = evaluateClaim(input, FIRST_RULESET);
      for (const line of result.lines) {
        expect(line.payableFen).toBeLessThanOrEqual(line.mfrFen);
        expect(line.stdFen).toBeLessThanOrEqual(line.claimedFen);
        expect(line.trace.at(-1)).toMatchObject({ step: 'payable', amountFen: line.payableFen });
      }
      expect(result.payableFen).toBe(result.lines.reduce((sum, line) => sum + line.payableFen, 0));
      expect(result.claimedFen).toBe(result.lines.reduce((sum, line) => sum + line.claimedFen, 0));
    }),
    { numRuns: 1_000 },
  );
});

it('answers the same twice, and whatever order history and readings come in', () => {
  fc.assert(
    fc.property(inputArbitrary, date, (input, otherFinish) => {
      const history = [...input.history, earlierClaim({ id: 'claim-00', repairFinishDate: otherFinish })];
      const mileageReadings = [...input.mileageReadings, reading({ id: 'read-2', readingKm: 71_000 })];
      const forwards = evaluateClaim({ ...input, history, mileageReadings }, FIRST_RULESET);
      const backwards = evaluateClaim(
        { ...input, history: history.toReversed(), mileageReadings: mileageReadings.toReversed() },
        FIRST_RULESET,
      );
      expect(backwards).toEqual(forwards);
    }),
    { numRuns: 500 },
  );
});

it('approves nothing by itself that was hit by a warning or is above the limit', () => {
  fc.assert(
    fc.property(inputArbitrary, (input) => {
      const result = evaluateClaim(input, FIRST_RULESET);
      if (result.disposition !== 'AUTO_APPROVED') return;
      expect(result.worstSeverity).toBeLessThan(2);
      expect(result.payableFen).toBeLessThanOrEqual(input.settings.autoApproveLimitFen);
    }),
    { numRuns: 1_000 },
  );
});
