import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FormTemplate } from '../form-template.ts';
import { FIRST_FORMS } from '../forms/index.ts';
import { PAPERS } from '../papers.ts';
import { changeElement, moveElement, resizeElement, type ElementEdit } from './change-element.ts';
import { elementsOf, rowsOnOneSheet, type DesignElement } from './design-elements.ts';
import { elementsAt, snappedShift } from './design-snap.ts';
import { addToForm, idOfLast, leaveOut, leftOutOf, mayLeaveOut } from './form-contents.ts';
import { fieldOf, formFaults } from './form-faults.ts';
import { checkScan, MOST_SCAN_BASE64, MOST_SCAN_BYTES } from './scan-image.ts';

const forms = Object.values(FIRST_FORMS);
const STATEMENT = FIRST_FORMS.statement;

function element(template: FormTemplate, id: string): DesignElement {
  const found = elementsOf(template).find((each) => each.id === id);
  if (found === undefined) throw new Error(id);
  return found;
}
const idOf = (template: FormTemplate, key: string, place: DesignElement['place'] = 'sheet'): string =>
  elementsOf(template).find((each) => each.key === key && each.place === place)?.id ?? '';
const boxOf = ({ x, y, w, h }: DesignElement): number[] => [x, y, w, h];

describe('the things of a form', () => {
  it.each(forms)(
    '$key: every field, tick, date and barcode is there once, and the shipped form has no fault',
    (form) => {
      const { fields, checks, dates, barcodes, lines, foot } = form;
      const wanted =
        [fields, checks, dates, barcodes, lines?.fields ?? []].reduce((sum, list) => sum + list.length, 0) +
        (foot === null ? 0 : foot.fields.length + foot.checks.length + foot.dates.length) +
        (lines === null ? 0 : 1) +
        (foot === null ? 0 : 1);
      const elements = elementsOf(form);
      expect(new Set(elements.map(({ id }) => id)).size).toBe(wanted);
      expect(elements).toHaveLength(wanted);
      expect(formFaults(form)).toEqual([]);
    },
  );

  it('are read from above and from the left, the areas last', () => {
    const elements = elementsOf(STATEMENT);
    const things = elements.filter(({ place }) => place !== 'area');
    for (const [at, { y, x }] of things.entries()) {
      const before = things[at - 1];
      if (before !== undefined) expect(before.y < y || (before.y === y && before.x <= x)).toBe(true);
    }
    expect(elements.slice(-2).map(({ id }) => id)).toEqual(['area.lines', 'area.foot']);
  });

  it('a field of a row stands where the first row is, one of the foot where the foot is', () => {
    const { lines, foot } = STATEMENT;
    if (lines === null || foot === null) throw new Error('no rows');
    expect(element(STATEMENT, 'row.fields.0').y).toBeCloseTo(
      lines.firstTop + lines.headHeight + (lines.fields[0]?.y ?? 0),
      9,
    );
    expect(element(STATEMENT, 'foot.fields.0').y).toBeCloseTo(foot.top + (foot.fields[0]?.y ?? 0), 9);
  });
});

describe('what is on a form', () => {
  const blank = { type: 'statement', id: '1', no: '1', values: {}, lines: [] } as const;

  it.each(forms)(
    '$key: everything that may be left out comes back where it was, and nothing else is touched',
    (form) => {
      for (const gone of elementsOf(form).filter(mayLeaveOut)) {
        const without = leaveOut(form, gone.id);
        expect(elementsOf(without)).toHaveLength(elementsOf(form).length - 1);
        const [thing, ...others] = leftOutOf(without, null);
        expect(others).toEqual([]);
        expect(thing).toEqual({ place: gone.place, kind: gone.kind, key: gone.key, value: gone.value });
        if (thing === undefined) throw new Error(gone.id);
        const again = addToForm(without, thing);
        expect(boxOf(element(again, idOfLast(again, thing)))).toEqual(boxOf(gone));
        const sorted = (template: FormTemplate) =>
          elementsOf(template)
            .map(({ key, x, y }) => `${key} ${x} ${y}`)
            .sort();
        expect(sorted(again)).toEqual(sorted(form));
        expect(leftOutOf(again, null)).toEqual([]);
      }
    },
  );

  it('the mark of a reprint and the areas stay, and a form without the mark is not published', () => {
    const id = idOf(STATEMENT, 'reprint');
    expect(leaveOut(STATEMENT, id)).toBe(STATEMENT);
    expect(leaveOut(STATEMENT, 'area.lines')).toBe(STATEMENT);
    const fields = STATEMENT.fields.filter(({ key }) => key !== 'reprint');
    expect(formFaults({ ...STATEMENT, fields })).toContainEqual(
      expect.objectContaining({ kind: 'no-reprint-mark', blocks: true }),
    );
  });

  it('a value of the document that nothing prints is offered, written by its unit, on the sheet or in the row', () => {
    const document = { ...blank, values: { no: 'S1', freightFen: 12_345 }, lines: [{ boxCount: 3 }] };
    const offered = leftOutOf(STATEMENT, document);
    expect(offered).toEqual([
      { place: 'sheet', kind: 'field', key: 'freightFen', value: null },
      { place: 'row', kind: 'field', key: 'boxCount', value: null },
    ]);
    const both = offered.reduce(addToForm, STATEMENT);
    expect(fieldOf(both, idOfLast(both, { place: 'sheet', kind: 'field' }))).toMatchObject({
      key: 'freightFen',
      format: 'fen',
    });
    expect(fieldOf(both, idOfLast(both, { place: 'row', kind: 'field' }))).toMatchObject({
      key: 'boxCount',
      format: 'text',
    });
    expect(formFaults(both).filter(({ blocks }) => blocks)).toEqual([]);
    expect(leftOutOf(both, document)).toEqual([]);
  });
});

describe('moving', () => {
  it('a hundred nudges there and back end where they began, to the last digit', () => {
    const id = idOf(STATEMENT, 'no');
    let form = moveElement(STATEMENT, id, { dx: -5, dy: 0 });
    const before = element(form, id);
    for (let step = 0; step < 100; step += 1) form = moveElement(form, id, { dx: -0.1, dy: 0.1 });
    for (let step = 0; step < 100; step += 1) form = moveElement(form, id, { dx: 0.1, dy: -0.1 });
    expect(boxOf(element(form, id))).toEqual(boxOf(before));
  });

  it('moves that thing by exactly so much and nothing else', () => {
    for (const place of ['sheet', 'foot'] as const) {
      const moved = elementsOf(STATEMENT).filter((each) => each.place === place && each.kind === 'field')[2];
      if (moved === undefined) throw new Error(place);
      const after = elementsOf(moveElement(STATEMENT, moved.id, { dx: 0.5, dy: 0.5 }));
      for (const old of elementsOf(STATEMENT)) {
        const now = after.find(({ id }) => id === old.id);
        const by = old.id === moved.id ? { x: 0.5, y: 0.5 } : { x: 0, y: 0 };
        expect(now?.x, old.id).toBeCloseTo(old.x + by.x, 6);
        expect(now?.y, old.id).toBeCloseTo(old.y + by.y, 6);
      }
    }
  });

  it('whatever is done by hand, nothing leaves its paper or its row', () => {
    const shift = fc.record({
      at: fc.nat(200),
      dx: fc.integer({ min: -3000, max: 3000 }),
      dy: fc.integer({ min: -3000, max: 3000 }),
      isResize: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.constantFrom(...forms), fc.array(shift, { maxLength: 12 }), (form, shifts) => {
        let next = form;
        for (const { at, dx, dy, isResize } of shifts) {
          const things = elementsOf(next).filter(({ place }) => place !== 'area');
          const { id } = things[at % things.length] ?? { id: '' };
          next = (isResize ? resizeElement : moveElement)(next, id, { dx: dx / 10, dy: dy / 10 });
        }
        expect(formFaults(next).filter(({ blocks }) => blocks)).toEqual([]);
      }),
    );
  });

  it('at the edge the very same form comes back, so that nothing has to be undone', () => {
    const id = idOf(STATEMENT, 'no');
    const atEdge = moveElement(STATEMENT, id, { dx: -1000, dy: -1000 });
    expect(boxOf(element(atEdge, id)).slice(0, 2)).toEqual([0, 0]);
    expect(moveElement(atEdge, id, { dx: -0.5, dy: 0 })).toBe(atEdge);
    expect(moveElement(STATEMENT, 'sheet.fields.999', { dx: 1, dy: 1 })).toBe(STATEMENT);
  });

  it('the rows keep their lower edge, the foot takes its things along', () => {
    const rows = moveElement(STATEMENT, 'area.lines', { dx: 3, dy: 2 });
    expect([rows.lines?.firstTop, rows.lines?.bottom]).toEqual([
      (STATEMENT.lines?.firstTop ?? 0) + 2,
      STATEMENT.lines?.bottom,
    ]);
    const foot = moveElement(STATEMENT, 'area.foot', { dx: 0, dy: -4 });
    expect(element(foot, 'foot.fields.0').y).toBeCloseTo(element(STATEMENT, 'foot.fields.0').y - 4, 6);
    expect(foot.foot?.fields).toEqual(STATEMENT.foot?.fields);
  });

  it('a date moves as a whole and is stretched with what is between its parts', () => {
    const form = FIRST_FORMS.appraisal;
    const [date] = elementsOf(form).filter(({ kind }) => kind === 'date');
    if (date === undefined) throw new Error('no date');
    const wide = element(changeElement(form, date.id, { x: 40, w: date.w * 2 }), date.id);
    expect([wide.x, wide.w]).toEqual([40, date.w * 2]);
  });
});

describe('the panel', () => {
  const cases: [ElementEdit, Partial<ReturnType<typeof fieldOf> & object>][] = [
    [
      { x: 30, y: 40, w: 25, h: 6 },
      { x: 30, y: 40, w: 25, h: 6 },
    ],
    [{ size: 12.5 }, { size: 12.5 }],
    [{ align: 'right' }, { align: 'right' }],
    [
      { shrink: false, maxLines: 3, bold: true, font: 'song' },
      { shrink: false, maxLines: 3, bold: true, font: 'song' },
    ],
  ];
  it.each(cases)('%o', (edit, wanted) => {
    const id = idOf(STATEMENT, 'no');
    expect(fieldOf(changeElement(STATEMENT, id, edit), id)).toMatchObject(wanted);
  });

  it('later pages follow the first one only where their rows began at the same height', () => {
    const { lines } = FIRST_FORMS.countSheet;
    if (lines === null) throw new Error('no rows');
    const level = { ...FIRST_FORMS.countSheet, lines: { ...lines, nextTop: lines.firstTop } };
    expect(changeElement(level, 'area.lines', { y: 50 }).lines?.nextTop).toBe(50);
    const apart = { ...level, lines: { ...level.lines, nextTop: 20 } };
    expect(changeElement(apart, 'area.lines', { y: 50 }).lines?.nextTop).toBe(20);
  });
});

describe('the mouse', () => {
  const box = { x: 10.3, y: 20.2, w: 20, h: 5 };
  it.each([
    ['to the half millimetre where nothing is near', [], { dx: 5.1, dy: 0 }, [15.5, 20, null, null]],
    ['to the left edge of a neighbour', [{ x: 15.9, y: 90, w: 9, h: 9 }], { dx: 5.1, dy: 0 }, [15.9, 20, 15.9, null]],
    ['with its right edge to one, too', [{ x: 35.9, y: 90, w: 9, h: 9 }], { dx: 5.1, dy: 0 }, [15.9, 20, 35.9, null]],
    [
      'to the nearer of two',
      [
        { x: 15.2, y: 22, w: 9, h: 9 },
        { x: 15.7, y: 90, w: 9, h: 9 },
      ],
      { dx: 5.1, dy: 2 },
      [15.2, 22, 15.2, 22],
    ],
  ] as const)('brings a box %s', (_name, others, by, [x, y, guideX, guideY]) => {
    const snapped = snappedShift(box, others, by);
    expect(box.x + snapped.dx).toBeCloseTo(x, 6);
    expect(box.y + snapped.dy).toBeCloseTo(y, 6);
    expect([snapped.guideX, snapped.guideY]).toEqual([guideX, guideY]);
  });

  it('takes the smaller of two things under it, a thing before an area, and one a little beside it', () => {
    const things = elementsOf(STATEMENT);
    const no = element(STATEMENT, idOf(STATEMENT, 'no'));
    const inside = { ...no, id: 'small', x: no.x + 1, y: no.y + 1, w: 2, h: 2 };
    expect(elementsAt([...things, inside], { x: no.x + 2, y: no.y + 2 }).map(({ id }) => id)).toEqual(['small', no.id]);
    expect(elementsAt([inside], { x: inside.x - 0.5, y: inside.y })).toEqual([inside]);
    expect(elementsAt([inside], { x: inside.x - 0.7, y: inside.y })).toEqual([]);
    const row = element(STATEMENT, 'row.fields.0');
    const under = elementsAt(things, { x: row.x + 1, y: row.y + 1 }).map(({ id }) => id);
    expect([under[0], under.at(-1)]).toEqual(['row.fields.0', 'area.lines']);
  });
});

describe('what is wrong with a form', () => {
  const no = idOf(STATEMENT, 'no');
  it.each([
    ['outside', { x: 205, w: 20 }, true],
    ['too-small', { w: 0 }, true],
    ['too-small', { h: 0.5 }, true],
    ['too-tall', { size: 40 }, false],
  ] as const)('%s after %o', (kind, edit, blocks) => {
    const faults = formFaults(changeElement(STATEMENT, no, edit));
    expect(faults[0]).toMatchObject({ kind, id: no, key: 'no', blocks });
  });

  it('two fields on each other are told with both names and do not stop anybody', () => {
    const other = element(STATEMENT, idOf(STATEMENT, 'page'));
    const faults = formFaults(changeElement(STATEMENT, no, { x: other.x, y: other.y }));
    expect(faults).toEqual([expect.objectContaining({ kind: 'overlap', blocks: false })]);
    expect([faults[0]?.key, faults[0]?.otherKey].sort()).toEqual(['no', 'page']);
  });

  it('rows without room, a row too low for its fields, and a paper that is none', () => {
    const top = STATEMENT.foot?.top ?? 0;
    expect(formFaults(changeElement(STATEMENT, 'area.lines', { y: top })).map(({ kind }) => kind)).toContain(
      'no-room-for-rows',
    );
    expect(formFaults(changeElement(STATEMENT, 'area.lines', { rowHeight: 3 })).map(({ kind }) => kind)).toContain(
      'outside',
    );
    const paper = { ...PAPERS.A4, widthMm: 500 };
    expect(formFaults({ ...STATEMENT, paper }).map(({ kind }) => kind)).toEqual(['paper']);
  });

  it('rows on a sheet that is the first and the last: as many as fit between head and foot', () => {
    expect(forms.filter(({ lines }) => lines !== null).every((form) => rowsOnOneSheet(form) > 0)).toBe(true);
    expect(rowsOnOneSheet(FIRST_FORMS.dispatch)).toBe(0);
  });
});

describe('the scan', () => {
  const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1];
  it.each([
    ['a PNG', png, { ok: true, contentType: 'image/png' }],
    ['a JPEG', [0xff, 0xd8, 0xff, 0xe0], { ok: true, contentType: 'image/jpeg' }],
    ['a GIF', [0x47, 0x49, 0x46, 0x38], { ok: false, reason: 'scan-no-picture' }],
    ['nothing', [], { ok: false, reason: 'scan-no-picture' }],
  ])('%s is known by its first bytes', (_name, bytes, wanted) => {
    expect(checkScan(bytes)).toEqual(wanted);
  });

  it('may have two and a half megabytes, and its text fits what the door takes', () => {
    const large = new Uint8Array(MOST_SCAN_BYTES);
    large.set(png);
    expect(checkScan(large).ok).toBe(true);
    expect(Buffer.from(large).toString('base64').length).toBeLessThanOrEqual(MOST_SCAN_BASE64);
    const larger = new Uint8Array(MOST_SCAN_BYTES + 1);
    larger.set(png);
    expect(checkScan(larger)).toEqual({ ok: false, reason: 'scan-too-large' });
  });
});
