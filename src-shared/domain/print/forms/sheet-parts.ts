import type { Art, Field } from '../form-template.ts';
import type { Paper } from '../papers.ts';

/** Pieces the forms are put together from; what comes out is plain data. */
export interface Parts {
  art: Art[];
  fields: Field[];
}

/** A dot-matrix printer shows no thinner rule. */
export const RULE_MM = 0.3;

/** A field with the usual settings: 10 points, left, shrinking, one line. */
export function field(
  key: string,
  place: { x: number; y: number; w: number; h: number },
  settings: Partial<Field> = {},
): Field {
  const usual = {
    font: 'hei',
    size: 10,
    align: 'left',
    format: 'text',
    shrink: true,
    maxLines: 1,
    bold: false,
  } as const;
  return { key, ...place, ...usual, ...settings };
}

/** Words of the blank form, `text` being a catalogue key. */
export function label(
  text: string,
  place: { x: number; y: number; w: number; h: number },
  settings: Partial<Extract<Art, { kind: 'label' }>> = {},
): Art {
  return { kind: 'label', text, ...place, size: 10, align: 'left', bold: false, ...settings };
}

export interface Cell {
  /** Catalogue key of the words before the field. */
  label?: string;
  labelW?: number;
  /** Absent for a cell a person fills in by hand. */
  key?: string;
  w: number;
  as?: Partial<Field>;
}

export interface Row {
  h: number;
  cells: readonly Cell[];
}

const PADDING_MM = 1;

/** A ruled table of labels and fields from the upper left corner on; every row as wide as its cells. */
export function table(origin: { x: number; y: number; size?: number }, rows: readonly Row[]): Parts {
  const parts: Parts = { art: [], fields: [] };
  const size = origin.size ?? 10;
  let y = origin.y;
  const rule = (x1: number, y1: number, x2: number, y2: number): void => {
    parts.art.push({ kind: 'line', x1, y1, x2, y2, width: RULE_MM });
  };
  for (const row of rows) {
    let x = origin.x;
    rule(x, y, x, y + row.h);
    for (const cell of row.cells) {
      const labelW = cell.labelW ?? 0;
      if (cell.label !== undefined) {
        parts.art.push(label(cell.label, { x, y, w: labelW, h: row.h }, { size, align: 'center' }));
        if (labelW < cell.w) rule(x + labelW, y, x + labelW, y + row.h);
      }
      if (cell.key !== undefined) {
        const place = { x: x + labelW + PADDING_MM, y, w: cell.w - labelW - 2 * PADDING_MM, h: row.h };
        parts.fields.push(field(cell.key, place, { size, ...cell.as }));
      }
      x += cell.w;
      rule(x, y, x, y + row.h);
    }
    rule(origin.x, y, x, y);
    rule(origin.x, y + row.h, x, y + row.h);
    y += row.h;
  }
  return parts;
}

/** What every form has: its name, number, copy and reprint mark above; page, time and person below. */
export function frame(
  title: string,
  paper: Paper,
  { margin, titleSize = 16, noLabel = 'form.l.no' }: { margin: number; titleSize?: number; noLabel?: string },
): Parts {
  const w = paper.widthMm - 2 * margin;
  const right = paper.widthMm - margin;
  const footY = paper.heightMm - 8;
  return {
    art: [
      label(title, { x: margin + 45, y: 5, w: w - 90, h: 9 }, { size: titleSize, align: 'center', bold: true }),
      label(noLabel, { x: right - 66, y: 14, w: 16, h: 5 }, { align: 'right' }),
      label('form.l.printedAt', { x: margin, y: footY, w: 16, h: 5 }, { size: 8 }),
    ],
    fields: [
      field('copy', { x: margin, y: 6, w: 45, h: 6 }),
      field('reprint', { x: right - 45, y: 6, w: 45, h: 6 }, { size: 12, align: 'right', bold: true }),
      field('no', { x: right - 48, y: 14, w: 48, h: 5 }, { bold: true }),
      field('printedAt', { x: margin + 17, y: footY, w: 30, h: 5 }, { size: 8, format: 'dateTime' }),
      field('printedBy', { x: margin + 48, y: footY, w: 30, h: 5 }, { size: 8 }),
      field('page', { x: right - 40, y: footY, w: 40, h: 5 }, { size: 8, align: 'right' }),
    ],
  };
}

/** Joins pieces into one. */
export function joined(...all: readonly Parts[]): Parts {
  return { art: all.flatMap((parts) => parts.art), fields: all.flatMap((parts) => parts.fields) };
}

/** A column of repeating rows: head words, fields of the row, and where it begins and ends. */
export interface Column {
  head: string;
  w: number;
  fields: readonly (readonly [key: string, settings?: Partial<Field>])[];
}

/** Head, row fields and vertical rules of a line area; several fields of a column stand one above the other. */
export function columns(
  x: number,
  { headHeight, rowHeight, size = 10 }: { headHeight: number; rowHeight: number; size?: number },
  all: readonly Column[],
): { head: Art[]; fields: Field[]; rulesAt: number[] } {
  const head: Art[] = [];
  const fields: Field[] = [];
  const rulesAt = [x];
  let at = x;
  for (const column of all) {
    head.push(label(column.head, { x: at, y: 0, w: column.w, h: headHeight }, { size, align: 'center' }));
    const h = rowHeight / column.fields.length;
    column.fields.forEach(([key, settings], index) => {
      const place = { x: at + 0.6, y: index * h, w: column.w - 1.2, h };
      fields.push(field(key, place, { size, ...settings }));
    });
    at += column.w;
    rulesAt.push(at);
  }
  return { head, fields, rulesAt };
}

/** Words with a line to sign on, side by side over the width. */
export function signatures(keys: readonly string[], place: { x: number; y: number; w: number }): Art[] {
  const each = place.w / keys.length;
  return keys.flatMap((key, index): Art[] => {
    const x = place.x + index * each;
    return [
      label(key, { x, y: place.y, w: each * 0.42, h: 6 }),
      { kind: 'line', x1: x + each * 0.42, y1: place.y + 5.5, x2: x + each * 0.94, y2: place.y + 5.5, width: RULE_MM },
    ];
  });
}

/** The side of a box to tick. */
export const TICK_MM = 3.2;

/** A box to tick with its words on the right. */
export function tickBox(text: string, { x, y, w }: { x: number; y: number; w: number }): Art[] {
  const size = TICK_MM;
  return [
    { kind: 'box', x, y, w: size, h: size, width: RULE_MM },
    label(text, { x: x + size + 1, y: y - 0.9, w: w - size - 1, h: 5 }),
  ];
}
