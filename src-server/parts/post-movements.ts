import { sql, type Insertable, type Kysely } from 'kysely';
import type { MovementDraft, MovementOutcome, StockKey } from '../../src-shared/domain/parts/movement-draft.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import { insertRows, isAnyOf, takeDocumentNumbers, updateRows } from '../db/bulk-rows.ts';
import type { CentralTables, StockBalanceTable, StockMovementTable } from '../db/central-tables.generated.ts';
import { hideFromBlindCounters, reAnchorLate, type PostedMovement } from './count-effects.ts';
import { refuseBlocked } from './count-locks.ts';
import { keyText } from './stock-key.ts';

/**
 * Posts movements into the ledger and carries the balances along, all in the caller's transaction: one outcome per draft in
 * their order. Sequence numbers are taken under a row lock that lasts until the commit, so that they have no gaps and stand
 * in the order of commits. Stock §2.2.
 */
export async function postMovements(
  context: CommandContext,
  drafts: readonly MovementDraft[],
): Promise<MovementOutcome[]> {
  if (drafts.length === 0) return [];
  const known = await knownMovements(context, drafts);
  const fresh = new Map(
    drafts.filter((draft) => !known.has(draft.idemKey)).map((draft) => [draft.idemKey, draft] as const),
  );
  const posted = await post(context, [...fresh.values()]);
  // With the ledger locked: a count that blocks its bins at this moment is either seen here or waits for what was posted.
  await refuseBlocked(context, [...fresh.values()]);
  // A late movement is answered once: what answers it is an entry of the count and never late itself.
  await post(context, await reAnchorLate(context, posted));
  for (const row of posted) known.set(row.idemKey, row);
  const isNew = new Set(fresh.keys());
  return drafts.map((draft): MovementOutcome => {
    const row = known.get(draft.idemKey);
    if (row === undefined) throw new Error('a movement was neither known nor posted');
    if (!isSame(row, draft)) {
      return { outcome: 'differs', movementId: row.id, qtyMilli: row.qtyMilli, valueFen: row.valueFen };
    }
    return { outcome: isNew.delete(draft.idemKey) ? 'created' : 'unchanged', movementId: row.id };
  });
}

async function post(context: CommandContext, drafts: readonly MovementDraft[]): Promise<LedgerRow[]> {
  if (drafts.length === 0) return [];
  const posted = await insertMovements(context, drafts);
  const balanceIds = await carryBalances(context, posted);
  await hideFromBlindCounters(context, posted, balanceIds);
  return posted;
}

type LedgerRow = Insertable<StockMovementTable> & PostedMovement & { idemKey: string; seq: number };
type KnownRow = Pick<LedgerRow, 'id' | 'idemKey' | 'qtyMilli' | 'valueFen' | 'partId' | 'warehouseId' | 'type'>;

async function knownMovements(
  { db }: CommandContext,
  drafts: readonly MovementDraft[],
): Promise<Map<string, KnownRow>> {
  const rows = await db
    .selectFrom('stockMovement')
    .select(['id', 'idemKey', 'qtyMilli', 'valueFen', 'partId', 'warehouseId', 'type'])
    .where(
      isAnyOf(
        'idemKey',
        drafts.map((draft) => draft.idemKey),
      ),
    )
    .execute();
  return new Map(rows.map((row) => [row.idemKey, row]));
}

function isSame(row: KnownRow, draft: MovementDraft): boolean {
  return (
    row.qtyMilli === draft.qtyMilli &&
    row.valueFen === draft.valueFen &&
    row.partId === draft.partId &&
    row.warehouseId === draft.warehouseId &&
    row.type === draft.type
  );
}

async function insertMovements(context: CommandContext, drafts: readonly MovementDraft[]): Promise<LedgerRow[]> {
  const taken = await takeDocumentNumbers(context.db, new Map([['stockMovement', drafts.length]]));
  const first = (taken.get('stockMovement') ?? 0) - drafts.length + 1;
  const rows = drafts.map((draft, index): LedgerRow => {
    const { regionCode, ...columns } = draft;
    return {
      // What is posted is history from the first day: balances are the open work (design §8, replica tiers).
      ...rowIdentity(context.newId(), `r:${regionCode}.h`),
      ...columns,
      ...{ seq: first + index, postedAtMs: context.nowMs, leg: legOf(draft), reversesId: null },
      ...{ userId: context.user.id, deviceId: context.deviceId },
    };
  });
  await insertRows(context.db, 'stockMovement', rows);
  return rows;
}

function legOf({ type, qtyMilli }: MovementDraft): 'OUT' | 'IN' | null {
  if (type === 'VALUE_ADJ' || qtyMilli === 0) return null;
  return qtyMilli < 0 ? 'OUT' : 'IN';
}

interface Carry extends StockKey {
  scope: string;
  qtyMilli: number;
  valueFen: number;
  lastSeq: number;
  lastMoveAtMs: number;
}

async function carryBalances(context: CommandContext, rows: readonly LedgerRow[]): Promise<string[]> {
  const carries = new Map<string, Carry>();
  for (const row of rows) addTo(carries, row);
  const partIds = new Set([...carries.values()].map((carry) => carry.partId));
  const known = await context.db
    .selectFrom('stockBalance')
    .selectAll()
    .where(isAnyOf('partId', partIds))
    .forUpdate()
    .execute();
  const knownByKey = new Map(known.map((row) => [keyText(row), row]));
  const added: (Insertable<StockBalanceTable> & { id: string })[] = [];
  const changed: { id: string; qtyMilli: number; valueFen: number; lastSeq: number; lastMoveAtMs: number }[] = [];
  for (const [key, { scope, ...carry }] of carries) {
    const row = knownByKey.get(key);
    if (row === undefined) added.push({ ...rowIdentity(context.newId(), scope), ...carry, lastCountAtMs: null });
    else {
      changed.push({
        id: row.id,
        qtyMilli: row.qtyMilli + carry.qtyMilli,
        valueFen: row.valueFen + carry.valueFen,
        lastSeq: carry.lastSeq,
        lastMoveAtMs: Math.max(row.lastMoveAtMs, carry.lastMoveAtMs),
      });
    }
  }
  await insertRows(context.db, 'stockBalance', added);
  await updateRows(context.db, 'stockBalance', changed);
  return [...added, ...changed].map(({ id }) => id);
}

function addTo(carries: Map<string, Carry>, row: LedgerRow): void {
  const key = keyText(row);
  const carry = carries.get(key);
  if (carry === undefined) {
    const { warehouseId, binId = null, partId, owner, condition, batchNo = '', serialNo = '' } = row;
    carries.set(key, {
      ...{ warehouseId, binId, partId, owner, condition, batchNo, serialNo, scope: row._scope.replace(/\.h$/, '') },
      ...{ qtyMilli: row.qtyMilli, valueFen: row.valueFen, lastSeq: row.seq, lastMoveAtMs: row.effectiveAtMs },
    });
    return;
  }
  carry.qtyMilli += row.qtyMilli;
  carry.valueFen += row.valueFen;
  carry.lastSeq = row.seq;
  carry.lastMoveAtMs = Math.max(carry.lastMoveAtMs, row.effectiveAtMs);
}

/** Room to group by key all the keys of the company at once: half a million take 140 MB (PostgreSQL gives twice this to grouping). */
const PROOF_MEMORY = '128MB';

/**
 * Stock keys whose balance is not the sum of their movements, or that have the one without the other; an empty list is what the
 * nightly check must find. One pass over both tables: every movement counts for its key and the balance against it.
 */
export async function unbalancedKeys({ db }: { db: Kysely<CentralTables> }): Promise<{ partId: string }[]> {
  // to the end of the transaction it is asked in
  await sql`select set_config('work_mem', ${PROOF_MEMORY}, true)`.execute(db);
  const { rows } = await sql<{ partId: string }>`
    select part_id from
      (select warehouse_id, coalesce(bin_id, '') as bin, part_id, owner, condition, batch_no, serial_no,
              qty_milli::bigint as qty, value_fen::bigint as val, 0 as balances from stock_movement
       union all
       select warehouse_id, coalesce(bin_id, ''), part_id, owner, condition, batch_no, serial_no,
              -qty_milli, -value_fen, 1 from stock_balance) of_key
     group by warehouse_id, bin, part_id, owner, condition, batch_no, serial_no
    having sum(qty) <> 0 or sum(val) <> 0 or sum(balances) <> 1 or count(*) = 1`.execute(db);
  return rows;
}
