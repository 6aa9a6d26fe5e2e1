import { z } from 'zod';

/** One condition on one column; columns are looked up in the room's allow-list, never used as text in SQL. */
export const Filter = z.object({
  column: z.string().max(64),
  op: z.enum([
    'in',
    'notIn',
    'contains',
    'startsWith',
    'endsWith',
    'between',
    'atLeast',
    'atMost',
    'blank',
    'notBlank',
    /** A period counted from today, as `lastMonth`; the screen puts its dates in before it asks the store. */
    'period',
  ]),
  values: z.array(z.union([z.string().max(200), z.number()])).max(500),
});
export type Filter = z.infer<typeof Filter>;

export const Sort = z.object({ column: z.string().max(64), direction: z.enum(['asc', 'desc']) });
export type Sort = z.infer<typeof Sort>;

/** What a grid shows: conditions joined by "and", a quick search text, and an order (the id is always the last key). */
export const GridQuery = z.object({
  filters: z.array(Filter).max(50),
  text: z.string().max(200),
  sort: z.array(Sort).max(4),
});
export type GridQuery = z.infer<typeof GridQuery>;

export const PageRequest = z.object({ query: GridQuery, offset: z.int().min(0), limit: z.int().min(1).max(1000) });

/** The order of a list, to be held while a person works in it, and where one of its rows stands. */
export const OrderRequest = z.object({ query: GridQuery, anchorId: z.string().max(64).nullable() });
export const ListOrder = z.object({
  /** Null where there are more than a list holds. */
  ids: z.array(z.string()).nullable(),
  total: z.int(),
  /** Place of the row asked for; null when it is not in the list, or none was asked for. */
  place: z.int().nullable(),
});
export type ListOrder = z.infer<typeof ListOrder>;

/** Rows chosen by hand, or everything the query finds but a few (grid-excel-print §2.3). */
export const Selection = z.discriminatedUnion('mode', [
  z.object({ mode: z.literal('ids'), ids: z.array(z.string()).max(50_000) }),
  z.object({ mode: z.literal('query'), query: GridQuery, except: z.array(z.string()).max(50_000) }),
]);
export type Selection = z.infer<typeof Selection>;

/** Count, sum and control number a person confirmed; compared again before anything is queued (design §8). */
export const ControlTotal = z.object({ count: z.int().min(0), totalFen: z.int(), controlNo: z.int().min(0) });
export type ControlTotal = z.infer<typeof ControlTotal>;
