import { localRows } from './local-store.ts';
import type { Desktop } from './world.ts';

interface Found {
  id: string;
  no: string;
  version: number;
}

/** The first row, or an error that says what is missing. */
export function one<Row>(rows: readonly Row[], what: string): Row {
  const [row] = rows;
  if (row === undefined) throw new Error(`the demo company has no ${what}`);
  return row;
}

/** A statement in this state, with whatever more is asked of it. */
export const statementIn = (desktop: Desktop, status: string, more = ''): Found & { payableFen: number } =>
  one(
    localRows<{ id: string; no: string; version: number; payableFen: number }>(
      desktop,
      `select id, no, _v as version, payable_fen as payableFen from statement where status = ? ${more} order by no limit 1`,
      status,
    ),
    `statement in ${status}`,
  );
