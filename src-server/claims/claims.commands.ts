import type { TargetResult } from '../../src-shared/contract/commands.ts';
import type { BodyOf, CommandContext, CommandHandlers, CommandOutcome } from '../commands/command-handler.ts';
import { isAnyOf } from '../db/bulk-rows.ts';
import { savepoint } from '../db/savepoint.ts';
import { loadPeople } from '../commands/people.repository.ts';
import { decideTarget, targetResult, undoTarget, type TargetOutcome } from './decide-claims.ts';
import { loadForDecision, writeDecisions, type DecisionRows, type DecisionWrite } from './decision.repository.ts';
import { speakForStation } from './speak-for-station.ts';
import { loadClaimSettings } from './evaluation-facts.repository.ts';

/** Targets written together; when one of them fails, each is written by itself so that only that one is lost. */
const TARGETS_TOGETHER = 500;

type ClaimCommands = Pick<
  CommandHandlers,
  'claim.decide' | 'claim.decideMany' | 'claim.undo' | 'claim.undoMany' | 'station.word'
>;

/** The commands of the claims room. */
export function claimCommands(): ClaimCommands {
  return {
    ...{ 'claim.decide': decide, 'claim.decideMany': decideMany, 'claim.undo': undo, 'claim.undoMany': undoMany },
    'station.word': speakForStation,
  };
}

async function decide(context: CommandContext, body: BodyOf<'claim.decide'>): Promise<CommandOutcome> {
  const { claimId, version, decision } = body;
  const rows = await loadRows(context, [claimId], decision);
  const settings = await loadClaimSettings(context.db, context.today);
  return single(context, claimId, decideTarget(context, rows, settings, { claimId, version, decision, batchId: null }));
}

async function undo(context: CommandContext, body: BodyOf<'claim.undo'>): Promise<CommandOutcome> {
  const { claimId, decisionCommandId } = body;
  const rows = await loadForDecision(context.db, [claimId]);
  const settings = await loadClaimSettings(context.db, context.today);
  const target = { claimId, commandIds: [decisionCommandId], batchId: null };
  return single(context, claimId, undoTarget(context, rows, settings, target));
}

async function decideMany(context: CommandContext, body: BodyOf<'claim.decideMany'>): Promise<CommandOutcome> {
  const { batchId, decision, targets } = body;
  const settings = await loadClaimSettings(context.db, context.today);
  const rows = await loadRows(
    context,
    targets.map(([claimId]) => claimId),
    decision,
  );
  const seen = new Set<string>();
  const outcomes = targets.map(([claimId, version]) => {
    // The second mention of a claim met the first one's decision: its version has moved.
    const outcome = seen.has(claimId)
      ? REPEATED
      : decideTarget(context, rows, settings, { claimId, version, decision, batchId });
    seen.add(claimId);
    return { claimId, outcome };
  });
  return { status: 'applied', targets: await writeTargets(context, outcomes) };
}

async function undoMany(context: CommandContext, body: BodyOf<'claim.undoMany'>): Promise<CommandOutcome> {
  const { batchId, commandIds } = body;
  const settings = await loadClaimSettings(context.db, context.today);
  const decided = await context.db
    .selectFrom('auditDecision')
    .select('claimId')
    .where(isAnyOf('commandId', commandIds))
    .where('decidedBy', '=', context.user.id)
    .where('action', '<>', 'UNDO')
    .orderBy('id')
    .execute();
  const claimIds = [...new Set(decided.map((row) => row.claimId))];
  const rows = await loadForDecision(context.db, claimIds);
  const outcomes = claimIds.map((claimId) => ({
    claimId,
    outcome: undoTarget(context, rows, settings, { claimId, commandIds, batchId }),
  }));
  return { status: 'applied', targets: await writeTargets(context, outcomes) };
}

async function loadRows(
  { db, today }: CommandContext,
  claimIds: readonly string[],
  { action }: BodyOf<'claim.decide'>['decision'],
): Promise<DecisionRows> {
  const rows = await loadForDecision(db, claimIds);
  return action === 'ASSIGN' ? { ...rows, people: await loadPeople(db, today) } : rows;
}

const REPEATED: TargetOutcome = {
  ...{ ok: false, outcome: 'conflict', reason: 'claim-changed', details: {}, current: null },
};

async function single(context: CommandContext, claimId: string, outcome: TargetOutcome): Promise<CommandOutcome> {
  if (outcome.ok) {
    await writeDecisions(context.db, [outcome.write]);
    const { status, approvedFen } = outcome.write.claim.change;
    return { status: 'applied', output: { claimId, status, approvedFen } };
  }
  const { reason, details, current } = outcome;
  return outcome.outcome === 'conflict'
    ? { status: 'conflict', reason, details, current }
    : { status: 'rejected', reason, details };
}

/**
 * Every target stands or falls by itself (design §8, Bulk commands). Targets are written many at a time under one
 * savepoint; only when the store refuses a piece is each of its targets written under its own.
 */
async function writeTargets(
  context: CommandContext,
  outcomes: readonly { claimId: string; outcome: TargetOutcome }[],
): Promise<TargetResult[]> {
  const results = outcomes.map(({ claimId, outcome }) => targetResult(claimId, outcome));
  const writes = outcomes.flatMap(({ outcome }, index) => (outcome.ok ? [{ index, write: outcome.write }] : []));
  for (let start = 0; start < writes.length; start += TARGETS_TOGETHER) {
    const piece = writes.slice(start, start + TARGETS_TOGETHER);
    if (
      await isWritten(
        context,
        piece.map(({ write }) => write),
      )
    )
      continue;
    for (const { index, write } of piece) {
      if (await isWritten(context, [write])) continue;
      results[index] = { id: write.claim.id, outcome: 'rejected', reason: 'claim-not-stored', details: {} };
    }
  }
  return results;
}

/** SQLSTATE class 23: a constraint refused the row; anything else is the whole command's failure. */
async function isWritten(context: CommandContext, writes: readonly DecisionWrite[]): Promise<boolean> {
  try {
    await savepoint(context.db, () => writeDecisions(context.db, writes));
    return true;
  } catch (error) {
    const state = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
    if (typeof state === 'string' && state.startsWith('23')) return false;
    throw error;
  }
}
