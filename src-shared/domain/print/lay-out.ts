import { blankRows, breakLines, type LinePage } from './break-lines.ts';
import { fitText, LINE_HEIGHT } from './fit-text.ts';
import type {
  Art,
  BarcodePlace,
  CheckMark,
  DateBoxes,
  Field,
  FormDocument,
  FormTemplate,
  FormValue,
  LineArea,
} from './form-template.ts';
import { formatValue, type Words } from './format-value.ts';
import { MM_PER_POINT } from './text-metrics.ts';

/** `art` belongs to the blank form, `data` to the document; on pre-printed paper only data is printed. */
export type Layer = 'art' | 'data';

export interface PlacedText {
  kind: 'text';
  layer: Layer;
  text: string;
  /** Where the text begins, has its middle or ends, by `align`; `baseline` from the upper edge. Millimetres. */
  x: number;
  baseline: number;
  align: Field['align'];
  font: Field['font'];
  size: number;
  bold: boolean;
}
export interface PlacedLine {
  kind: 'line';
  layer: Layer;
  x1: number;
  y1: number;
  x2: number;
  y2: number;
  width: number;
}
/** A filled black bar of a barcode. */
export interface PlacedBar {
  kind: 'bar';
  layer: Layer;
  x: number;
  y: number;
  w: number;
  h: number;
}
export type Placed = PlacedText | PlacedLine | PlacedBar;

export interface FormPage {
  documentIndex: number;
  /** The page within its document, from 1. */
  pageNo: number;
  pageCount: number;
  /** From 1; the copies of a document follow one another. */
  copy: number;
  placed: Placed[];
}

/** A text that did not fit its place even at the smallest size. */
export interface Overflow {
  documentId: string;
  documentNo: string;
  /** Key of the field; `line` is the row from 1, null outside of the rows. */
  field: string;
  line: number | null;
  text: string;
}

export interface PrintOptions {
  copies: number;
  /** Copies printed of each document before, in the order of the documents; anything over 0 is marked 补打. */
  printedBefore: readonly number[];
  printedAtMs: number;
  printedBy: string;
}

export interface FormLayout {
  template: FormTemplate;
  pages: FormPage[];
  overflows: Overflow[];
}

/** Module widths of a barcode, bar first, none when it cannot be made; supplied by the caller: encoding is no rule of ours. */
export type BarcodeModules = (text: string) => readonly number[];

/**
 * Lays documents out on a form: every text, rule and bar with its place in millimetres, page after page, all copies of a
 * document together; and every text that does not fit, by document and field, before anything is printed (spec §6.2).
 */
export function layOutForm(
  template: FormTemplate,
  documents: readonly FormDocument[],
  options: PrintOptions,
  { words, barcode }: { words: Words; barcode: BarcodeModules },
): FormLayout {
  const pages: FormPage[] = [];
  const overflows: Overflow[] = [];
  documents.forEach((document, documentIndex) => {
    const linePages = breakLines(template, document.lines.length);
    for (let copy = 1; copy <= options.copies; copy += 1) {
      linePages.forEach((linePage, index) => {
        const system = systemValues(template, options, { documentIndex, copy, index, count: linePages.length }, words);
        const sheet = new Sheet(template, document, { ...document.values, ...system }, { words, barcode });
        sheet.page(linePage, index === 0);
        pages.push({ documentIndex, pageNo: index + 1, pageCount: linePages.length, copy, placed: sheet.placed });
        if (copy === 1) overflows.push(...sheet.overflows);
      });
    }
  });
  return { template, pages, overflows };
}

function systemValues(
  template: FormTemplate,
  options: PrintOptions,
  place: { documentIndex: number; copy: number; index: number; count: number },
  words: Words,
): Record<string, FormValue> {
  const before = options.printedBefore[place.documentIndex] ?? 0;
  const copyName = template.copyNames[(place.copy - 1) % Math.max(1, template.copyNames.length)];
  return {
    page: words('form.page', { page: place.index + 1, pages: place.count }),
    copy: copyName === undefined ? null : words('form.copy', { copy: place.copy, name: words(copyName) }),
    reprint: before === 0 ? null : words('form.reprint', { copy: before + place.copy }),
    printedAt: options.printedAtMs,
    printedBy: options.printedBy,
  };
}

type Point = readonly [x: number, y: number];

/** One page being filled. */
class Sheet {
  readonly placed: Placed[] = [];
  readonly overflows: Overflow[] = [];
  readonly #template: FormTemplate;
  readonly #document: FormDocument;
  readonly #values: Readonly<Record<string, FormValue>>;
  readonly #tools: { words: Words; barcode: BarcodeModules };

  constructor(
    template: FormTemplate,
    document: FormDocument,
    values: Readonly<Record<string, FormValue>>,
    tools: { words: Words; barcode: BarcodeModules },
  ) {
    this.#template = template;
    this.#document = document;
    this.#values = values;
    this.#tools = tools;
  }

  page(rows: LinePage, isFirst: boolean): void {
    const { art, fields, checks, dates, barcodes, lines, foot } = this.#template;
    for (const piece of art) this.#art(piece, 0);
    for (const field of fields) this.#field(field, this.#values, { dy: 0, line: null, warns: isFirst });
    for (const check of checks) this.#check(check, 0);
    for (const boxes of dates) this.#date(boxes, 0, isFirst);
    for (const place of barcodes) this.#barcode(place);
    if (lines !== null) this.#lines(lines, rows, isFirst ? lines.firstTop : lines.nextTop);
    if (foot === null || !rows.hasFoot) return;
    for (const piece of foot.art) this.#art(piece, foot.top);
    for (const field of foot.fields) this.#field(field, this.#values, { dy: foot.top, line: null, warns: true });
    for (const check of foot.checks) this.#check(check, foot.top);
    for (const boxes of foot.dates) this.#date(boxes, foot.top, true);
  }

  #lines(area: LineArea, page: LinePage, top: number): void {
    const { from, to } = page;
    for (const piece of area.head) this.#art(piece, top);
    const start = top + area.headHeight;
    const rows = this.#document.lines.slice(from, to);
    rows.forEach((row, index) => {
      const y = start + index * area.rowHeight;
      for (const field of area.fields) this.#field(field, row, { dy: y, line: from + index + 1, warns: true });
    });
    const [left, right] = [area.rulesAt[0], area.rulesAt.at(-1)];
    if (left === undefined || right === undefined) return;
    const ruled = rows.length + (area.hasBlankRows === true ? blankRows(this.#template, page, top) : 0);
    const bottom = start + ruled * area.rowHeight;
    for (const x of area.rulesAt) this.#rule([x, top], [x, bottom], area.ruleWidth);
    for (let index = 0; index <= ruled; index += 1) {
      const y = start + index * area.rowHeight;
      this.#rule([left, y], [right, y], area.ruleWidth);
    }
    if (area.headHeight > 0) this.#rule([left, top], [right, top], area.ruleWidth);
  }

  #rule([x1, y1]: Point, [x2, y2]: Point, width: number): void {
    this.placed.push({ kind: 'line', layer: 'art', x1, y1, x2, y2, width });
  }

  #art(piece: Art, dy: number): void {
    if (piece.kind === 'line') {
      this.#rule([piece.x1, piece.y1 + dy], [piece.x2, piece.y2 + dy], piece.width);
    } else if (piece.kind === 'box') {
      const [left, top, right, bottom] = [piece.x, piece.y + dy, piece.x + piece.w, piece.y + piece.h + dy];
      this.#rule([left, top], [right, top], piece.width);
      this.#rule([right, top], [right, bottom], piece.width);
      this.#rule([right, bottom], [left, bottom], piece.width);
      this.#rule([left, bottom], [left, top], piece.width);
    } else {
      const text = this.#tools.words(piece.text);
      const style = { font: 'hei', shrink: true, maxLines: 2 } as const;
      this.#text('art', text, { ...piece, ...style, y: piece.y + dy });
    }
  }

  #field(
    field: Field,
    values: Readonly<Record<string, FormValue>>,
    { dy, line, warns }: { dy: number; line: number | null; warns: boolean },
  ): void {
    const text = formatValue(values[field.key], field, this.#tools.words);
    const overflows = this.#text('data', text, { ...field, y: field.y + dy });
    if (overflows && warns) this.#overflow(field.key, line, text);
  }

  #overflow(field: string, line: number | null, text: string): void {
    const { id, no } = this.#document;
    this.overflows.push({ documentId: id, documentNo: no, field, line, text });
  }

  /** Places the lines of a text, in the middle of its height; true when it does not fit. */
  #text(layer: Layer, text: string, place: Omit<Field, 'key' | 'format' | 'words'>): boolean {
    const { lines, size, overflows } = fitText(text, place);
    const sizeMm = size * MM_PER_POINT;
    const pitch = sizeMm * LINE_HEIGHT;
    const top = place.y + Math.max(0, (place.h - lines.length * pitch) / 2);
    const x = place.x + { left: 0, center: place.w / 2, right: place.w }[place.align];
    lines.forEach((line, index) => {
      // the middle of a Chinese character lies 0.38 em above its baseline
      const baseline = top + index * pitch + pitch / 2 + 0.38 * sizeMm;
      const { align, font, bold } = place;
      this.placed.push({ kind: 'text', layer, text: line, x, baseline, align, font, size, bold });
    });
    return overflows;
  }

  #check({ key, value, x, y, size }: CheckMark, dy: number): void {
    if (this.#values[key] !== value) return;
    const width = size / 8;
    const stroke = (x1: number, y1: number, x2: number, y2: number): void => {
      this.placed.push({ kind: 'line', layer: 'data', x1, y1: y1 + dy, x2, y2: y2 + dy, width });
    };
    stroke(x, y + size * 0.55, x + size * 0.38, y + size * 0.9);
    stroke(x + size * 0.38, y + size * 0.9, x + size, y + size * 0.05);
  }

  #date(boxes: DateBoxes, dy: number, warns: boolean): void {
    const [year = '', month = '', day = ''] = String(this.#values[boxes.key] ?? '').split('-');
    const parts = [
      [boxes.year, year],
      [boxes.month, month],
      [boxes.day, day.slice(0, 2)],
    ] as const;
    for (const [box, text] of parts) {
      const place = { ...boxes, ...box, y: boxes.y + dy, align: 'center', shrink: true, maxLines: 1 } as const;
      const overflows = this.#text('data', text, { ...place, bold: false });
      if (overflows && warns) this.#overflow(boxes.key, null, text);
    }
  }

  #barcode({ key, x, y, w, h }: BarcodePlace): void {
    const text = this.#values[key];
    if (text === null || text === undefined || text === '') return;
    const modules = this.#tools.barcode(String(text));
    if (modules.length === 0) return void this.#overflow(key, null, String(text));
    const module = w / modules.reduce((sum, width) => sum + width, 0);
    let at = x;
    modules.forEach((width, index) => {
      if (index % 2 === 0) this.placed.push({ kind: 'bar', layer: 'data', x: at, y, w: width * module, h });
      at += width * module;
    });
  }
}
