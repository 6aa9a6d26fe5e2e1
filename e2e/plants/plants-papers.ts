import type { Trick } from '../../src-server/demo/facts/planter.ts';
import type { ClaimEvidence } from '../../src-shared/domain/claims/evidence-types.ts';
import { freshRepair, plant } from './plant.ts';

/** Facts by claim that no table holds yet; they are handed to the rules beside what the tables say (0201). */
export type Papers = Map<string, Partial<ClaimEvidence>>;

/** Plants whose facts no table holds yet: P07, G03, A05. */
export function paperTricks(papers: Papers): Record<'P07' | 'G03' | 'A05', Trick> {
  return {
    /** Another way to mend it at a third of the price, less a fen; the near miss at a third. */
    P07: (context) => {
      const repair = freshRepair(context, { finish: 'replace' });
      if (repair === null || repair.labour.length === 0) return null;
      const rateFen = repair.labour[0]?.rateFen ?? 0;
      const labour = repair.labour.filter((line) => line.operation?.group === repair.group);
      const labourFen = labour.reduce((sum, line) => sum + Math.round((line.hoursCenti * rateFen) / 100), 0);
      const parts = repair.parts.filter(({ part }) => part.group === repair.group);
      const wholeFen = parts.reduce((sum, { part, qty }) => sum + part.issueFen * qty, labourFen);
      const partsFen = context.nearMiss ? Math.ceil(wholeFen / 3) : Math.ceil(wholeFen / 3) - 1;
      papers.set(repair.claimId, { repairPath: { opCode: 'R-01', hoursCenti: 0, partsFen } });
      const fact = `replaced for ${String(wholeFen)}, mended for ${String(partsFen)}`;
      return plant(context, repair, { expected: ['P07'], fact });
    },
    /** An amount changed after the submission unasked, or while the claim was with the station. */
    G03: (context) => {
      const repair = freshRepair(context);
      if (repair === null) return null;
      const field = ['hoursCenti', 'qtyMilli', 'unitFen', 'claimedFen', 'km'][repair.number % 5] ?? '';
      const change = { oldValue: '100', newValue: '101', changedBy: null, changedAtMs: repair.submittedAtMs + 1000 };
      papers.set(repair.claimId, { edits: [{ field, ...change, wasReturned: context.nearMiss }] });
      return plant(context, repair, { expected: ['G03'], fact: `${field} changed afterwards` });
    },
    /** Another letter on the photographed plate, or the same ones written small. */
    A05: (context) => {
      const repair = freshRepair(context);
      if (repair === null) return null;
      const { vin } = repair.vehicle;
      const vinText = context.nearMiss
        ? ` ${vin.toLowerCase()}`
        : `${vin.slice(0, -1)}${vin.endsWith('7') ? '1' : '7'}`;
      papers.set(repair.claimId, { plateReadings: [{ attachmentId: 'plate', vinText }] });
      return plant(context, repair, { expected: ['A05'], fact: `read ${vinText}` });
    },
  };
}
