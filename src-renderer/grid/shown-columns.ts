import type { TFunction } from 'i18next';
import type { GridExport } from '../../src-shared/contract/exchange.contract.ts';
import type { GridQuery } from '../../src-shared/contract/query.ts';
import type { QueryScheme, SchemeBody } from '../../src-shared/contract/views.contract.ts';
import type { ConditionColumn, GridColumn } from './columns.tsx';

/** About so many pixels a character takes in a grid. */
const PIXELS_PER_CHARACTER = 7;
/** A grid shows the month and day of a date and the end of a number; a workbook has them whole, and Excel shows #### for a date too wide. */
const LEAST_CHARACTERS: Partial<Record<GridExport['columns'][number]['kind'], number>> = {
  date: 12,
  day: 17,
  fen: 14,
  code: 18,
};

/** The columns of a grid as an export names them: in their order, with their headings in the user's language. */
export function shownColumns<Row>(columns: readonly GridColumn<Row>[], t: TFunction): GridExport['columns'] {
  return columns.flatMap((column) =>
    (column.leavesAs ?? [column]).map(({ key, header, kind }) => ({
      ...{ key, header: t(header), kind },
      widthCharacters: Math.min(
        60,
        Math.max(LEAST_CHARACTERS[kind] ?? 8, Math.round(column.width / PIXELS_PER_CHARACTER)),
      ),
      ...(column.words === undefined ? {} : { words: column.words }),
    })),
  );
}

/** The columns a question has conditions on, by their headings. */
export function conditionColumns<Row>(
  { filters }: GridQuery,
  columns: readonly ConditionColumn<Row>[],
  t: TFunction,
): GridExport['conditions'] {
  const named = columns.filter(({ key }) => filters.some((filter) => filter.column === key));
  return [...new Map(named.map((column) => [column.key, column])).values()].map(({ key, header, words }) => ({
    ...{ key, header: t(header) },
    ...(words === undefined ? {} : { words }),
  }));
}

/** The scheme that is exactly what is shown: its conditions, its order and its columns; null where none is. */
export function schemeShown(schemes: readonly QueryScheme[], shown: SchemeBody): QueryScheme | null {
  const wanted = markOf(shown);
  return schemes.find(({ body }) => markOf(body) === wanted) ?? null;
}

function markOf({ filters, sort, columns }: SchemeBody): string {
  return JSON.stringify([
    filters.map(({ column, op, values }) => [column, op, values]),
    sort.map(({ column, direction }) => [column, direction]),
    columns.flatMap(({ key, hidden }) => (hidden ? [] : [key])),
  ]);
}
