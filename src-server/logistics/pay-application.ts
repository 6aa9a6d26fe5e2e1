import type { ApplicationStepInput } from '../../src-shared/contract/logistics.contract.ts';
import type { CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { updateRows } from '../db/bulk-rows.ts';
import {
  kept,
  moveApplication,
  rejected,
  type ApplicationRow,
  type LineRow,
  type Refused,
} from './application.repository.ts';
import {
  amountOf,
  holdCredit,
  lockAccount,
  pricesOf,
  releaseCredit,
  releaseHeld,
  useHeld,
} from './limit.repository.ts';

const paperOf = ({ stationId, appNo }: ApplicationRow): { stationId: string; docType: string; docNo: string } => ({
  ...{ stationId, docType: 'APPLICATION', docNo: appNo ?? '' },
});

/** The part that is sent: what has replaced the one that was asked for. */
const sentPart = ({ partId, substitutePartId }: LineRow): string => substitutePartId ?? partId;

/** A paid application passes the same check as a sale: what is approved is held at the station's prices. Stock §3.2, §4.12. */
export async function holdPaid(
  context: CommandContext,
  application: ApplicationRow,
  approved: readonly { line: LineRow; qtyMilli: number }[],
): Promise<Refused | null> {
  if (application.kind !== 'PAID') return null;
  const prices = await pricesOf(
    context.db,
    application.stationId,
    approved.map(({ line }) => sentPart(line)),
  );
  const priced = approved.map(({ line, qtyMilli }) => ({
    ...{ id: line.id, priceFen: prices.get(sentPart(line)) ?? 0, qtyMilli },
  }));
  await updateRows(
    context.db,
    'partsApplicationLine',
    priced.map(({ id, priceFen }) => ({ id, priceFen })),
  );
  const amountFen = priced.reduce((sum, { qtyMilli, priceFen }) => sum + amountOf(qtyMilli, priceFen), 0);
  return holdCredit(context, { ...paperOf(application), amountFen });
}

/** What leaves is used of what was held for it. */
export async function usePaid(
  context: CommandContext,
  application: ApplicationRow,
  sent: readonly { line: LineRow; qtyMilli: number }[],
): Promise<void> {
  if (application.kind !== 'PAID') return;
  const amountFen = sent.reduce((sum, { line, qtyMilli }) => sum + amountOf(qtyMilli, line.priceFen ?? 0), 0);
  await useHeld(context, { ...paperOf(application), amountFen });
}

/** What will not be sent any more is not held any more. */
export async function freePaid(context: CommandContext, application: ApplicationRow): Promise<void> {
  if (application.kind === 'PAID' && application.appNo !== null) await releaseHeld(context, paperOf(application));
}

/** Over the limit and let through by name for what was asked, with a reason and until a day; then stock is allocated as ever. Stock §3.2. */
export async function releasePaid(
  context: CommandContext,
  found: {
    application: ApplicationRow;
    lines: readonly LineRow[];
    body: Pick<ApplicationStepInput, 'note' | 'untilDate'>;
  },
): Promise<CommandOutcome> {
  const { db, today } = context;
  const { application, lines, body } = found;
  const account = await lockAccount(db, application.stationId);
  if (account === undefined) return rejected('credit-no-account', { no: application.appNo });
  const untilDate = body.untilDate ?? today;
  if (untilDate < today) return rejected('credit-release-past', {});
  const prices = await pricesOf(db, application.stationId, lines.map(sentPart));
  const amountFen = lines.reduce((sum, line) => sum + amountOf(line.qtyReqMilli, prices.get(sentPart(line)) ?? 0), 0);
  if (amountFen > 0)
    await releaseCredit(context, account, { docNo: application.appNo ?? '', amountFen, untilDate, reason: body.note });
  return kept(
    await moveApplication(context, application, { action: 'releaseCredit', to: 'REGION_OK', note: body.note }),
  );
}
