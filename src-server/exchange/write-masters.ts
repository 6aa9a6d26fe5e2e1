import { sql, type Kysely } from 'kysely';
import type { PlainValues } from '../../src-shared/domain/exchange/things.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import { insertRows, isAnyOf, updateRows, type TableName } from '../db/bulk-rows.ts';
import { changedColumns, refusedThing, type ThingOutcome } from './import-thing.ts';

type Value = string | number | null;
export type MasterRow = Record<string, Value | undefined>;
interface Thing {
  rowNos: readonly number[];
  values: PlainValues;
}

/** A code of the file that stands for a row of another table. */
interface Reference {
  table: TableName;
  codeColumn: string;
  /** The column of the own row that takes the other row's id. */
  idColumn: string;
  /** Told when there is no such row; null = the id stays empty. */
  reason: string | null;
}

/** How the things of a kind become rows of one table: everything the writer knows of the kind. */
export interface MasterTable {
  table: TableName;
  /** Columns that name a row together. */
  keyColumns: readonly string[];
  /** The one of them by which stored rows are found; the most telling one. */
  lookupColumn: string;
  /** Column of each field; a field that is not named here is not stored itself. */
  columns: Readonly<Record<string, string>>;
  references?: Readonly<Record<string, Reference>>;
  /** Columns of new rows for which the file says nothing; a null of the file takes them too. */
  defaults?: MasterRow;
  /** Columns worked out from the values of the file, where the file does not name them itself. */
  derive?: (values: PlainValues) => MasterRow;
}

/** Sets the rows of a table by their key: new ones are made, known ones changed where the file says something else. */
export async function writeMasters(
  context: CommandContext,
  master: MasterTable,
  things: readonly Thing[],
): Promise<ThingOutcome[]> {
  const ids = await referencedIds(context, master, things);
  const wanted = things.map((thing) => wantedRow(master, thing, ids));
  const known = await knownRows(
    context,
    master,
    wanted.flatMap((row) => ('outcome' in row ? [] : [row.columns])),
  );
  const added: MasterRow[] = [];
  const changes: (MasterRow & { id: string })[] = [];
  const outcomes = wanted.map((row): ThingOutcome => {
    if ('outcome' in row) return row;
    const stored = known.get(keyOf(master, row.columns));
    if (stored === undefined) {
      const id = context.newId();
      added.push({ ...rowIdentity(id, 'g'), ...master.defaults, ...withoutNulls(row.columns, master.defaults) });
      return { outcome: 'created', targetId: id, issues: [] };
    }
    const id = String(stored['id']);
    const changed = changedColumns(stored, withoutNulls(row.columns, master.defaults));
    if (Object.keys(changed).length === 0) return { outcome: 'unchanged', targetId: id, issues: [] };
    changes.push({ ...changed, id });
    return { outcome: 'updated', targetId: id, issues: [] };
  });
  for (const rows of alike(added)) await insertRows(context.db, master.table, rows as never);
  for (const rows of alike(changes)) await updateRows(context.db, master.table, rows as never);
  return outcomes;
}

type Ids = ReadonlyMap<string, ReadonlyMap<string, string>>;

async function referencedIds(
  { db }: CommandContext,
  { references = {} }: MasterTable,
  things: readonly Thing[],
): Promise<Ids> {
  const ids = new Map<string, Map<string, string>>();
  for (const [field, { table, codeColumn }] of Object.entries(references)) {
    const codes = things.flatMap(({ values }) => (typeof values[field] === 'string' ? [values[field]] : []));
    const { rows } = await sql<{ id: string; code: string }>`
      select id, ${sql.ref(codeColumn)} as code from ${sql.table(table)} where ${isAnyOf(codeColumn, codes)}`.execute(
      db,
    );
    ids.set(field, new Map(rows.map((row) => [row.code, row.id])));
  }
  return ids;
}

/** The columns the file names for this thing; what the file does not map is absent. */
function wantedRow(master: MasterTable, thing: Thing, ids: Ids): { columns: MasterRow } | ThingOutcome {
  const { values } = thing;
  const columns: MasterRow = {};
  for (const [field, column] of Object.entries(master.columns)) {
    if (values[field] !== undefined) columns[column] = stored(values[field]);
  }
  for (const [field, { idColumn, reason }] of Object.entries(master.references ?? {})) {
    const code = values[field];
    if (code === undefined) continue;
    const id = typeof code === 'string' ? (ids.get(field)?.get(code) ?? null) : null;
    if (id === null && code !== null && code !== '' && reason !== null) {
      return refusedThing(thing, reason, { field, value: String(code) });
    }
    columns[idColumn] = id;
  }
  for (const [column, value] of Object.entries(master.derive?.(values) ?? {})) columns[column] ??= value;
  for (const column of master.keyColumns) columns[column] ??= master.defaults?.[column] ?? '';
  return { columns };
}

function stored(value: string | number | boolean | null): Value {
  return typeof value === 'boolean' ? Number(value) : value;
}

/** A null is left to the default of a column that has one. */
function withoutNulls(columns: MasterRow, defaults: MasterRow = {}): MasterRow {
  return Object.fromEntries(Object.entries(columns).filter(([name, value]) => value !== null || !(name in defaults)));
}

async function knownRows(
  { db }: CommandContext,
  master: MasterTable,
  wanted: readonly MasterRow[],
): Promise<Map<string, MasterRow>> {
  // The table is only known at run time; every table here has these columns, the test of the writers goes through all.
  const rows = (await (db as unknown as Kysely<Record<string, MasterRow>>)
    .selectFrom(master.table)
    .selectAll()
    .where(
      isAnyOf(
        master.lookupColumn,
        wanted.map((row) => String(row[master.lookupColumn] ?? '')),
      ),
    )
    .execute()) as MasterRow[];
  return new Map(rows.map((row) => [keyOf(master, row), row]));
}

function keyOf({ keyColumns }: MasterTable, row: MasterRow): string {
  return keyColumns.map((column) => String(row[column] ?? '')).join('\u001f');
}

/** Rows that name the same columns, together: one statement writes them. */
function alike<Row extends MasterRow>(rows: readonly Row[]): Row[][] {
  return [...Map.groupBy(rows, (row) => Object.keys(row).sort().join()).values()];
}
