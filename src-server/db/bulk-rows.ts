import { sql, type Insertable, type Kysely, type RawBuilder, type Selectable } from 'kysely';
import type { CentralTables } from './central-tables.generated.ts';

export type TableName = keyof CentralTables & string;
type RowChange<T extends TableName> = Partial<Selectable<CentralTables[T]>> & { id: string };

/** Rows of one statement. One JSON parameter carries them, so a statement's size does not depend on the columns. */
const ROWS_PER_STATEMENT = 2000;

/** Inserts many rows by few statements; all rows name the same columns, the others take their defaults. */
export async function insertRows<T extends TableName>(
  db: Kysely<CentralTables>,
  table: T,
  rows: readonly Insertable<CentralTables[T]>[],
): Promise<void> {
  for (const { columns, json } of statementsOf(rows)) {
    const names = sql.join(columns.map((column) => sql.ref(column)));
    await sql`insert into ${sql.table(table)} (${names}) select ${names} from ${recordset(table, json)} as d`.execute(
      db,
    );
  }
}

/** Sets the named columns of many rows by their ids with few statements; all rows name the same columns. */
export async function updateRows<T extends TableName>(
  db: Kysely<CentralTables>,
  table: T,
  rows: readonly RowChange<T>[],
): Promise<void> {
  for (const { columns, json } of statementsOf(rows)) {
    const changed = columns.filter((column) => column !== 'id');
    const settings = changed.map((column) => sql`${sql.id(snakeCase(column))} = d.${sql.id(snakeCase(column))}`);
    await sql`update ${sql.table(table)} as t set ${sql.join(settings)}
      from ${recordset(table, json)} as d where t.id = d.id`.execute(db);
  }
}

/** A condition `column = any(values)` whose plan and size do not grow with the number of values. */
export function isAnyOf(column: string, values: Iterable<string>): RawBuilder<boolean> {
  const json = JSON.stringify([...new Set(values)]);
  return sql<boolean>`${sql.ref(column)} in (select jsonb_array_elements_text(${json}::jsonb))`;
}

/**
 * The named columns of the rows whose `match.column` is one of the values. Made for many thousands of rows: only what is
 * named travels, and the columns are named for the code by the store itself rather than row by row in this process.
 */
export async function readColumns<T extends TableName, C extends keyof Selectable<CentralTables[T]> & string>(
  db: Kysely<CentralTables>,
  table: T,
  columns: readonly C[],
  match: { column: keyof Selectable<CentralTables[T]> & string; values: Iterable<string> },
): Promise<Pick<Selectable<CentralTables[T]>, C>[]> {
  const named = columns.map((column) => sql`${sql.ref(snakeCase(column))} as ${sql.id(column)}`);
  const { rows } = await sql<Pick<Selectable<CentralTables[T]>, C>>`select ${sql.join(named)}
    from ${sql.table(snakeCase(table))} where ${isAnyOf(snakeCase(match.column), match.values)}`.execute(
    db.withoutPlugins(),
  );
  return rows;
}

/**
 * Takes `count` numbers of each series at once and returns the last one taken of each. The rows stay locked until the
 * transaction ends; keys are taken in code-unit order so that two takers never wait for each other crosswise.
 */
export async function takeDocumentNumbers(
  db: Kysely<CentralTables>,
  counts: ReadonlyMap<string, number>,
): Promise<Map<string, number>> {
  if (counts.size === 0) return new Map();
  const wanted = [...counts].sort(([a], [b]) => (a < b ? -1 : 1));
  const json = JSON.stringify(wanted.map(([key, count]) => ({ key, count })));
  const taken = await sql<{ sequenceKey: string; lastValue: number }>`
    insert into document_sequence (sequence_key, last_value)
    select d.key, d.count from jsonb_to_recordset(${json}::jsonb) as d(key text, count bigint) order by d.key collate "C"
    on conflict (sequence_key) do update set last_value = document_sequence.last_value + excluded.last_value
    returning sequence_key, last_value`.execute(db);
  return new Map(taken.rows.map((row) => [row.sequenceKey, Number(row.lastValue)]));
}

function recordset(table: string, json: string): RawBuilder<unknown> {
  return sql`jsonb_populate_recordset(null::${sql.table(table)}, ${json}::jsonb)`;
}

function* statementsOf(rows: readonly object[]): Generator<{ columns: string[]; json: string }> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  for (let start = 0; start < rows.length; start += ROWS_PER_STATEMENT) {
    const piece = rows.slice(start, start + ROWS_PER_STATEMENT);
    yield { columns, json: JSON.stringify(piece.map(withSnakeCaseKeys)) };
  }
}

function withSnakeCaseKeys(row: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [snakeCase(key), value]));
}

function snakeCase(name: string): string {
  return name.startsWith('_') ? name : name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
