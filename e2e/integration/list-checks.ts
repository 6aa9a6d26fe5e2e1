import { expect } from 'vitest';
import { sql, type Kysely } from 'kysely';
import type { CentralTables } from '../../src-server/db/central-tables.generated.ts';
import type { ImportKind, ImportState, RowIssue } from '../../src-shared/contract/exchange.contract.ts';
import { warrantyClaims, type ExpectedList } from '../world/lists/expected-lists.ts';
import { LIST_MAPS as maps, type ListMap } from '../world/lists/list-maps.ts';

export interface ImportReport {
  ok: boolean;
  state: ImportState;
  issues: RowIssue[];
  preview?: { rowsRead: number; rowsRefused: number; things: number; rowsRepeated: number; valuesRounded: number };
  /** Where nothing was read: why. */
  reason?: string;
  details?: Record<string, unknown>;
}

/** `hedui import` on a file of the public lists, or on any file by its whole path; the written report. */
export type TakeList = (kind: ImportKind, file: string, map: ListMap, dryRun?: boolean) => Promise<ImportReport>;

/** Imports twice: the first time as expected, the second time nothing changes. */
export async function takeTwice(
  take: TakeList,
  list: { kind: ImportKind; file: string; map: ListMap; expected: ExpectedList },
): Promise<void> {
  const { kind, file, map, expected } = list;
  const first = await take(kind, file, map);
  expect({ file, ...countsOf(first.state) }, JSON.stringify(first.issues.slice(0, 3))).toEqual({
    ...{ file, state: 'done', rowsRead: expected.rows, rowsRefused: expected.refused },
    ...{ rowsRepeated: expected.repeated, created: expected.things, updated: 0, unchanged: 0 },
  });
  const again = await take(kind, file, map);
  expect({ file, ...countsOf(again.state) }).toMatchObject({ created: 0, updated: 0, unchanged: expected.things });
}

/** Claims of a list that names no vehicle: every row is refused, each at its place. */
export async function refusedWithoutVin(take: TakeList): Promise<void> {
  const wanted = warrantyClaims();
  const { state, issues } = await take('claims', '04-warranty-claims-fraud/df_Clean.csv', maps.warrantyClaims);
  expect(state).toMatchObject({ rowsRead: wanted.rows, rowsRefused: wanted.refused, created: 0 });
  expect(issues.filter((issue) => issue.reason === 'vehicle-not-named').map((issue) => issue.rowNo)).toEqual(
    Array.from({ length: wanted.rows }, (_, index) => index + 2),
  );
}

/** The one row of a query, its values as numbers. */
export async function sumOf(db: Kysely<CentralTables>, query: string): Promise<Record<string, number>> {
  const { rows } = await sql.raw<Record<string, unknown>>(query).execute(db);
  return Object.fromEntries(Object.entries(rows[0] ?? {}).map(([name, value]) => [name, Number(value)]));
}

function countsOf({ state, rowsRead, rowsRefused, rowsRepeated, created, updated, unchanged }: ImportState) {
  return { state, rowsRead, rowsRefused, rowsRepeated, created, updated, unchanged };
}
