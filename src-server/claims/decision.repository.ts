import type { Insertable, Selectable } from 'kysely';
import type {
  ClaimChange,
  ClaimPerson,
  DecisionBefore,
  LineChangeResult,
} from '../../src-shared/domain/claims/decision-types.ts';
import type { LastDecision } from '../../src-shared/domain/claims/claim-undo.ts';
import { needsTwoPersons } from '../../src-shared/domain/claims/reason-codes.ts';
import { businessDateOf } from '../../src-shared/domain/units/business-date.ts';
import { insertRows, isAnyOf, updateRows } from '../db/bulk-rows.ts';
import type {
  AuditDecisionTable,
  ClaimLineTable,
  ClaimRemarkTable,
  ClaimTable,
} from '../db/central-tables.generated.ts';
import { refreshStandings } from './station-standing.ts';
import { lockClaims, type Db } from './evaluation-facts.repository.ts';

export type ClaimRow = Selectable<ClaimTable>;
export type ClaimLineRow = Selectable<ClaimLineTable>;
export type DecisionRow = Selectable<AuditDecisionTable>;

/** The claims of a decision, locked, with their lines, open block hits and newest entry of the history. */
export interface DecisionRows {
  claims: ReadonlyMap<string, ClaimRow>;
  lines: ReadonlyMap<string, ClaimLineRow[]>;
  openBlockRules: ReadonlyMap<string, string[]>;
  lastDecisions: ReadonlyMap<string, DecisionRow>;
  /** Who entered the newest appeal of the claims that wait for its answer. */
  wordsBy?: ReadonlyMap<string, string>;
  /** Only where claims are handed over. */
  people?: ReadonlyMap<string, ClaimPerson>;
}

/** What a decision that passes rules that block says of them; `blocks` absent = `reason` stands for all. */
export interface HitsPassed {
  by: string;
  reason: string;
  blocks?: readonly { ruleId: string; state: 'EXPLAINED' | 'OVERRIDDEN'; note: string }[] | undefined;
}

/** One decided claim, ready to be written. */
export interface DecisionWrite {
  claim: { id: string; change: ClaimChange & { queuedAtMs?: number | null } };
  lines: { id: string; decision: string; approvedFen: number; reasonCode: string | null }[];
  entry: Insertable<AuditDecisionTable>;
  remarks: Insertable<ClaimRemarkTable>[];
  overridesHits: HitsPassed | null;
  /** An undone decision had passed rules that block: they speak again. */
  reopensHitsOf?: string | null;
}

/** Reads and locks what a decision on these claims needs, whatever their number, with five statements. */
export async function loadForDecision(db: Db, claimIds: readonly string[]): Promise<DecisionRows> {
  await lockClaims(db, claimIds);
  const claims = await db.selectFrom('claim').selectAll().where(isAnyOf('id', claimIds)).execute();
  const lines = await db
    .selectFrom('claimLine')
    .selectAll()
    .where(isAnyOf('claimId', claimIds))
    .orderBy('seq')
    .execute();
  const blocked = claims.filter((claim) => claim.worstSeverity === 3).map((claim) => claim.id);
  const hits = await db
    .selectFrom('ruleHit')
    .select(['claimId', 'ruleId'])
    .where(isAnyOf('claimId', blocked))
    .where('severity', '=', 'BLOCK')
    .where('mode', '=', 'LIVE')
    .where('state', '=', 'OPEN')
    .orderBy('ruleId')
    .execute();
  const last = await db
    .selectFrom('auditDecision')
    .distinctOn('claimId')
    .selectAll()
    .where(isAnyOf('claimId', claimIds))
    .orderBy('claimId')
    .orderBy('decidedAtMs', 'desc')
    .orderBy('id', 'desc')
    .execute();
  const appealed = claims.filter((claim) => claim.status === 'APPEAL').map((claim) => claim.id);
  const words =
    appealed.length === 0
      ? []
      : await db
          .selectFrom('auditDecision')
          .distinctOn('claimId')
          .select(['claimId', 'decidedBy'])
          .where(isAnyOf('claimId', appealed))
          .where('action', '=', 'APPEAL')
          .orderBy('claimId')
          .orderBy('decidedAtMs', 'desc')
          .execute();
  const rules = Map.groupBy(hits, (hit) => hit.claimId);
  return {
    claims: new Map(claims.map((claim) => [claim.id, claim])),
    lines: Map.groupBy(lines, (line) => line.claimId),
    openBlockRules: new Map([...rules].map(([claimId, rows]) => [claimId, [...new Set(rows.map((r) => r.ruleId))]])),
    wordsBy: new Map(words.map((row) => [row.claimId, row.decidedBy])),
    lastDecisions: new Map(last.map((row) => [row.claimId, row])),
  };
}

/** Writes decided claims with a fixed number of statements. */
export async function writeDecisions(db: Db, writes: readonly DecisionWrite[]): Promise<void> {
  await updateRows(
    db,
    'claim',
    writes.map(({ claim }) => ({ ...claim.change, id: claim.id })),
  );
  await updateRows(
    db,
    'claimLine',
    writes.flatMap(({ lines }) => lines),
  );
  await insertRows(
    db,
    'auditDecision',
    writes.map(({ entry }) => entry),
  );
  await insertRows(
    db,
    'claimRemark',
    writes.flatMap(({ remarks }) => remarks),
  );
  const sampled = await noteSamples(db, writes);
  await noteStandings(db, writes, sampled);
  for (const { claim, overridesHits, reopensHitsOf } of writes) {
    if (overridesHits !== null) await passHits(db, claim.id, overridesHits);
    if (reopensHitsOf != null) await reopenHits(db, claim.id, reopensHitsOf);
  }
}

async function passHits(db: Db, claimId: string, { by, reason, blocks }: HitsPassed): Promise<void> {
  const open = db
    .updateTable('ruleHit')
    .where('claimId', '=', claimId)
    .where('severity', '=', 'BLOCK')
    .where('state', '=', 'OPEN');
  if (blocks === undefined) {
    await open.set({ state: 'OVERRIDDEN', overrideBy: by, overrideReason: reason }).execute();
    return;
  }
  for (const { ruleId, state, note } of blocks)
    await open.set({ state, overrideBy: by, overrideReason: note }).where('ruleId', '=', ruleId).execute();
}

async function reopenHits(db: Db, claimId: string, by: string): Promise<void> {
  await db
    .updateTable('ruleHit')
    .set({ state: 'OPEN', overrideBy: null, overrideReason: null })
    .where('claimId', '=', claimId)
    .where('severity', '=', 'BLOCK')
    .where('overrideBy', '=', by)
    .execute();
}

/** A sample counts as read with the decision on its claim, and as unread again when that is taken back. */
async function noteSamples(db: Db, all: readonly DecisionWrite[]): Promise<ReadonlySet<string>> {
  const writes = all.filter(({ entry }) => entry.action !== 'ASSIGN');
  const cases = await db
    .selectFrom('sampleCase')
    .select(['id', 'claimId'])
    .where(
      isAnyOf(
        'claimId',
        writes.map(({ claim }) => claim.id),
      ),
    )
    .execute();
  if (cases.length === 0) return new Set();
  const entries = new Map(writes.map(({ claim, entry }) => [claim.id, entry]));
  await updateRows(
    db,
    'sampleCase',
    cases.map(({ id, claimId }) => {
      const entry = entries.get(claimId);
      const isRead = entry !== undefined && READ_BY.has(entry.statusTo);
      return {
        id,
        result: isRead ? entry.statusTo : null,
        reviewedBy: isRead ? entry.decidedBy : null,
        reviewedAtMs: isRead ? entry.decidedAtMs : null,
      };
    }),
  );
  return new Set(cases.map(({ claimId }) => claimId));
}

/** What was found in a sample, and a fraud, speak at once of the station they came from (claims §6.5). */
async function noteStandings(db: Db, writes: readonly DecisionWrite[], sampled: ReadonlySet<string>): Promise<void> {
  const telling = writes.filter(
    ({ claim, entry, lines }) =>
      sampled.has(claim.id) ||
      entry.action === 'UNDO' ||
      [entry, ...lines].some(({ reasonCode }) => needsTwoPersons(reasonCode ?? null)),
  );
  const [first] = telling;
  if (first === undefined) return;
  const ids = telling.map(({ claim }) => claim.id);
  const stations = await db.selectFrom('claim').select('stationId').distinct().where(isAnyOf('id', ids)).execute();
  const stationIds = stations.flatMap(({ stationId }) => (stationId === null ? [] : [stationId]));
  await refreshStandings(db, stationIds, { today: businessDateOf(first.entry.decidedAtMs) });
}

/** Statuses in which somebody has read the claim to its end. */
const READ_BY: ReadonlySet<string> = new Set(['APPROVED', 'PARTIAL', 'REJECTED', 'RETURNED', 'L2_REVIEW']);

/** An entry of the history as the undo reads it; null when nothing can be restored from it. */
export function lastDecisionOf(row: DecisionRow | undefined): LastDecision | null {
  if (row === undefined) return null;
  const before = row.linesBeforeJson === null ? null : (JSON.parse(row.linesBeforeJson) as DecisionBefore);
  if (before === null && row.action !== 'UNDO') return null;
  return { ...row, before: before ?? EMPTY_BEFORE };
}

// An undo is never undone itself, so what stood before it is never read.
const EMPTY_BEFORE: DecisionBefore = {
  claim: {
    ...{ status: '', statusBefore: null, queue: 'NONE', holdReason: null, approvedFen: 0, cutFen: 0 },
    ...{ reasonCode: null, decidedLevel: null, decidedAtMs: null, decidedBy: null, returnCount: 0, closedDate: null },
  },
  lines: [],
};

/** The results of a decision by line as changes of the stored rows. */
export function lineWrites(
  rows: readonly ClaimLineRow[],
  changes: readonly LineChangeResult[],
): DecisionWrite['lines'] {
  const idBySeq = new Map(rows.map((row) => [row.seq, row.id]));
  return changes.flatMap(({ seq, decision, approvedFen, reasonCode }) => {
    const id = idBySeq.get(seq);
    return id === undefined ? [] : [{ id, decision, approvedFen, reasonCode }];
  });
}
