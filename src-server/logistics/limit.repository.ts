import { sql, type Selectable } from 'kysely';
import { creditCheck } from '../../src-shared/domain/logistics/credit-check.ts';
import {
  limitSums,
  oldestOpenDate,
  overdueDays,
  type LimitEntry,
  type LimitEntryType,
} from '../../src-shared/domain/logistics/limit-ledger.ts';
import { OWED_OLD_PART_STATUSES } from '../../src-shared/domain/logistics/owed-old-parts.ts';
import { mulDivRound } from '../../src-shared/domain/units/rounding.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import { insertRows } from '../db/bulk-rows.ts';
import type { LimitAccountTable } from '../db/central-tables.generated.ts';
import { loadSettings, rejected, type Db, type Refused } from './application.repository.ts';

export type Account = Selectable<LimitAccountTable>;

/** The account of a station, locked: whoever orders next for it waits until this one has committed. */
export async function lockAccount(db: Db, stationId: string): Promise<Account | undefined> {
  return db.selectFrom('limitAccount').selectAll().where('stationId', '=', stationId).forUpdate().executeTakeFirst();
}

/** A new account without any limit, of the region its station belongs to. */
export async function openAccount(
  { db, user, nowMs, newId }: CommandContext,
  stationId: string,
  priceLevel: number,
): Promise<Account> {
  const { code } = await db
    .selectFrom('station')
    .innerJoin('region', 'region.id', 'station.regionId')
    .select('region.code')
    .where('station.id', '=', stationId)
    .executeTakeFirstOrThrow();
  return db
    .insertInto('limitAccount')
    .values({
      ...{ ...rowIdentity(newId(), `r:${code}`), stationId, priceLevel },
      ...{ changedByName: user.name, changedAtMs: nowMs },
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export interface EntryDraft {
  type: LimitEntryType;
  amountFen: number;
  cashPartFen?: number;
  untilDate?: string | null;
  docType?: string;
  docNo?: string;
  note?: string;
}

/** Appends to the ledger of a locked account and carries its sums along; what has no amount is not written. Stock §2.4. */
export async function appendEntries(
  context: CommandContext,
  account: Account,
  drafts: readonly EntryDraft[],
): Promise<Account> {
  const { db, user, nowMs, today, commandId, newId } = context;
  const written = drafts.filter(({ amountFen }) => amountFen !== 0);
  if (written.length === 0) return account;
  const before = await entriesOf(db, account.id);
  const added = written.map((draft): LimitEntry & EntryDraft => ({
    ...{ ...draft, cashPartFen: draft.cashPartFen ?? 0, untilDate: draft.untilDate ?? null, entryDate: today },
  }));
  await insertRows(
    db,
    'limitEntry',
    added.map((entry, index) => ({
      ...{ ...rowIdentity(newId(), account._scope, account.id), accountId: account.id, type: entry.type },
      ...{ entryNo: before.length + index + 1, amountFen: entry.amountFen, cashPartFen: entry.cashPartFen },
      ...{ untilDate: entry.untilDate, docType: entry.docType ?? null, docNo: entry.docNo ?? null, entryDate: today },
      ...{ note: entry.note?.trim() === '' ? null : (entry.note?.trim() ?? null) },
      ...{ idemKey: `limit:${commandId}:${account.id}:${String(before.length + index + 1)}` },
      ...{ doneBy: user.id, doneByName: user.name, doneAtMs: nowMs },
    })),
  );
  const temporary = added.findLast(({ type }) => type === 'TEMP_LIMIT');
  return db
    .updateTable('limitAccount')
    .set({
      ...limitSums(added, account),
      ...{ oldestOpenDate: oldestOpenDate([...before, ...added]), changedByName: user.name, changedAtMs: nowMs },
      ...(temporary === undefined ? {} : { tempUntilDate: temporary.untilDate }),
    })
    .where('id', '=', account.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

async function entriesOf(db: Db, accountId: string): Promise<LimitEntry[]> {
  const rows = await db
    .selectFrom('limitEntry')
    .select(['type', 'amountFen', 'cashPartFen', 'untilDate', 'entryDate'])
    .where('accountId', '=', accountId)
    .orderBy('entryNo')
    .execute();
  return rows as LimitEntry[];
}

interface Paper {
  stationId: string;
  docType: string;
  docNo: string;
}

const REFUSALS = { SHORT: 'credit-short', OVERDUE: 'credit-overdue', BLOCKED: 'credit-blocked' } as const;

/**
 * Checks what a station may order for and holds the amount in the same transaction: free cash first, credit for the rest. Over
 * the limit it is held only where somebody who may has released this paper; else why not. Stock §4.12.
 */
export async function holdCredit(
  context: CommandContext,
  paper: Paper & { amountFen: number },
): Promise<Refused | null> {
  const { db, today } = context;
  const { stationId, docType, docNo, amountFen } = paper;
  if (amountFen === 0) return null;
  const account = await lockAccount(db, stationId);
  if (account === undefined) return rejected('credit-no-account', { no: docNo });
  const { creditTermDays, creditMaxOverdueDays, creditOldPartsBp } = await loadSettings(db);
  const oldPartsFen = await owedOldPartsFen(db, { stationId, today, shareBp: creditOldPartsBp });
  const late = overdueDays(account.oldestOpenDate, today, creditTermDays);
  const checked = creditCheck({
    ...{ amountFen, cashFen: account.cashFen, cashHoldFen: account.cashHeldFen, limitFen: account.creditLimitFen },
    ...{ tempLimitFen: account.tempLimitFen, tempUntil: account.tempUntilDate, today },
    usedFen: account.usedFen + oldPartsFen,
    ...{ heldFen: account.heldFen, overdueDays: late, maxOverdueDays: creditMaxOverdueDays },
    blocked: account.isBlocked === 1,
  });
  if (checked.result !== 'PASS' && !(await isReleased(db, { docNo, amountFen, today })))
    return rejected(
      oldPartsFen > 0 && checked.result === 'SHORT' ? 'credit-short-old-parts' : REFUSALS[checked.result],
      {
        ...{ no: docNo, shortFen: checked.shortFen, overdueDays: late, oldPartsFen },
      },
    );
  const cashPartFen = Math.min(amountFen, Math.max(account.cashFen - account.cashHeldFen, 0));
  await appendEntries(context, account, [{ type: 'HOLD', amountFen, cashPartFen, docType, docNo }]);
  return null;
}

/** What a station's old parts past their day are worth, at the share that counts; one that was charged is paid for. Stock §4.12 (0351). */
async function owedOldPartsFen(
  db: Db,
  { stationId, today, shareBp }: { stationId: string; today: string; shareBp: number },
): Promise<number> {
  if (shareBp === 0) return 0;
  const { rows } = await sql<{ fen: number }>`
    select coalesce(sum(round(o.qty_milli * p.issue_price_fen / 1000.0)), 0)::float8 as fen
      from old_part o join part p on p.id = o.part_id
     where o.station_id = ${stationId} and o.due_date < ${today} and o.status in (${sql.join([...OWED_OLD_PART_STATUSES])})
       and (o.policy = 'RETURN' or (o.policy = 'HOLD' and o.box_id is not null))
       and not exists (select 1 from statement_adjustment a where a.ref_claim_id = o.claim_id
         and a.kind = 'OLD_PART_MISSING' and a.status <> 'CANCELLED')`.execute(db);
  return mulDivRound(Number(rows[0]?.fen ?? 0), shareBp, 10_000);
}

async function isReleased(
  db: Db,
  { docNo, amountFen, today }: { docNo: string; amountFen: number; today: string },
): Promise<boolean> {
  const release = await db
    .selectFrom('creditRelease')
    .select('id')
    .where('docNo', '=', docNo)
    .where('amountFen', '>=', amountFen)
    .where('untilDate', '>=', today)
    .executeTakeFirst();
  return release !== undefined;
}

/** Somebody who may has looked at a paper over the limit and lets it pass until a day. Stock §3.2. */
export async function releaseCredit(
  { db, user, nowMs, newId }: CommandContext,
  account: Account,
  { docNo, amountFen, untilDate, reason }: { docNo: string; amountFen: number; untilDate: string; reason: string },
): Promise<void> {
  await db
    .insertInto('creditRelease')
    .values({
      ...{ ...rowIdentity(newId(), account._scope, account.id), accountId: account.id, docNo, amountFen, untilDate },
      ...{ reason, releasedBy: user.id, releasedByName: user.name, releasedAtMs: nowMs },
    })
    .execute();
}

/** What is still held for a paper. */
async function heldOf(db: Db, docNo: string): Promise<{ amountFen: number; cashPartFen: number }> {
  const rows = await db
    .selectFrom('limitEntry')
    .select(['type', 'amountFen', 'cashPartFen'])
    .where('docNo', '=', docNo)
    .where('type', 'in', ['HOLD', 'RELEASE'])
    .execute();
  const sign = (type: string): number => (type === 'HOLD' ? 1 : -1);
  return {
    amountFen: rows.reduce((sum, row) => sum + sign(row.type) * row.amountFen, 0),
    cashPartFen: rows.reduce((sum, row) => sum + sign(row.type) * row.cashPartFen, 0),
  };
}

/** Goods have left: what was held for them is used, cash first. Stock §4.12. */
export async function useHeld(context: CommandContext, paper: Paper & { amountFen: number }): Promise<void> {
  const { stationId, docType, docNo } = paper;
  const account = await lockAccount(context.db, stationId);
  const held = await heldOf(context.db, docNo);
  const amountFen = Math.min(paper.amountFen, held.amountFen);
  if (account === undefined || amountFen === 0) return;
  const cashPartFen = Math.min(amountFen, held.cashPartFen);
  await appendEntries(context, account, [
    { type: 'RELEASE', amountFen, cashPartFen, docType, docNo },
    { type: 'USE', amountFen, cashPartFen, docType, docNo },
  ]);
}

/** What is held for a paper beyond this is free again. */
export async function releaseHeld(context: CommandContext, paper: Paper, keepFen = 0): Promise<void> {
  const { stationId, docType, docNo } = paper;
  const account = await lockAccount(context.db, stationId);
  const held = await heldOf(context.db, docNo);
  const amountFen = held.amountFen - keepFen;
  if (account === undefined || amountFen <= 0) return;
  // credit is freed before cash: cash is what an order is paid with first
  const cashPartFen = Math.max(0, amountFen - (held.amountFen - held.cashPartFen));
  await appendEntries(context, account, [{ type: 'RELEASE', amountFen, cashPartFen, docType, docNo }]);
}

/** What a station pays for a part at its price level, in fen for a base unit: the level's price, else the issue price. */
export async function pricesOf(db: Db, stationId: string, partIds: readonly string[]): Promise<Map<string, number>> {
  const account = await db
    .selectFrom('limitAccount')
    .select('priceLevel')
    .where('stationId', '=', stationId)
    .executeTakeFirst();
  const parts = await db
    .selectFrom('part')
    .select(['id', 'issuePriceFen', 'priceL1Fen', 'priceL2Fen', 'priceL3Fen'])
    .where('id', 'in', partIds.length === 0 ? [''] : [...partIds])
    .execute();
  const level = account?.priceLevel ?? 3;
  return new Map(
    parts.map((part) => {
      const own = [part.priceL1Fen, part.priceL2Fen, part.priceL3Fen][level - 1];
      return [part.id, own ?? part.issuePriceFen];
    }),
  );
}

/** A quantity in thousandths at a price for a base unit, in fen. */
export function amountOf(qtyMilli: number, priceFen: number): number {
  return mulDivRound(qtyMilli, priceFen, 1000);
}
