import type { BarcodePlace, CheckMark, DateBoxes, Field, FormTemplate } from '../form-template.ts';

/** Millimetres from the upper left corner of the sheet. */
export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** Where a thing of a form belongs: to the sheet, to the row that repeats, to the foot of the last page, or it is an area. */
export type DesignPlace = 'sheet' | 'row' | 'foot' | 'area';
export type DesignKind = 'field' | 'check' | 'date' | 'barcode' | 'lines' | 'foot';

/** A thing a person may take hold of in the designer. */
export interface DesignElement extends Box {
  /** Its address in the template, as `sheet.fields.3` or `area.foot`; the same as long as nothing is added or taken away. */
  id: string;
  place: DesignPlace;
  kind: DesignKind;
  /** Key of the value that is printed there; the kind for an area. */
  key: string;
  /** What a tick stands for; null for everything else. */
  value: string | number | null;
  /** What it may not leave: the sheet, or the row its field repeats in. */
  room: Box;
}

const LISTS = ['fields', 'checks', 'dates', 'barcodes'] as const;
export type ListName = (typeof LISTS)[number];

/** Two places nearer than this are the same place on paper. */
export const SAME_PLACE_MM = 0.01;

/**
 * Everything of a form that can be moved, in the order of reading: from above, on one height from the left, the areas of the
 * rows and of the foot last. Fields of a row stand where the first row of the first page is.
 */
export function elementsOf(template: FormTemplate): DesignElement[] {
  const { paper, lines, foot } = template;
  const sheet: Box = { x: 0, y: 0, w: paper.widthMm, h: paper.heightMm };
  const things: DesignElement[] = thingsOf('sheet', template, sheet);
  if (lines !== null) {
    things.push(...thingsOf('row', lines, { ...sheet, y: lines.firstTop + lines.headHeight, h: lines.rowHeight }));
  }
  if (foot !== null) things.push(...thingsOf('foot', foot, { ...sheet, y: foot.top, h: sheet.h - foot.top }));
  things.sort((a, b) => a.y - b.y || a.x - b.x || (a.id < b.id ? -1 : 1));
  return [...things, ...areasOf(template, sheet)];
}

interface Lists {
  fields: readonly Field[];
  checks?: readonly CheckMark[];
  dates?: readonly DateBoxes[];
  barcodes?: readonly BarcodePlace[];
}

function thingsOf(place: DesignPlace, lists: Lists, room: Box): DesignElement[] {
  const element = (list: ListName, at: number, thing: { key: string }, box: Box): DesignElement => ({
    id: `${place}.${list}.${String(at)}`,
    place,
    kind: KIND_OF_LIST[list],
    key: thing.key,
    value: 'value' in thing ? (thing as CheckMark).value : null,
    ...{ x: box.x, y: box.y + room.y, w: box.w, h: box.h },
    room,
  });
  return [
    ...lists.fields.map((field, at) => element('fields', at, field, field)),
    ...(lists.checks ?? []).map((check, at) =>
      element('checks', at, check, { ...check, w: check.size, h: check.size }),
    ),
    ...(lists.dates ?? []).map((date, at) => element('dates', at, date, dateBox(date))),
    ...(lists.barcodes ?? []).map((code, at) => element('barcodes', at, code, code)),
  ];
}

const KIND_OF_LIST = { fields: 'field', checks: 'check', dates: 'date', barcodes: 'barcode' } as const;

/** The box around the three of a split date. */
export function dateBox({ y, h, year, month, day }: DateBoxes): Box {
  const x = Math.min(year.x, month.x, day.x);
  const right = Math.max(year.x + year.w, month.x + month.w, day.x + day.w);
  return { x, y, w: right - x, h };
}

function areasOf({ lines, foot }: FormTemplate, sheet: Box): DesignElement[] {
  const area = (kind: 'lines' | 'foot', y: number, h: number): DesignElement => ({
    ...{ id: `area.${kind}`, place: 'area', kind, key: kind, value: null },
    ...{ x: 0, y, w: sheet.w, h, room: sheet },
  });
  return [
    ...(lines === null ? [] : [area('lines', lines.firstTop, lines.bottom - lines.firstTop)]),
    ...(foot === null ? [] : [area('foot', foot.top, foot.height)]),
  ];
}

/** Rows that stand on a sheet which is the first and the last at once; 0 where the form has no rows or no room for one. */
export function rowsOnOneSheet({ lines, foot }: Pick<FormTemplate, 'lines' | 'foot'>): number {
  if (lines === null) return 0;
  const bottom = foot === null ? lines.bottom : Math.min(lines.bottom, foot.top);
  const height = bottom - lines.firstTop - lines.headHeight;
  return Math.max(0, Math.floor((height + SAME_PLACE_MM / 10) / lines.rowHeight));
}
