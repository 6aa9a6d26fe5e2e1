import type { Paper } from './papers.ts';

/** Everything a form is made of, in millimetres from the upper left corner of the sheet (grid-excel-print §6.2). */
export interface FormTemplate {
  key: FormKey;
  paper: Paper;
  /** Copies printed unless the person asks for another number. */
  copies: number;
  /** Words for each copy (catalogue keys under `form.copy.`); empty where the paper itself is carbon. */
  copyNames: readonly string[];
  /** Lines and words of the blank form: left out on paper that has them already. */
  art: readonly Art[];
  fields: readonly Field[];
  checks: readonly CheckMark[];
  dates: readonly DateBoxes[];
  barcodes: readonly BarcodePlace[];
  lines: LineArea | null;
  /** What stands on the last page only: totals, words, signatures. Its measures count from its own upper edge. */
  foot: FootBlock | null;
}

export const FORM_KEYS = [
  'workOrder',
  'dispatch',
  'appraisal',
  'fieldService',
  'oldPartLabel',
  'statement',
  'invoiceNotice',
  'followUp',
  'countSheet',
  'countList',
] as const;
export type FormKey = (typeof FORM_KEYS)[number];

export const FONTS = ['hei', 'song', 'mono'] as const;
export type FontName = (typeof FONTS)[number];

export const ALIGNS = ['left', 'center', 'right'] as const;
export type Align = (typeof ALIGNS)[number];

/** `choice` words the value by the catalogue key `<words>.<value>`. */
export const FORMATS = [
  'text',
  'fen',
  'fenInWords',
  'date',
  'dateTime',
  'integer',
  'quantity',
  'hours',
  'percent',
  'choice',
] as const;
export type ValueFormat = (typeof FORMATS)[number];

export interface Field {
  key: string;
  x: number;
  y: number;
  w: number;
  h: number;
  font: FontName;
  /** Points; a field that shrinks goes down to `SMALLEST_SIZE` and no further. */
  size: number;
  align: Align;
  format: ValueFormat;
  /** Catalogue prefix of a `choice`. */
  words?: string | undefined;
  shrink: boolean;
  maxLines: number;
  bold: boolean;
}

export type Art =
  | { kind: 'line'; x1: number; y1: number; x2: number; y2: number; width: number }
  | { kind: 'box'; x: number; y: number; w: number; h: number; width: number }
  | {
      kind: 'label';
      /** Catalogue key. */
      text: string;
      x: number;
      y: number;
      w: number;
      h: number;
      size: number;
      align: Align;
      bold: boolean;
    };

/** A tick drawn at a place when the value of `key` is `value`. */
export interface CheckMark {
  key: string;
  value: string | number;
  x: number;
  y: number;
  size: number;
}

/** A business date split into the boxes of 年, 月 and 日. */
export interface DateBoxes {
  key: string;
  y: number;
  h: number;
  font: FontName;
  size: number;
  year: { x: number; w: number };
  month: { x: number; w: number };
  day: { x: number; w: number };
}

export interface BarcodePlace {
  key: string;
  x: number;
  y: number;
  w: number;
  h: number;
}

/** Rows that repeat and break over pages; the fields of a row count from the row's upper edge. */
export interface LineArea {
  /** Upper edge on the first page and on every later one. */
  firstTop: number;
  nextTop: number;
  /** Lower edge on a page that carries no foot. */
  bottom: number;
  headHeight: number;
  head: readonly Art[];
  rowHeight: number;
  fields: readonly Field[];
  /** Vertical rules beside the rows, and the edges left and right. */
  rulesAt: readonly number[];
  ruleWidth: number;
  /** Rules empty rows down to the foot, to be written in by hand; never where money is listed. */
  hasBlankRows?: boolean | undefined;
}

export interface FootBlock {
  /** Upper edge on the last page. */
  top: number;
  height: number;
  art: readonly Art[];
  fields: readonly Field[];
  checks: readonly CheckMark[];
  dates: readonly DateBoxes[];
}

/** One document as a form takes it: values and lines by the keys of the template's fields. */
export interface FormDocument {
  type: DocumentType;
  id: string;
  no: string;
  values: Readonly<Record<string, FormValue>>;
  lines: readonly Readonly<Record<string, FormValue>>[];
}
export type FormValue = string | number | null;

export const DOCUMENT_TYPES = [
  'claim',
  'statement',
  'workOrder',
  'dispatch',
  'oldPart',
  'followUp',
  'countSheet',
] as const;
export type DocumentType = (typeof DOCUMENT_TYPES)[number];

/** What a form is a form of; its copies are counted by that document. */
export const DOCUMENT_OF_FORM: Readonly<Record<FormKey, DocumentType>> = {
  workOrder: 'workOrder',
  dispatch: 'dispatch',
  appraisal: 'claim',
  fieldService: 'workOrder',
  oldPartLabel: 'oldPart',
  statement: 'statement',
  invoiceNotice: 'statement',
  followUp: 'followUp',
  countSheet: 'countSheet',
  countList: 'countSheet',
};
