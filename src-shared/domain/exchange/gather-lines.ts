import { cellText } from './cell.ts';
import { checkThing } from './check-thing.ts';
import type { KindDefinition, LineRules } from './field-definition.ts';
import { differingField, KEY_JOINER, keyOf, type GatheredThing, type Gathering, type RowPlacer } from './gathering.ts';
import type { FieldValue } from './parse-value.ts';
import { rowText, type ReadRow, type RowFinding } from './read-row.ts';

interface OpenThing {
  key: string;
  first: ReadRow;
  rows: ReadRow[];
}

/**
 * Rows with one key are the lines of one thing. Two rows that look alike but come from different columns are told apart by
 * the whole row, so a repeat is known before it is read.
 */
export function gatherLines(gathering: Gathering, rules: LineRules): RowPlacer {
  const { definition, keyFields, reader, repeats } = gathering;
  const open = new Map<string, OpenThing>();
  const firstRowByContent = new Map<string, number>();
  return {
    isKnown(rowNo, cells) {
      const content = cells.map(cellText).join(KEY_JOINER);
      const sameAsRowNo = firstRowByContent.get(content);
      if (sameAsRowNo === undefined) firstRowByContent.set(content, rowNo);
      else repeats.push({ rowNo, sameAsRowNo });
      return sameAsRowNo !== undefined;
    },
    place(row) {
      const key = keyOf(keyFields, row.values);
      const thing = open.get(key);
      if (thing === undefined) {
        open.set(key, { key, first: row, rows: [row] });
        return true;
      }
      const differing = differingField(definition, row.values, thing.first.values);
      if (differing === undefined) thing.rows.push(row);
      else {
        row.findings.push({
          ...{ rowNo: row.rowNo, field: differing.key, value: rowText(reader, row, differing.key) },
          ...{ reason: rules.reasons.disagree },
          details: { otherRowNo: thing.first.rowNo, otherValue: rowText(reader, thing.first, differing.key) ?? '' },
        });
      }
      return true;
    },
    close: () => {
      closeThings(gathering, open);
    },
  };
}

function closeThings(gathering: Gathering, open: ReadonlyMap<string, OpenThing>): void {
  const { definition, kind, findings } = gathering;
  const things: GatheredThing[] = [];
  for (const one of open.values()) {
    const thing = { key: one.key, rowNos: one.rows.map((row) => row.rowNo), values: thingValues(definition, one) };
    const problems = checkThing(kind, thing.values);
    if (problems.length === 0) things.push(thing);
    else findings.push(...findingsOf(one, problems));
  }
  sortThings(definition, things);
  for (const thing of things) gathering.take(thing);
}

/** The problems of a thing at its rows; a row that has none of its own is told which row keeps it out. */
function findingsOf(one: OpenThing, problems: ReturnType<typeof checkThing>): RowFinding[] {
  return one.rows.flatMap((row): RowFinding[] => {
    const own = problems.filter((problem) => problem.rowNo === null || problem.rowNo === row.rowNo);
    if (own.length > 0) return own.map((problem) => ({ ...problem, rowNo: row.rowNo }));
    const otherRowNo = problems[0]?.rowNo ?? one.first.rowNo;
    return [{ rowNo: row.rowNo, field: null, value: null, reason: 'other-row-refused', details: { otherRowNo } }];
  });
}

function sortThings({ orderedBy }: KindDefinition, things: GatheredThing[]): void {
  if (orderedBy.length === 0) return;
  const placeOf = (values: Readonly<Record<string, unknown>>): string =>
    String(orderedBy.map((key) => values[key]).find((value) => value !== undefined && value !== null) ?? '');
  things.sort((left, right) => {
    const [first, second] = [placeOf(left.values), placeOf(right.values)];
    return first < second ? -1 : first > second ? 1 : 0;
  });
}

function thingValues({ lines, fields }: KindDefinition, thing: OpenThing): Record<string, unknown> {
  const perRow = new Set(fields.filter((field) => field.perRow).map((field) => field.key));
  const head = Object.entries(thing.first.values).filter(([key]) => !perRow.has(key));
  return {
    ...Object.fromEntries(head),
    lines: thing.rows.map((row) => {
      const line: Record<string, FieldValue> = { rowNo: row.rowNo };
      for (const [key, value] of Object.entries(row.values)) if (perRow.has(key)) line[key] = value;
      lines?.complete?.(line);
      return line;
    }),
  };
}
