import type { CheckMark, DateBoxes, Field, FormTemplate, LineArea } from '../form-template.ts';
import { dateBox, elementsOf, SAME_PLACE_MM, type Box, type DesignElement } from './design-elements.ts';

/** What the panel of the designer can set; places in millimetres on the sheet, sizes of type in points. */
export interface ElementEdit extends Partial<Box> {
  size?: number;
  font?: Field['font'];
  align?: Field['align'];
  bold?: boolean;
  shrink?: boolean;
  maxLines?: number;
  /** Of the area of the rows: the height of one, and where the rows begin from the second page on. */
  rowHeight?: number;
  nextTop?: number;
}

/** Nothing is smaller than this: it could be neither seen nor taken hold of. */
export const SMALLEST_BOX_MM = 1;

/** Hundredths of a millimetre are kept, so that a hundred nudges there and back end where they began. */
function hundredths(mm: number): number {
  return Math.round(mm * 100) / 100;
}

/** The form with one thing changed; what an edit names and the thing does not have is ignored. The same form for an unknown id. */
export function changeElement(template: FormTemplate, id: string, edit: ElementEdit): FormTemplate {
  const element = elementsOf(template).find((each) => each.id === id);
  if (element === undefined) return template;
  // y is said on the sheet and kept from the upper edge of the row or the foot
  const local = edit.y === undefined ? edit : { ...edit, y: edit.y - originOf(element) };
  const [place = '', list = '', at = ''] = id.split('.');
  const index = Number(at);
  if (place === 'area') return changeArea(template, list, edit);
  if (place === 'row') {
    const { lines } = template;
    if (lines === null) return template;
    return {
      ...template,
      lines: { ...lines, fields: withChanged(lines.fields, index, (field) => editField(field, local)) },
    };
  }
  if (place === 'foot') {
    const { foot } = template;
    return foot === null ? template : { ...template, foot: changeListed(foot, list, index, local) };
  }
  if (list === 'barcodes') {
    return {
      ...template,
      barcodes: withChanged(template.barcodes, index, (code) => ({ ...code, ...boxOf(code, local) })),
    };
  }
  return changeListed(template, list, index, local);
}

function originOf({ place, room }: DesignElement): number {
  return place === 'area' ? 0 : room.y;
}

interface Listed {
  fields: readonly Field[];
  checks: readonly CheckMark[];
  dates: readonly DateBoxes[];
}

function changeListed<Owner extends Listed>(owner: Owner, list: string, at: number, edit: ElementEdit): Owner {
  if (list === 'fields') return { ...owner, fields: withChanged(owner.fields, at, (field) => editField(field, edit)) };
  if (list === 'checks') return { ...owner, checks: withChanged(owner.checks, at, (check) => editCheck(check, edit)) };
  if (list === 'dates') return { ...owner, dates: withChanged(owner.dates, at, (date) => editDate(date, edit)) };
  return owner;
}

function withChanged<T>(list: readonly T[], at: number, change: (item: T) => T): T[] {
  return list.map((item, index) => (index === at ? change(item) : item));
}

function boxOf<T extends Box>(thing: T, { x, y, w, h }: ElementEdit): Box {
  return {
    x: hundredths(x ?? thing.x),
    y: hundredths(y ?? thing.y),
    w: hundredths(w ?? thing.w),
    h: hundredths(h ?? thing.h),
  };
}

function editField(field: Field, edit: ElementEdit): Field {
  return {
    ...field,
    ...boxOf(field, edit),
    size: edit.size ?? field.size,
    font: edit.font ?? field.font,
    align: edit.align ?? field.align,
    bold: edit.bold ?? field.bold,
    shrink: edit.shrink ?? field.shrink,
    maxLines: edit.maxLines ?? field.maxLines,
  };
}

/** A tick is as wide as it is high. */
function editCheck(check: CheckMark, { x, y, w, h }: ElementEdit): CheckMark {
  return {
    ...check,
    x: hundredths(x ?? check.x),
    y: hundredths(y ?? check.y),
    size: hundredths(w ?? h ?? check.size),
  };
}

/** The three boxes of a date move together; another width stretches them and what is between them. */
function editDate(date: DateBoxes, edit: ElementEdit): DateBoxes {
  const before = dateBox(date);
  const after = boxOf(before, edit);
  const stretch = after.w / before.w;
  const span = ({ x, w }: { x: number; w: number }): { x: number; w: number } => ({
    x: hundredths(after.x + (x - before.x) * stretch),
    w: hundredths(w * stretch),
  });
  return {
    ...date,
    ...{ y: after.y, h: after.h, size: edit.size ?? date.size, font: edit.font ?? date.font },
    ...{ year: span(date.year), month: span(date.month), day: span(date.day) },
  };
}

function changeArea(template: FormTemplate, kind: string, edit: ElementEdit): FormTemplate {
  const { lines, foot } = template;
  if (kind === 'lines' && lines !== null) return { ...template, lines: editLines(lines, edit) };
  if (kind === 'foot' && foot !== null) {
    const { y = foot.top, h = foot.height } = edit;
    return { ...template, foot: { ...foot, top: hundredths(y), height: hundredths(h) } };
  }
  return template;
}

/** The lower edge stays when the rows begin elsewhere; later pages follow where they began at the same height. */
function editLines(lines: LineArea, { y = lines.firstTop, h, rowHeight, nextTop }: ElementEdit): LineArea {
  const follows = lines.nextTop === lines.firstTop ? y : lines.nextTop;
  return {
    ...lines,
    firstTop: hundredths(y),
    nextTop: hundredths(nextTop ?? follows),
    bottom: h === undefined ? lines.bottom : hundredths(y + h),
    rowHeight: hundredths(rowHeight ?? lines.rowHeight),
  };
}

/**
 * The form with a thing moved by so many millimetres and kept within its room; an area moves up and down only. The very same
 * form where it stands at the edge already.
 */
export function moveElement(template: FormTemplate, id: string, by: { dx: number; dy: number }): FormTemplate {
  const element = elementsOf(template).find((each) => each.id === id);
  if (element === undefined) return template;
  const { x, y, w, h, room, place } = element;
  const to = {
    x: place === 'area' ? x : within(x + by.dx, room.x, room.x + room.w - w),
    // the rows keep their lower edge, so moving them changes their height
    y: within(y + by.dy, room.y, room.y + room.h - (id === 'area.lines' ? 0 : h)),
  };
  if (Math.abs(to.x - x) < SAME_PLACE_MM && Math.abs(to.y - y) < SAME_PLACE_MM) return template;
  return changeElement(template, id, place === 'area' ? { y: to.y } : to);
}

/** The form with the lower right corner of a thing moved, never out of its room and never to less than a millimetre. */
export function resizeElement(template: FormTemplate, id: string, by: { dx: number; dy: number }): FormTemplate {
  const element = elementsOf(template).find((each) => each.id === id);
  if (element === undefined) return template;
  const { x, y, w, h, room, kind } = element;
  if (kind === 'check') {
    const most = Math.min(room.x + room.w - x, room.y + room.h - y);
    return changeElement(template, id, { w: within(w + Math.max(by.dx, by.dy), SMALLEST_BOX_MM, most) });
  }
  const to = {
    w: within(w + by.dx, SMALLEST_BOX_MM, room.x + room.w - x),
    h: within(h + by.dy, SMALLEST_BOX_MM, room.y + room.h - y),
  };
  if (Math.abs(to.w - w) < SAME_PLACE_MM && Math.abs(to.h - h) < SAME_PLACE_MM) return template;
  return changeElement(template, id, to);
}

function within(value: number, least: number, most: number): number {
  return hundredths(Math.max(least, Math.min(value, most)));
}
