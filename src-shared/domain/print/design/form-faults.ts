import type { Field, FormTemplate } from '../form-template.ts';
import { PAPERS } from '../papers.ts';
import { MM_PER_POINT } from '../text-metrics.ts';
import { SMALLEST_BOX_MM } from './change-element.ts';
import { elementsOf, rowsOnOneSheet, SAME_PLACE_MM, type DesignElement } from './design-elements.ts';
import { REPRINT_KEY } from './form-contents.ts';

/** `paper` and `no-reprint-mark` have no thing, `overlap` names the other one as well. */
export type FaultKind =
  'outside' | 'too-small' | 'no-room-for-rows' | 'paper' | 'no-reprint-mark' | 'overlap' | 'too-tall';

export interface FormFault {
  kind: FaultKind;
  /** Id and key of the thing; empty when it is the form as a whole. */
  id: string;
  key: string;
  otherKey: string | null;
  /** False for what is only worth a look: a form may have reasons of its own. */
  blocks: boolean;
}

/**
 * What is wrong with a form that was designed, the grave ones first: another paper than it says, no mark of a reprint, a
 * thing under a millimetre or outside of its sheet or row, no room for a single row; then things that lie on each other and
 * letters higher than their place. Run by the designer and again by the server (spec §6.2).
 */
export function formFaults(template: FormTemplate): FormFault[] {
  const elements = elementsOf(template);
  const fault = (
    kind: FaultKind,
    { id, key }: { id: string; key: string },
    otherKey: string | null = null,
  ): FormFault => ({
    ...{ kind, id, key, otherKey },
    blocks: kind !== 'overlap' && kind !== 'too-tall',
  });
  const form = { id: '', key: '' };
  const paper = PAPERS[template.paper.key];
  const isPaper = paper.widthMm === template.paper.widthMm && paper.heightMm === template.paper.heightMm;
  return [
    ...(isPaper ? [] : [fault('paper', form)]),
    ...(elements.some(({ key }) => key === REPRINT_KEY) ? [] : [fault('no-reprint-mark', form)]),
    ...elements.filter(isTooSmall).map((element) => fault('too-small', element)),
    ...elements.filter(isOutside).map((element) => fault('outside', element)),
    ...(hasNoRow(template) ? [fault('no-room-for-rows', { id: 'area.lines', key: 'lines' })] : []),
    ...overlaps(elements).map(([element, other]) => fault('overlap', element, other.key)),
    ...elements.filter((element) => isTooTall(element, template)).map((element) => fault('too-tall', element)),
  ];
}

function isTooSmall({ w, h }: DesignElement): boolean {
  return w < SMALLEST_BOX_MM || h < SMALLEST_BOX_MM;
}

function isOutside({ x, y, w, h, room }: DesignElement): boolean {
  const slack = SAME_PLACE_MM;
  return x < room.x - slack || y < room.y - slack || x + w > room.x + room.w + slack || y + h > room.y + room.h + slack;
}

/** Neither on the first sheet with the foot nor on a later one there is room for a row. */
function hasNoRow(template: FormTemplate): boolean {
  const { lines } = template;
  if (lines === null) return false;
  const later = lines.bottom - lines.nextTop - lines.headHeight;
  return rowsOnOneSheet(template) === 0 || later + SAME_PLACE_MM < lines.rowHeight;
}

/** Pairs of fields of the same place that cover each other; a tick may stand wherever the form wants it. */
function overlaps(elements: readonly DesignElement[]): [DesignElement, DesignElement][] {
  const things = elements.filter(({ kind }) => kind === 'field' || kind === 'date' || kind === 'barcode');
  return things.flatMap((one, at) =>
    things
      .slice(at + 1)
      .filter((other) => other.place === one.place && covers(one, other))
      .map((other): [DesignElement, DesignElement] => [one, other]),
  );
}

/** A hair of a millimetre is no overlap: neighbours in a table share their edge. */
const HAIR_MM = 0.1;

function covers(one: DesignElement, other: DesignElement): boolean {
  const across = Math.min(one.x + one.w, other.x + other.w) - Math.max(one.x, other.x);
  const down = Math.min(one.y + one.h, other.y + other.h) - Math.max(one.y, other.y);
  return across > HAIR_MM && down > HAIR_MM;
}

function isTooTall({ id, h, kind }: DesignElement, template: FormTemplate): boolean {
  if (kind !== 'field') return false;
  const size = fieldOf(template, id)?.size ?? 0;
  return size * MM_PER_POINT > h + SAME_PLACE_MM;
}

/** The field behind an id of the designer; undefined for anything that is no field. */
export function fieldOf({ fields, lines, foot }: FormTemplate, id: string): Field | undefined {
  const [place = '', list = '', at = ''] = id.split('.');
  if (list !== 'fields') return undefined;
  const lists: Readonly<Record<string, readonly Field[] | undefined>> = {
    sheet: fields,
    row: lines?.fields,
    foot: foot?.fields,
  };
  return lists[place]?.[Number(at)];
}
