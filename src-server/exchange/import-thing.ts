import type { ImportThingResult } from '../../src-shared/contract/commands.ts';
import type { RowIssue } from '../../src-shared/contract/exchange.contract.ts';
import { checkThing } from '../../src-shared/domain/exchange/check-thing.ts';
import type { ThingKind, ThingValuesByKind } from '../../src-shared/domain/exchange/things.ts';
import type { ErrorDetails } from '../../src-shared/errors.ts';

/** A thing of a file that passed the checks of its kind. */
export interface CheckedThing<K extends ThingKind> {
  key: string;
  rowNos: readonly number[];
  values: ThingValuesByKind[K];
}

export interface SentThing {
  key: string;
  rowNos: readonly number[];
  values: Readonly<Record<string, unknown>>;
}

export type ThingOutcome = Omit<ImportThingResult, 'key'>;

/** What stands in the way of taking a thing in, told at its first row. */
export function refusedThing(
  thing: { rowNos: readonly number[] },
  reason: string,
  more: { field?: string; value?: string | null; details?: ErrorDetails } = {},
): ThingOutcome {
  const { field = null, value = null, details = {} } = more;
  return {
    outcome: 'refused',
    targetId: null,
    issues: [{ rowNo: thing.rowNos[0] ?? 0, field, value, reason, details }],
  };
}

/** The same checks as on the desktop, over what arrived; an empty list means the thing is of its kind. */
export function issuesOf(kind: ThingKind, thing: SentThing): RowIssue[] {
  return checkThing(kind, thing.values).map((finding) => ({
    rowNo: finding.rowNo ?? thing.rowNos[0] ?? 0,
    field: finding.field,
    value: finding.value,
    reason: finding.reason,
    details: finding.details as RowIssue['details'],
  }));
}

/** The columns of `wanted` that differ from the row; a value that is absent keeps what the row has. */
export function changedColumns<Row extends object>(
  row: Row,
  wanted: { [Column in keyof Row]?: Row[Column] | undefined },
): Partial<Row> {
  const changed: Partial<Row> = {};
  for (const column of Object.keys(wanted) as (keyof Row)[]) {
    const value = wanted[column];
    if (value !== undefined && value !== row[column]) changed[column] = value as Row[keyof Row];
  }
  return changed;
}
