import { businessDateOf } from '../../src-shared/domain/units/business-date.ts';

const DAY_MS = 86_400_000;
const OPENING_PIECES = 100;
const OPENED_DAYS_AGO = 60;
/** Long before the cut-off: what has no partner from then is missing, not late. */
const BOOKED_DAYS_AGO = 20;

export interface Place {
  warehouse: { id: string; code: string; erpPlant: string; erpSloc: string };
  /** What lies in the warehouse already; the ERP agrees with it. */
  lying: readonly { partNo: string; qtyMilli: number }[];
  /** Parts that lie nowhere in it yet. */
  parts: readonly string[];
}

interface List {
  csv: string;
  rows: number;
}

export interface Books {
  place: Place;
  cutoffDate: string;
  opening: List;
  movements: List;
  erpDocuments: List;
  erpBalances: List & { qty: number };
  /** What must be found, by class in the order of their names: on how many keys, and what they add up to. */
  wanted: { class: string; keys: number; qtyMilli: number }[];
}

/** One entry: pieces, how many days before the cut-off, the document. */
interface Entry {
  pieces: number;
  daysAgo: number;
  docNo: string;
}

interface KeyBooks {
  ours: Entry[];
  erp: (Entry & { ref: string })[];
  /** What the balance of the ERP has beyond its documents. */
  erpMore: number;
  found: { class: string; pieces: number } | null;
}

/** What is wrong with one key in a hundred each; `pieces` is what both sides booked, `docNo` our document. */
const FAULTS: readonly ((books: KeyBooks, pieces: number, docNo: string) => KeyBooks)[] = [
  (books, pieces) => ({ ...books, erp: [], found: { class: 'MISSING_IN_ERP', pieces } }),
  (books, pieces, docNo) => ({
    ...books,
    erp: [...books.erp, { pieces: pieces + 3, daysAgo: BOOKED_DAYS_AGO, docNo: `9${docNo}`, ref: '' }],
    found: { class: 'MISSING_IN_SYSTEM', pieces: -pieces - 3 },
  }),
  (books) => ({
    ...books,
    erp: books.erp.map((entry) => ({ ...entry, pieces: entry.pieces + 2 })),
    found: { class: 'QTY_MISMATCH', pieces: -2 },
  }),
  (books, _pieces, docNo) => ({
    ...books,
    ours: [...books.ours, { pieces: 4, daysAgo: 1, docNo: `${docNo}-N` }],
    found: { class: 'TIMING_IN_TRANSIT', pieces: 4 },
  }),
  (books, pieces) => ({
    ...books,
    erp: books.erp.map((entry) => ({ ...entry, pieces: -entry.pieces })),
    found: { class: 'SIGN_ERROR', pieces: 2 * pieces },
  }),
  (books) => ({ ...books, erpMore: 6, found: { class: 'UNEXPLAINED', pieces: -6 } }),
  (books, pieces) => ({
    ...books,
    ours: books.ours.flatMap((entry) => [entry, entry]),
    found: { class: 'DUPLICATE_POSTING', pieces },
  }),
];

/** The books of both sides for a warehouse, and the differences that were put between them. */
export function makeBooks(place: Place): Books {
  const cutoffDate = businessDateOf(Date.now());
  const dateOf = (daysAgo: number): string => businessDateOf(Date.parse(`${cutoffDate}T04:00:00Z`) - daysAgo * DAY_MS);
  const { code, erpPlant, erpSloc } = place.warehouse;
  const keys = place.parts.map((partNo, at) => ({ partNo, at, ...booksOf(at) }));
  const balances = [
    ...place.lying.map(({ partNo, qtyMilli }) => ({ partNo, pieces: qtyMilli / 1000 })),
    ...keys.map(({ partNo, erp, erpMore }) => ({
      partNo,
      pieces: OPENING_PIECES + erpMore + erp.reduce((sum, { pieces }) => sum + pieces, 0),
    })),
  ];
  return {
    ...{ place, cutoffDate },
    opening: list(
      'warehousecode,partno,qty,unitcost,date',
      keys.map(({ partNo }) => [code, partNo, OPENING_PIECES, '12.50', dateOf(OPENED_DAYS_AGO)]),
    ),
    movements: list(
      'warehousecode,partno,type,qty,unitprice,date,docno',
      keys.flatMap(({ partNo, ours }) =>
        ours.map(({ pieces, daysAgo, docNo }) => [
          ...[code, partNo, 'RECEIPT', pieces, '12.50', `${dateOf(daysAgo)} 10:00`, docNo],
        ]),
      ),
    ),
    erpDocuments: list(
      'erpsystem,doctype,docno,lineno,partno,plant,sloc,qty,postingdate,reference',
      keys.flatMap(({ partNo, at, erp }) =>
        [openingOf(at), ...erp].map(({ pieces, daysAgo, docNo, ref }) => [
          ...['SAP', 'WE', docNo, 1, partNo, erpPlant, erpSloc, pieces, dateOf(daysAgo), ref],
        ]),
      ),
    ),
    erpBalances: {
      ...list(
        'erpsystem,extractdate,plant,sloc,partno,qty',
        balances.map(({ partNo, pieces }) => ['SAP', cutoffDate, erpPlant, erpSloc, partNo, pieces]),
      ),
      qty: balances.reduce((sum, { pieces }) => sum + pieces, 0),
    },
    wanted: wantedOf(keys),
  };
}

/** The ERP has the opening as a document that names nothing: it is found by its quantity and its day. */
function openingOf(at: number): Entry & { ref: string } {
  return { pieces: OPENING_PIECES, daysAgo: OPENED_DAYS_AGO, docNo: String(4_960_000_000 + at), ref: '' };
}

/** Both sides have one receipt that names its partner; the first keys of every hundred have a fault each. */
function booksOf(at: number): KeyBooks {
  const pieces = 5 + (at % 20);
  const docNo = `RK-${String(700_000 + at)}`;
  const sound: KeyBooks = {
    ours: [{ pieces, daysAgo: BOOKED_DAYS_AGO, docNo }],
    erp: [{ pieces, daysAgo: BOOKED_DAYS_AGO, docNo: String(4_970_000_000 + at), ref: `收货 ${docNo}` }],
    ...{ erpMore: 0, found: null },
  };
  return FAULTS[at % 100]?.(sound, pieces, docNo) ?? sound;
}

function wantedOf(keys: readonly KeyBooks[]): Books['wanted'] {
  const found = keys.flatMap((key) => (key.found === null ? [] : [key.found]));
  return [...Map.groupBy(found, (each) => each.class)]
    .map(([name, each]) => ({
      ...{ class: name, keys: each.length },
      qtyMilli: each.reduce((sum, { pieces }) => sum + pieces * 1000, 0),
    }))
    .sort((a, b) => (a.class < b.class ? -1 : 1));
}

function list(head: string, rows: readonly (readonly (string | number)[])[]): List {
  return { csv: [head, ...rows.map((row) => row.join(','))].join('\n'), rows: rows.length };
}
