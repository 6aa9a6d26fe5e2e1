import { checkThing } from './check-thing.ts';
import type { ThingFinding } from './field-definition.ts';
import { differingField, KEY_JOINER, keyOf, type Gathering, type GatheredThing, type RowPlacer } from './gathering.ts';
import { rowText, type ReadRow } from './read-row.ts';

/**
 * Every clean row is a thing. Of a key that has come only its place on the shelf is kept, or, when its row was refused by a
 * rule of the kind, the row's values: a file of 300,000 rows must not lie in memory.
 */
export function gatherRows(gathering: Gathering): RowPlacer {
  const { definition, keyFields } = gathering;
  const places = new Map<string, number>();
  const refused: GatheredThing[] = [];
  const thingAt = (place: number): GatheredThing | undefined =>
    place >= 0 ? gathering.recall(place) : refused[-1 - place];

  return {
    isKnown: () => false,
    place(row) {
      const isAppended = definition.mode === 'append';
      const key = isAppended ? `row${KEY_JOINER}${String(row.rowNo)}` : keyOf(keyFields, row.values);
      const place = isAppended ? undefined : places.get(key);
      const known = place === undefined ? undefined : thingAt(place);
      if (known !== undefined) return compare(gathering, row, known);
      const thing = { key, rowNos: [row.rowNo], values: row.values };
      const problems = [...checkThing(gathering.kind, row.values), ...judged(gathering, row)];
      for (const problem of problems) row.findings.push({ ...problem, rowNo: row.rowNo });
      const newPlace = problems.length === 0 ? gathering.take(thing) : -refused.push(thing);
      if (!isAppended) places.set(key, newPlace);
      return true;
    },
    close: () => undefined,
  };
}

/** The errors of the judge; its warnings are kept only when the row has none. */
function judged({ judge, reader, warnings }: Gathering, row: ReadRow): readonly ThingFinding[] {
  if (judge === null) return [];
  const found = judge(row.values, (field) => rowText(reader, row, field));
  if (found.errors.length === 0) for (const warning of found.warnings) warnings.push({ ...warning, rowNo: row.rowNo });
  return found.errors;
}

/** False when the row repeats the thing of its key; a row that says something else is told where the first one stands. */
function compare({ definition, keyFields, reader, repeats }: Gathering, row: ReadRow, known: GatheredThing): boolean {
  const firstRowNo = known.rowNos[0] ?? row.rowNo;
  const differing = differingField(definition, row.values, known.values);
  if (differing === undefined) {
    repeats.push({ rowNo: row.rowNo, sameAsRowNo: firstRowNo });
    return false;
  }
  const field = (keyFields[0] ?? differing).key;
  row.findings.push({
    ...{ rowNo: row.rowNo, field, value: rowText(reader, row, field), reason: 'key-already-in-file' },
    details: { otherRowNo: firstRowNo },
  });
  return true;
}
