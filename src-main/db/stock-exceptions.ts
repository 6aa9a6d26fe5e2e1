import type { ExceptionKind, ExceptionRow } from '../../src-shared/contract/stock-exceptions.contract.ts';
import type { ListOrder } from '../../src-shared/contract/query.ts';
import { FIRST_PLANNING_SETTINGS } from '../../src-shared/domain/parts/first-planning.ts';
import { STOCK_EXCEPTIONS, type StockException } from '../../src-shared/domain/parts/stock-exceptions.ts';
import { CLOCK_EXCEPTIONS, SHEET_EXCEPTIONS, UNBOOKED_EXCEPTIONS } from '../counts/sheet-exceptions.ts';
import { PROMISE_EXCEPTIONS, ROAD_EXCEPTIONS } from '../logistics/road-exceptions.ts';
import { LEDGER_EXCEPTIONS } from '../parts/ledger-exceptions.ts';
import { ERP_EXCEPTIONS } from '../reconciliation/erp-exceptions.ts';
import { columnsOf, listOrder, listPage, type OrderAsked, type PageAsked, type RoomSource } from './room-list.ts';
import type { ReadStores } from './stores.ts';

/** What every room of stock knows of its own. */
const SOURCES: Readonly<Record<StockException, string>> = {
  ...LEDGER_EXCEPTIONS,
  PROMISE: PROMISE_EXCEPTIONS,
  ROAD: ROAD_EXCEPTIONS,
  ERP: ERP_EXCEPTIONS,
  UNBOOKED: UNBOOKED_EXCEPTIONS,
  SHEET: SHEET_EXCEPTIONS,
  CLOCK: CLOCK_EXCEPTIONS,
};

/** Days for which what is over and done is still shown. */
const DAYS = `coalesce((select cast(value_json as integer) from setting where setting_key = 'exceptionDays'),
  ${String(FIRST_PLANNING_SETTINGS.exceptionDays)})`;

/** One kind as a list; `@sinceMs` of a source stands for the beginning of the days that are looked at. */
function listOf(kind: StockException): RoomSource {
  const sinceMs = `((unixepoch('now') - ${DAYS} * 86400) * 1000)`;
  return {
    from: `(select '${kind}' as kind, e.* from (${SOURCES[kind].replaceAll('@sinceMs', sinceMs)}) e) s`,
    columns: columnsOf('id kind warehouseName docNo partText note', 'atMs qtyMilli valueFen'),
    textCondition: `(s.docNo like @contains escape '\\' or s.partText like @contains escape '\\'
      or s.warehouseName like @contains escape '\\' or s.note like @contains escape '\\'
      or (@isLetters and name_initials(s.warehouseName) like @contains))`,
    firstOrder: ['s.atMs'],
    totals: 'coalesce(sum(s.valueFen), 0) as valueFen',
  };
}

interface OfKind {
  kind: StockException;
}

/** One page of the rows of a kind. */
export function exceptionPage(
  stores: ReadStores,
  { kind, ...asked }: OfKind & PageAsked,
): { rows: ExceptionRow[]; total: number; totals: { valueFen: number } } {
  return listPage(stores, listOf(kind), asked);
}

/** The ids of all rows of a kind, in their order. */
export function exceptionOrder(stores: ReadStores, { kind, ...asked }: OfKind & OrderAsked): ListOrder {
  return listOrder(stores, listOf(kind), asked);
}

/** How much there is of every kind, the oldest of it and what it is worth. */
export function exceptionKinds(
  { replicaFile: file }: ReadStores,
  _input: object,
): { kinds: ExceptionKind[]; days: number } {
  const kinds = STOCK_EXCEPTIONS.map((kind): ExceptionKind => {
    const row = file
      .prepare(
        `select count(*) as number, min(s.atMs) as oldestAtMs, sum(s.valueFen) as valueFen from ${listOf(kind).from}`,
      )
      .get() as Omit<ExceptionKind, 'kind'>;
    return { kind, ...row };
  });
  return { kinds, days: file.prepare(`select ${DAYS}`).pluck().get() as number };
}

/** Asked for by the parts room, joined here of what the rooms know. */
export const stockExceptionTasks = {
  'parts.exceptionKinds': exceptionKinds,
  'parts.exceptions': exceptionPage,
  'parts.exceptionOrder': exceptionOrder,
};
