/** A document that moved stock of one key, as either side wrote it down. Quantities are signed, in base units. */
interface StockDocument {
  id: string;
  docNo: string | null;
  lineNo: string | null;
  qtyMilli: number;
  /** When the goods moved; the ERP knows only the day, which is its beginning. */
  atMs: number;
  /** In how many signed runs it was open already. */
  runsOpen: number;
  /** Found to be posted twice in an earlier run, in which its twin was matched. */
  duplicate: boolean;
}

export interface OurDocument extends StockDocument {
  type: string;
  /** What the ERP calls it, where it has told us. */
  erpDocNo: string | null;
  erpLine: string | null;
  reversesId: string | null;
}

export interface ErpDocument extends StockDocument {
  type: string;
  /** The reference text; our number may stand in it. */
  ourDocNo: string | null;
  inTransit: boolean;
}

/** A code as both sides can compare it: half-width, upper case, without blanks around it. Stock §4.11. */
export function normaliseCode(text: string): string {
  return text.normalize('NFKC').trim().toUpperCase();
}

/** A line number without leading zeros; `00010` and `10` are one line. */
export function normaliseLine(text: string | null): string {
  return normaliseCode(text ?? '').replace(/^0+(?=.)/, '');
}

/** Every code that stands in a reference text of the ERP. */
export function codesIn(text: string | null): string[] {
  return text === null ? [] : (normaliseCode(text).match(/[A-Z0-9][A-Z0-9_/.-]*/g) ?? []);
}

type ErpMeaning = 'POSTED' | 'IN_TRANSIT' | 'VOID';

/** What the ERP's words for a document's state mean here; a word not named is a posted document. */
const ERP_STATUS: Readonly<Record<string, ErpMeaning>> = {
  IN_TRANSIT: 'IN_TRANSIT',
  TRANSIT: 'IN_TRANSIT',
  在途: 'IN_TRANSIT',
  未到货: 'IN_TRANSIT',
  CANCELLED: 'VOID',
  CANCELED: 'VOID',
  VOID: 'VOID',
  作废: 'VOID',
  已取消: 'VOID',
};

export function erpMeaning(status: string | null): ErpMeaning {
  return ERP_STATUS[normaliseCode(status ?? '')] ?? 'POSTED';
}
