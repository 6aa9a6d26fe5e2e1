import { ReconSuggestions } from '../../src-shared/contract/reconciliation.contract.ts';
import { reconRefusal, unownedResiduals } from '../../src-shared/domain/reconciliation/run-transition.ts';
import type { BodyOf, CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { isAnyOf } from '../db/bulk-rows.ts';
import { computeRun } from './compute-run.ts';
import { itemsOf, lockRun, rejected, UNKNOWN_RUN, warehouseIdsOf, type RunRow } from './recon.repository.ts';
import { carriedOf } from './start-run.ts';
import { renewItems, type HideItems } from './store-run.ts';

/** Looks anew, signs or gives up a run. Stock §3.2. */
export async function stepRun(
  context: CommandContext,
  body: BodyOf<'recon.step'>,
  hide: HideItems,
): Promise<CommandOutcome> {
  const { db, user, nowMs } = context;
  const run = await lockRun(db, body.runId);
  if (run === undefined) return UNKNOWN_RUN;
  const refusal = reconRefusal(run.status, body.step, user.roles, body.note);
  if (refusal !== null) return rejected(refusal, { runNo: run.runNo });
  if (body.step === 'cancel') {
    await db
      .updateTable('reconRun')
      .set({ status: 'CANCELLED', note: body.note.trim() })
      .where('id', '=', run.id)
      .execute();
    return { status: 'applied', output: { status: 'CANCELLED', changed: 0 } };
  }
  const changed = await recompute(context, run, hide);
  if (body.step === 'refresh' || changed > 0) {
    // A signature under figures nobody has seen would be worth nothing: they are shown first.
    return { status: 'applied', output: { status: run.status, changed } };
  }
  const unowned = unownedResiduals(
    (await itemsOf(db, run.id)).map((item) => ({ ...item, unexplainedMilli: item.unexplainedMilli ?? 0 })),
  );
  if (unowned > 0) return rejected('recon-residual-unowned', { number: unowned });
  await db
    .updateTable('reconRun')
    .set({ status: 'SIGNED', signedBy: user.id, signedByName: user.name, signedAtMs: nowMs })
    .where('id', '=', run.id)
    .execute();
  return { status: 'applied', output: { status: 'SIGNED', changed: 0 } };
}

async function recompute(context: CommandContext, run: RunRow, hide: HideItems): Promise<number> {
  const { cutoffDate, erpSystem } = run;
  const accepted = ReconSuggestions.parse(JSON.parse(run.acceptedJson));
  const computed = await computeRun(context, { warehouseIds: warehouseIdsOf(run), cutoffDate, erpSystem, accepted });
  const changed = await renewItems(context, run, computed, hide);
  await context.db
    .updateTable('reconRun')
    .set({
      ...{ ledgerSeq: computed.ledgerSeq, erpRows: computed.erpRows, erpQtyMilli: computed.erpQtyMilli },
      ...{ unmappedJson: JSON.stringify(computed.unmapped), ...carriedOf(computed) },
    })
    .where('id', '=', run.id)
    .execute();
  return changed;
}

/** Joins two documents that the program only suggested, and matches the whole run with them. */
export async function acceptPair(
  context: CommandContext,
  { runId, oursId, erpId }: BodyOf<'recon.accept'>,
  hide: HideItems,
): Promise<CommandOutcome> {
  const { db, user } = context;
  const run = await lockRun(db, runId);
  if (run === undefined) return UNKNOWN_RUN;
  const refusal = reconRefusal(run.status, 'accept', user.roles);
  if (refusal !== null) return rejected(refusal, { runNo: run.runNo });
  const offered = (await itemsOf(db, runId)).flatMap(({ suggestionsJson }) =>
    ReconSuggestions.parse(JSON.parse(suggestionsJson ?? '[]')),
  );
  if (!offered.some((pair) => pair.oursId === oursId && pair.erpId === erpId))
    return rejected('recon-not-suggested', {});
  const accepted = [...ReconSuggestions.parse(JSON.parse(run.acceptedJson)), { oursId, erpId }];
  const acceptedJson = JSON.stringify(accepted);
  await db.updateTable('reconRun').set({ acceptedJson, status: 'WORKING' }).where('id', '=', runId).execute();
  const changed = await recompute(context, { ...run, acceptedJson }, hide);
  return { status: 'applied', output: { changed } };
}

/** Who answers for differences, until when, and what is being done: one answer for all that were chosen. */
export async function assignItems(context: CommandContext, body: BodyOf<'recon.assign'>): Promise<CommandOutcome> {
  const { db, user } = context;
  const run = await lockRun(db, body.runId);
  if (run === undefined) return UNKNOWN_RUN;
  const refusal = reconRefusal(run.status, 'assign', user.roles);
  if (refusal !== null) return rejected(refusal, { runNo: run.runNo });
  const { ownerUserId, dueDate } = body;
  if (ownerUserId !== null && !(await isActive(context, ownerUserId))) return rejected('recon-owner-unknown', {});
  const resolutionDoc = body.resolution?.trim() ?? '';
  const { numUpdatedRows } = await db
    .updateTable('reconItem')
    .set({ ownerUserId, dueDate, resolutionDoc: resolutionDoc === '' ? null : resolutionDoc })
    .where('runId', '=', run.id)
    .where(isAnyOf('id', body.itemIds))
    .executeTakeFirst();
  if (run.status === 'MATCHED') {
    await db.updateTable('reconRun').set({ status: 'WORKING' }).where('id', '=', run.id).execute();
  }
  return { status: 'applied', output: { assigned: Number(numUpdatedRows) } };
}

async function isActive({ db }: CommandContext, userId: string): Promise<boolean> {
  const found = await db
    .selectFrom('appUser')
    .select('id')
    .where('id', '=', userId)
    .where('status', '=', 'ACTIVE')
    .executeTakeFirst();
  return found !== undefined;
}
