import { rowKey } from '../units/row-identity.ts';

/** The codes of a count sheet that comes back from Excel: E refuses the row (E01 the whole file), W lets it through (stock §5.3). */
export type CountFileCode =
  `E${'01' | '02' | '03' | '04' | '05' | '06' | '07' | '08' | '09'}` | `E1${0 | 1 | 2 | 3}` | `W0${1 | 2 | 3 | 4}`;

/** Which code a reason stands for; reasons of the reader itself are among them. */
const CODES: Readonly<Record<string, CountFileCode>> = {
  'count-file-of-another-sheet': 'E01',
  'count-line-of-another-sheet': 'E01',
  'count-file-outdated': 'E01',
  'count-line-unknown': 'E02',
  'count-row-check-differs': 'E02',
  'count-sheet-unknown': 'E02',
  'key-already-in-file': 'E03',
  'key-repeated': 'E03',
  'count-value-missing': 'E04',
  'not-a-number': 'E04',
  'too-many-decimals': 'E04',
  'number-too-large': 'E04',
  'date-instead-of-number': 'E04',
  'cell-has-error': 'E04',
  'negative-not-allowed': 'E05',
  'whole-unit-decimals': 'E06',
  'unit-unknown': 'E07',
  'part-code-differs': 'E08',
  'bin-code-differs': 'E08',
  'code-is-not-whole': 'E08',
  'code-lost-digits': 'E08',
  'date-instead-of-code': 'E08',
  'count-time-outside': 'E09',
  'count-entered-later': 'E09',
  'date-in-the-future': 'E09',
  'not-a-time': 'E09',
  'not-a-date': 'E09',
  'count-sheet-closed': 'E10',
  'count-line-not-in-round': 'E10',
  'part-unknown': 'E11',
  'bin-unknown': 'E11',
  'count-already-on-sheet': 'E12',
  'count-on-another-sheet': 'E12',
  'count-not-assigned': 'E13',
  'count-same-person': 'E13',
  'count-needs-supervisor': 'E13',
  'count-not-your-role': 'E13',
  'count-left-blank': 'W01',
  'count-looks-odd': 'W02',
  'text-normalised': 'W03',
  'count-overwrites': 'W04',
};

/** The code of stock §5.3 a finding has in a count sheet; null for a reason that is none of them. */
export function countFileCode(reason: string): CountFileCode | null {
  return CODES[reason] ?? null;
}

/** A finding of level "stop": nothing of the file is taken, because it is not the file that is waited for. */
export function stopsCountFile(reason: string): boolean {
  return countFileCode(reason) === 'E01';
}

/** A sheet as it goes out to Excel. Stock §5.3. */
export interface CountSheetFile {
  sheetNo: string;
  planName: string;
  warehouseName: string;
  zone: string | null;
  round: number;
  isBlind: boolean;
  /** Of the present round, in walking order. */
  lines: readonly CountSheetFileLine[];
}

/** Quantities in thousandths of the base unit. */
export interface CountSheetFileLine {
  lineUid: string;
  lineNo: number;
  binCode: string | null;
  partNo: string;
  drawingNo: string | null;
  partName: string;
  spec: string | null;
  baseUom: string;
  /** Null on a blind sheet, whoever takes it out: the file goes to the person who counts. */
  bookMilli: number | null;
  countedMilli: number | null;
  countedByName: string | null;
  countedAtMs: number | null;
  note: string | null;
}

export interface RowIdentityOfFile {
  sheetNo: string;
  exportRev: number;
  lineUid: string;
  partNo: string;
  binCode: string | null;
}

/**
 * The proof in the hidden column `row_check`, eight hexadecimal digits: that the hidden identity of a row is the one this sheet
 * went out with. It finds what was copied together from two files or typed over; it is no secret.
 */
export function countRowCheck({ sheetNo, exportRev, lineUid, partNo, binCode }: RowIdentityOfFile): string {
  const text = [sheetNo, String(exportRev), lineUid, partNo, binCode ?? ''].map(encodeURIComponent).join('|');
  return rowKey(text).toString(16).padStart(8, '0');
}
