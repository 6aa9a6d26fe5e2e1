import type { WireSchema } from '../../src-shared/contract/released-schemas.ts';
import { CURRENT_SCHEMA, projector, schemaOf } from './schema-versions.ts';
import { maskRows, type Withheld } from './withheld.ts';

/** How one caller sees rows: in the columns of his program, without what is withheld from him. */
export interface RowShape {
  schema: WireSchema;
  withheld: readonly Withheld[];
}

/**
 * The row texts as the caller gets them; null when his program does not know the table. `writtenAs` is the schema of the
 * texts: the present one when null or no longer known.
 */
export function shapeRows(
  shape: RowShape,
  rows: { tbl: number; texts: readonly string[]; writtenAs: string | null },
): readonly string[] | null {
  const from = rows.writtenAs === null ? CURRENT_SCHEMA : (schemaOf(rows.writtenAs) ?? CURRENT_SCHEMA);
  const project = projector(rows.tbl, from, shape.schema);
  if (project === null) return null;
  const columns = from.tables.find(({ id }) => id === rows.tbl)?.columns ?? [];
  return project(
    maskRows(
      columns,
      shape.withheld.filter(({ tbl }) => tbl === rows.tbl),
      rows.texts,
    ),
  );
}

/** Nearly every caller has the present columns and nothing withheld: then the text goes out as PostgreSQL made it. */
export function isPlain(shape: RowShape, tbl: number | null = null): boolean {
  return shape.schema === CURRENT_SCHEMA && !shape.withheld.some((each) => tbl === null || each.tbl === tbl);
}
