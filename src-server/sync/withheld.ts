import { sql, type Kysely } from 'kysely';
import { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';
import type { CentralTables } from '../db/central-tables.generated.ts';

type Db = Kysely<CentralTables>;

/** Columns of single rows that one user's desktops must not hold: not hidden there, not on the disk (stock, finding 9). */
export interface Withheld {
  tbl: number;
  columns: readonly string[];
  pks: readonly string[];
}

export interface WithholdRequest {
  userIds: readonly string[];
  table: string;
  columns: readonly string[];
  pks: readonly string[];
  /** What it is withheld for, so that all of it can be released together: a count sheet. */
  heldFor?: string;
}

/** Columns that may be empty in the replica, required in the central store or not (replica steps 0220 and 0395): no question is asked. */
const MAY_BE_MISSING: Readonly<Record<string, readonly string[]>> = {
  stock_movement: ['qty_milli', 'value_fen'],
  stock_balance: ['qty_milli', 'value_fen'],
  count_entry: ['qty_entered_milli', 'qty_milli'],
  count_adjustment_line: ['qty_milli', 'value_fen'],
  erp_balance: ['qty_milli', 'value_micro'],
  count_line: [
    ...['book_qty_milli', 'expected_milli', 'final_milli', 'variance_milli', 'variance_fen', 'variance_bp', 'within'],
    ...['triggers_json', 'reported_milli', 'unit_cost_fen', 'counted_at_ms', 'counted_by'],
  ],
  preparation_line: [
    ...['available_milli', 'backlog_milli', 'position_milli', 'net_milli', 'want_milli', 'vor_want_milli'],
    ...['supply_milli', 'wanted_milli', 'proposed_milli', 'confirmed_milli'],
  ],
  purchase_request_line: [
    ...['wanted_milli', 'supply_milli', 'short_milli', 'above_milli', 'open_milli', 'qty_milli', 'proposed_milli'],
    'value_fen',
  ],
};

/**
 * From this transaction on the users' desktops get null in these columns of these rows, and what they hold is
 * overwritten: the rows pass through the feed once more. The columns must allow null in the
 * replica. A second call for a row replaces the columns of the first.
 */
export async function withhold(transaction: Db, request: WithholdRequest): Promise<void> {
  const table = tableOf(request.table);
  const columns = request.columns.join(',');
  if (request.pks.length === 0 || request.userIds.length === 0) return;
  await assertNullable(transaction, request);
  const heldFor = request.heldFor ?? null;
  // What is withheld like this already is not touched: whoever ends it holds its row and may be waiting for the caller.
  await sql`insert into sync_withheld (user_id, tbl, pk, columns, held_for)
    select user_id, ${table.id}, pk, ${columns}, ${heldFor}
      from unnest(${[...request.pks]}::text[]) as d(pk), unnest(${[...request.userIds]}::text[]) as u(user_id)
     where not exists (select 1 from sync_withheld w where w.user_id = u.user_id and w.tbl = ${table.id} and w.pk = d.pk
                          and w.columns = ${columns} and w.held_for is not distinct from ${heldFor}::text)
    on conflict (user_id, tbl, pk) do update set columns = excluded.columns, held_for = excluded.held_for`.execute(
    transaction,
  );
  await sendAgain(transaction, table.id, request.pks);
}

/** Ends the withholding of these rows: the users' desktops get them whole with the next batch. */
export async function release(transaction: Db, request: Omit<WithholdRequest, 'columns'>): Promise<void> {
  const table = tableOf(request.table);
  await transaction
    .deleteFrom('syncWithheld')
    .where('userId', 'in', [...request.userIds, ''])
    .where('tbl', '=', table.id)
    .where('pk', 'in', [...request.pks, ''])
    .execute();
  await sendAgain(transaction, table.id, request.pks);
}

/** Ends everything that was withheld for one thing, from everybody. */
export async function releaseHeldFor(transaction: Db, heldFor: string): Promise<void> {
  const rows = await transaction
    .deleteFrom('syncWithheld')
    .where('heldFor', '=', heldFor)
    .returning(['tbl', 'pk'])
    .execute();
  for (const [tbl, group] of Map.groupBy(rows, (row) => row.tbl)) {
    await sendAgain(transaction, tbl, [...new Set(group.map(({ pk }) => pk))]);
  }
}

/** Whether anything at all is withheld from a user; nearly always nothing is. */
export async function hasWithheld(db: Db, userId: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (select 1 from sync_withheld where user_id = ${userId}) as found`.execute(db);
  return rows[0]?.found === true;
}

/** What of these rows is withheld from a user: a sheet of 20,000 lines withholds many times as many rows for weeks. */
export async function readWithheldAmong(
  db: Db,
  userId: string,
  rows: readonly { tbl: number; pk: string }[],
): Promise<Withheld[]> {
  const found = await sql<{ tbl: number; pk: string; columns: string }>`
    select w.tbl, w.pk, w.columns
      from unnest(${rows.map(({ tbl }) => tbl)}::smallint[], ${rows.map(({ pk }) => pk)}::text[]) as d(tbl, pk)
      join sync_withheld w on w.user_id = ${userId} and w.tbl = d.tbl and w.pk = d.pk`.execute(db);
  return grouped(found.rows);
}

/** What is withheld from a user now, by table; nearly always nothing. */
export async function readWithheld(db: Db, userId: string): Promise<Withheld[]> {
  const rows = await db.selectFrom('syncWithheld').selectAll().where('userId', '=', userId).orderBy('pk').execute();
  return grouped(rows);
}

function grouped(rows: readonly { tbl: number; pk: string; columns: string }[]): Withheld[] {
  const groups = Map.groupBy(rows, (row) => `${String(row.tbl)} ${row.columns}`);
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return [{ tbl: first.tbl, columns: first.columns.split(','), pks: group.map((row) => row.pk) }];
  });
}

/** The JSON texts of rows of one table with withheld cells set to null; the texts themselves where nothing is withheld. */
export function maskRows(
  columns: readonly string[],
  withheld: readonly Withheld[],
  rows: readonly string[],
): readonly string[] {
  if (withheld.length === 0) return rows;
  const own = withheld.map((each) => ({ ...each, pks: new Set(each.pks) }));
  return rows.map((text) => {
    const cells = JSON.parse(text) as (string | number | null)[];
    const masks = own.filter(({ pks }) => pks.has(String(cells[0])));
    if (masks.length === 0) return text;
    for (const column of masks.flatMap((mask) => mask.columns)) {
      const place = columns.indexOf(column);
      if (place >= 0) cells[place] = null;
    }
    return JSON.stringify(cells);
  });
}

function tableOf(name: string): (typeof REPLICATED_TABLES)[number] {
  const table = REPLICATED_TABLES.find((each) => each.name === name);
  if (table === undefined) throw new Error(`${name} is not replicated`);
  return table;
}

/** A column that allows no null cannot be left empty on a desktop: it would refuse the whole batch. */
async function assertNullable(transaction: Db, request: WithholdRequest): Promise<void> {
  const known = new Set(MAY_BE_MISSING[request.table]);
  const asked = request.columns.filter((column) => !known.has(column));
  if (asked.length === 0) return;
  const { rows } = await sql<{ name: string }>`
    select column_name as name from information_schema.columns
    where table_schema = current_schema() and table_name = ${request.table} and is_nullable = 'YES'`.execute(
    transaction,
  );
  const nullable = new Set(rows.map((row) => row.name));
  const fixed = asked.filter((column) => !nullable.has(column));
  if (fixed.length > 0)
    throw new Error(`${request.table}: ${fixed.join(', ')} cannot be withheld, null is not allowed`);
}

/**
 * Sends rows once more as they are: noted like a change, without one. Nobody who posts or counts waits for it, and a history
 * of 100,000 rows is not written anew for two people.
 */
async function sendAgain(transaction: Db, table: number, pks: readonly string[]): Promise<void> {
  await sql`insert into sync_outbox (tbl, pk) select ${table}, pk from unnest(${[...pks]}::text[]) as d(pk)`.execute(
    transaction,
  );
}
