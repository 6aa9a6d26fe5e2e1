import { countRefusal } from '../../src-shared/domain/counts/sheet-transition.ts';
import type { BodyOf, CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { isAnyOf, updateRows } from '../db/bulk-rows.ts';
import { approveSheet, type PostMovements } from './approve-sheet.ts';
import { showQuantities } from './blindness.ts';
import {
  actorOf,
  lockLedger,
  lockSheet,
  recordCountEvent,
  rejected,
  UNKNOWN_SHEET,
  type PlanRow,
  type SheetRow,
} from './counts.repository.ts';
import { releasePlanned } from './plan-count.ts';
import { unlockScope } from './scope-locks.ts';
import { submitSheet } from './submit-sheet.ts';

type Body = BodyOf<'count.step'>;
type Step = (
  context: CommandContext,
  found: { sheet: SheetRow; plan: PlanRow; body: Body; postMovements: PostMovements },
) => Promise<CommandOutcome>;

const STEPS: Readonly<Record<Body['step'], Step>> = {
  release: (context, { sheet, plan }) => releasePlanned(context, sheet, plan),
  export: takeOut,
  submit: (context, { sheet, plan }) => submitSheet(context, sheet, plan),
  approve: (context, { sheet, plan, postMovements }) => approveSheet(context, { sheet, plan }, postMovements),
  recount: sendBack,
  cancel,
};

const FREE_OF_VERSION: ReadonlySet<Body['step']> = new Set(['submit', 'export']);

/** A step of a sheet, on the version the person saw. Stock §3.1. */
export async function stepSheet(
  context: CommandContext,
  body: Body,
  postMovements: PostMovements,
): Promise<CommandOutcome> {
  const found = await lockSheet(context.db, body.sheetId);
  if (found === undefined) return UNKNOWN_SHEET;
  const { sheet } = found;
  const refusal = countRefusal(sheet, body.step, await actorOf(context, sheet), body.note);
  if (refusal !== null) return rejected(refusal, { sheetNo: sheet.sheetNo, status: sheet.status });
  // Whoever submits has just entered his last count, which changed the sheet; what matters is looked at again by itself. Taking
  // a sheet out to Excel decides nothing.
  if (!FREE_OF_VERSION.has(body.step) && sheet._v !== body.version) {
    const reason = 'count-sheet-changed';
    return { status: 'conflict', reason, details: { sheetNo: sheet.sheetNo }, current: { status: sheet.status } };
  }
  return STEPS[body.step](context, { ...found, body, postMovements });
}

/** The sheet goes out to Excel under a new number: what went out before is not taken back any more. Stock §5.3. */
async function takeOut(context: CommandContext, { sheet }: { sheet: SheetRow }): Promise<CommandOutcome> {
  const exportRev = sheet.exportRev + 1;
  await context.db.updateTable('countSheet').set({ exportRev }).where('id', '=', sheet.id).execute();
  await recordCountEvent(context, sheet, { action: 'export', to: sheet.status, note: String(exportRev) });
  return { status: 'applied', output: { status: sheet.status, exportRev } };
}

/** A supervisor wants lines counted once more, with the reason in the note. */
async function sendBack(
  context: CommandContext,
  { sheet, plan, body }: { sheet: SheetRow; plan: PlanRow; body: Body },
): Promise<CommandOutcome> {
  const { db } = context;
  if (sheet.round > plan.maxRecounts) return rejected('count-no-round-left', { sheetNo: sheet.sheetNo });
  if (sheet.round === 1 && sheet.recounterUserId === null)
    return rejected('count-no-recounter', { sheetNo: sheet.sheetNo });
  const lines = await db
    .selectFrom('countLine')
    .select('id')
    .where('sheetId', '=', sheet.id)
    .where(isAnyOf('id', body.lineIds))
    .execute();
  if (lines.length === 0) return rejected('count-no-lines-chosen', { sheetNo: sheet.sheetNo });
  const round = sheet.round + 1;
  await updateRows(
    db,
    'countLine',
    lines.map(({ id }) => ({ id, state: 'RECOUNT', round })),
  );
  await db.updateTable('countSheet').set({ status: 'RECOUNT', round }).where('id', '=', sheet.id).execute();
  await db.deleteFrom('countAdjustment').where('sheetId', '=', sheet.id).where('status', '=', 'WAITING').execute();
  await recordCountEvent(context, sheet, { action: 'recount', to: 'RECOUNT', note: body.note });
  return { status: 'applied', output: { status: 'RECOUNT', recount: lines.length } };
}

/** Nothing is posted; what was entered stays, and the counter may know the book again. */
async function cancel(
  context: CommandContext,
  { sheet, body }: { sheet: SheetRow; body: Body },
): Promise<CommandOutcome> {
  await context.db.updateTable('countSheet').set({ status: 'CANCELLED' }).where('id', '=', sheet.id).execute();
  await unlockScope(context, sheet);
  await showQuantities(context, sheet);
  await lockLedger(context.db);
  await showQuantities(context, sheet);
  await recordCountEvent(context, sheet, { action: 'cancel', to: 'CANCELLED', note: body.note });
  return { status: 'applied', output: { status: 'CANCELLED' } };
}

/** Why lines differ: one reason for all that were chosen; its sign must be theirs. Stock §5.5. */
export async function explainLines(context: CommandContext, body: BodyOf<'count.explain'>): Promise<CommandOutcome> {
  const { db } = context;
  const found = await lockSheet(db, body.sheetId);
  if (found === undefined) return UNKNOWN_SHEET;
  const { sheet } = found;
  const refusal = countRefusal(sheet, 'explain', await actorOf(context, sheet));
  if (refusal !== null) return rejected(refusal, { sheetNo: sheet.sheetNo, status: sheet.status });
  const reason = await db
    .selectFrom('varianceReason')
    .select(['code', 'sign'])
    .where('code', '=', body.reasonCode)
    .executeTakeFirst();
  if (reason === undefined) return rejected('count-reason-unknown', { reasonCode: body.reasonCode });
  if (reason.code === 'OTHER' && (body.reasonText ?? '').trim() === '') return rejected('count-reason-needs-text', {});
  const lines = await db
    .selectFrom('countLine')
    .select(['id', 'lineNo', 'varianceMilli'])
    .where('sheetId', '=', sheet.id)
    .where(isAnyOf('id', body.lineIds))
    .execute();
  const wrong = lines.find(({ varianceMilli }) => !fits(reason.sign, varianceMilli ?? 0));
  if (wrong !== undefined) return rejected('count-reason-other-sign', { lineNo: wrong.lineNo });
  await updateRows(
    db,
    'countLine',
    lines.map(({ id }) => ({ id, reasonCode: body.reasonCode, reasonText: body.reasonText })),
  );
  return { status: 'applied', output: { explained: lines.length } };
}

function fits(sign: string, varianceMilli: number): boolean {
  return sign === '±' || (sign === '+' ? varianceMilli >= 0 : varianceMilli <= 0);
}
