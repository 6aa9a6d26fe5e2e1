import { oc } from '@orpc/contract';
import { z } from 'zod';
import { Filter, Sort } from './query.ts';
import { InstantMs, RowId } from './values.ts';

/** What a person's screens remember from one start to the next: a name of the screens' own and a value as JSON text. */
export const Remembered = z.object({ name: z.string().min(1).max(80), json: z.string().max(1_000_000) });
export type Remembered = z.infer<typeof Remembered>;

/** How one column stands in a list; columns that are not named stand as the list has them. */
export const ColumnView = z.object({
  key: z.string().max(64),
  hidden: z.boolean(),
  pinned: z.boolean(),
  widthPixels: z.int().min(20).max(2000).nullable(),
});
export type ColumnView = z.infer<typeof ColumnView>;

/** What a scheme keeps of a list: its conditions, order and columns (grid-excel-print §3.3). */
export const SchemeBody = z.object({
  filters: z.array(Filter).max(50),
  sort: z.array(Sort).max(4),
  columns: z.array(ColumnView).max(100),
});
export type SchemeBody = z.infer<typeof SchemeBody>;

/** The name of a list of the screens, as `claims`; schemes of one list mean nothing to another. */
export const ListName = z.string().regex(/^[a-z][a-zA-Z.]{0,39}$/);
export const SchemeName = z.string().trim().min(1).max(40);

export const QueryScheme = z.object({
  id: RowId,
  list: ListName,
  name: SchemeName,
  body: SchemeBody,
  /** True when everybody has it. */
  shared: z.boolean(),
  /** True when the signed-in person may change it. */
  mine: z.boolean(),
  ownerName: z.string(),
  updatedAtMs: InstantMs,
});
export type QueryScheme = z.infer<typeof QueryScheme>;

export const viewsContract = {
  /** Everything the signed-in person's screens remember on this desktop. */
  recall: oc.input(z.object({})).output(z.array(Remembered)),
  remember: oc.input(Remembered).output(z.object({ name: z.string() })),
  /** The person's own schemes of a list and those that others have shared. */
  schemes: oc.input(z.object({ list: ListName })).output(z.array(QueryScheme)),
  /** A new scheme, or with `id` one of the person's own in its new form; sharing and taking back go to the server. */
  saveScheme: oc
    .input(
      z.object({
        id: RowId.nullable(),
        list: ListName,
        name: SchemeName,
        body: SchemeBody,
        shared: z.boolean(),
      }),
    )
    .output(z.object({ id: RowId })),
  deleteScheme: oc.input(z.object({ id: RowId })).output(z.object({ id: RowId })),
};
