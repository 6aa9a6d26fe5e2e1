import type { Kysely } from 'kysely';
import type { ClaimDraft, SubmitResult } from '../../src-shared/domain/claims/claim-draft.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import { isAnyOf } from '../db/bulk-rows.ts';
import type { CentralTables } from '../db/central-tables.generated.ts';
import { claimDraftOf, loadClaimMasters } from './claim-drafts.ts';
import { storedContents, thingSha256 } from './import-batch.repository.ts';
import { refusedThing, type CheckedThing, type ThingOutcome } from './import-thing.ts';

/** Submits claims with all rules as of their day of submission; supplied by the claims room. */
export type SubmitClaims = (
  db: Kysely<CentralTables>,
  drafts: readonly ClaimDraft[],
  moment: { nowMs: number; today: string; newId(): string },
) => Promise<SubmitResult[]>;

type Thing = CheckedThing<'claims'>;

/**
 * Claims of a file. A claim is an event, not a master: it is appended once. The same station and job card with the same
 * content is "unchanged"; with another content it is refused, because a submitted claim is never overwritten.
 */
export async function importClaims(
  context: CommandContext,
  things: readonly Thing[],
  submitClaims: SubmitClaims,
): Promise<ThingOutcome[]> {
  const masters = await loadClaimMasters(context, things);
  const known = await knownClaims(context, things);
  const contents = await storedContents(
    context.db,
    'claims',
    things.map((thing) => thing.key),
  );
  const drafts: ClaimDraft[] = [];
  const places: (ThingOutcome | { draftAt: number })[] = things.map((thing, order) => {
    const { stationCode, jobCardNo } = thing.values;
    const claim = known.get(`${stationCode} ${jobCardNo}`);
    if (claim !== undefined) {
      const isSame = contents.get(thing.key)?.has(thingSha256(thing.values)) === true;
      if (isSame) return { outcome: 'unchanged', targetId: claim.id, issues: [] };
      const details = { claimNo: claim.no, stationCode };
      return refusedThing(thing, 'claim-stored-differently', { field: 'jobCardNo', value: jobCardNo, details });
    }
    const built = claimDraftOf(context, masters, thing, order);
    if ('refusal' in built) return built.refusal;
    drafts.push(built.draft);
    return { draftAt: drafts.length - 1 };
  });
  const results = await submitClaims(context.db, drafts, context);
  return places.map((place, index): ThingOutcome => {
    const thing = things[index];
    if (!('draftAt' in place) || thing === undefined) return place as ThingOutcome;
    return outcomeOf(thing, results[place.draftAt]);
  });
}

function outcomeOf(thing: Thing, result: SubmitResult | undefined): ThingOutcome {
  if (result?.outcome === 'submitted') return { outcome: 'created', targetId: result.claimId, issues: [] };
  const issues = (result?.hits ?? []).map((hit) => ({
    ...{ rowNo: thing.rowNos[0] ?? 0, field: null, value: null, reason: 'claim-stopped-by-rule' },
    details: { ruleId: hit.ruleId, ...hit.facts },
  }));
  return { outcome: 'refused', targetId: null, issues };
}

async function knownClaims(
  { db }: CommandContext,
  things: readonly Thing[],
): Promise<Map<string, { id: string; no: string | null }>> {
  const rows = await db
    .selectFrom('claim')
    .select(['id', 'no', 'claimantCode', 'stationRef'])
    .where(
      isAnyOf(
        'claimantCode',
        things.map((thing) => thing.values.stationCode),
      ),
    )
    .where(
      isAnyOf(
        'stationRef',
        things.map((thing) => thing.values.jobCardNo),
      ),
    )
    .execute();
  return new Map(rows.map(({ id, no, claimantCode, stationRef }) => [`${claimantCode} ${stationRef}`, { id, no }]));
}
