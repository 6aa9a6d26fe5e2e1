import type { Field, FormDocument, FormTemplate, ValueFormat } from '../form-template.ts';
import { FIRST_FORMS } from '../forms/index.ts';
import { elementsOf, type DesignElement, type DesignKind } from './design-elements.ts';

/** Something a form may print and does not: of the form as it was shipped, or of its documents. */
export interface LeftOut {
  place: 'sheet' | 'row' | 'foot';
  kind: Exclude<DesignKind, 'lines' | 'foot'>;
  key: string;
  /** What a tick stands for; null for everything else. */
  value: string | number | null;
}

/** The mark 补打 of a reprint: a form without it would let a copy pass for the first one (spec §6.5). */
export const REPRINT_KEY = 'reprint';

/** Where a field that the shipped form does not have is put, to be moved from there; millimetres and points. */
const NEW_FIELD = { x: 10, y: 10, w: 40, h: 6 };
const NEW_SIZE = 10;

/** How the value of a key is written, by the unit its name ends with; the first that matches. */
const FORMAT_BY_ENDING: readonly (readonly [ending: RegExp, format: ValueFormat])[] = [
  [/WordsFen$/, 'fenInWords'],
  [/Fen$/, 'fen'],
  [/AtMs$/, 'dateTime'],
  [/Date$/, 'date'],
  [/Milli$/, 'quantity'],
  [/Centi$/, 'hours'],
  [/Bp$/, 'percent'],
];

const LIST_OF_KIND = { field: 'fields', check: 'checks', date: 'dates', barcode: 'barcodes' } as const;

/** True when the thing may be left out of its form: everything but an area and the mark of a reprint. */
export function mayLeaveOut({ place, key }: Pick<DesignElement, 'place' | 'key'>): boolean {
  return place !== 'area' && key !== REPRINT_KEY;
}

/** The form without the thing of this id; the very same form for an unknown id or one that may not be left out. */
export function leaveOut(template: FormTemplate, id: string): FormTemplate {
  const element = elementsOf(template).find((each) => each.id === id);
  if (element === undefined || !mayLeaveOut(element)) return template;
  const [place = '', list = '', at = ''] = id.split('.');
  const without = <T>(things: readonly T[]): T[] => things.filter((_thing, index) => index !== Number(at));
  return withList(template, place, list, without);
}

/**
 * What this form could print besides, in the order of the shipped form and then of the document's keys: things of the shipped
 * form that are not in it, and values of the document (null when there is none to look at) that nothing in it prints.
 */
export function leftOutOf(template: FormTemplate, document: FormDocument | null): LeftOut[] {
  const standing = new Set(elementsOf(template).map(identityOf));
  const shipped = elementsOf(FIRST_FORMS[template.key]).flatMap((element): LeftOut[] =>
    element.place === 'area' || standing.has(identityOf(element)) ? [] : [leftOutOfElement(element)],
  );
  const listed = new Set([...elementsOf(template), ...shipped].map(({ place, key }) => `${rowOrSheet(place)} ${key}`));
  const field = (place: 'sheet' | 'row', key: string): LeftOut => ({ place, kind: 'field', key, value: null });
  const isNew = ({ place, key }: LeftOut): boolean => !listed.has(`${place} ${key}`);
  const lineKeys = template.lines === null ? [] : Object.keys(document?.lines[0] ?? {});
  return [
    ...shipped,
    ...Object.keys(document?.values ?? {})
      .map((key) => field('sheet', key))
      .filter(isNew),
    ...lineKeys.map((key) => field('row', key)).filter(isNew),
  ];
}

/**
 * The form with the thing added last in its list: as the shipped form has it, or as a field at the upper left of its sheet or
 * row, formatted by the unit in its key. The very same form for a place it does not have.
 */
export function addToForm(template: FormTemplate, { place, kind, key, value }: LeftOut): FormTemplate {
  const list = LIST_OF_KIND[kind];
  const shipped = elementsOf(FIRST_FORMS[template.key]).find(
    (element) => identityOf(element) === identityOf({ place, kind, key, value }),
  );
  const thing = shipped === undefined ? newField(key, template, place) : thingAt(FIRST_FORMS[template.key], shipped.id);
  return withList(template, place, list, (things) => [...things, thing]);
}

/** The id of a thing that was just added: the last of its list. */
export function idOfLast(template: FormTemplate, { place, kind }: Pick<LeftOut, 'place' | 'kind'>): string {
  const list = LIST_OF_KIND[kind];
  const number = elementsOf(template).filter((element) => element.id.startsWith(`${place}.${list}.`)).length;
  return `${place}.${list}.${String(number - 1)}`;
}

type Identity = Pick<DesignElement, 'place' | 'kind' | 'key' | 'value'>;

function identityOf({ place, kind, key, value }: Identity): string {
  return [place, kind, key, String(value)].join(' ');
}

function leftOutOfElement(element: DesignElement): LeftOut {
  return {
    place: element.place as LeftOut['place'],
    kind: element.kind as LeftOut['kind'],
    key: element.key,
    value: element.value,
  };
}

/** Foot and sheet print the same values. */
function rowOrSheet(place: DesignElement['place']): 'sheet' | 'row' {
  return place === 'row' ? 'row' : 'sheet';
}

function newField(key: string, { lines }: FormTemplate, place: LeftOut['place']): Field {
  const format = FORMAT_BY_ENDING.find(([ending]) => ending.test(key))?.[1] ?? 'text';
  const inRow = place === 'row' && lines !== null;
  return {
    key,
    ...NEW_FIELD,
    ...(inRow ? { y: 0, h: lines.rowHeight } : {}),
    ...{ font: 'hei', size: NEW_SIZE, align: 'left', format, shrink: true, maxLines: 1, bold: false },
  };
}

type Thing = { key: string };

function thingAt(template: FormTemplate, id: string): Thing {
  const [place = '', list = '', at = ''] = id.split('.');
  const owners: Readonly<Record<string, object | null>> = { sheet: template, row: template.lines, foot: template.foot };
  const things = (owners[place] as Readonly<Record<string, readonly Thing[]>>)[list] ?? [];
  const thing = things[Number(at)];
  if (thing === undefined) throw new Error(`no ${id} in the form ${template.key}`);
  return thing;
}

function withList(
  template: FormTemplate,
  place: string,
  list: string,
  change: (things: readonly Thing[]) => readonly Thing[],
): FormTemplate {
  const changed = <Owner extends object>(owner: Owner): Owner => ({
    ...owner,
    [list]: change((owner as Readonly<Record<string, readonly Thing[] | undefined>>)[list] ?? []),
  });
  if (place === 'sheet') return changed(template);
  if (place === 'row') return template.lines === null ? template : { ...template, lines: changed(template.lines) };
  return template.foot === null ? template : { ...template, foot: changed(template.foot) };
}
