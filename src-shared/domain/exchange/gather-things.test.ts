import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cell } from './cell.ts';
import { checkThing } from './check-thing.ts';
import { columnNames, findHeader } from './find-header.ts';
import { createGatherer, type Gathered } from './gather-things.ts';
import type { GatheredThing } from './gathering.ts';
import { suggestMapping, type Mapping } from './suggest-mapping.ts';
import type { ThingKind } from './things.ts';

const cells = (...texts: string[]): Cell[] =>
  texts.map((each) => (each === '' ? { is: 'empty' } : { is: 'text', text: each }));

const fail = (place: number): never => {
  throw new Error(`nothing lies at ${String(place)}`);
};

type Gather = Omit<Gathered, 'things'> & { things: GatheredThing[] };

function gather(kind: ThingKind, columns: string[], mapping: Mapping, rows: string[][]): Gather {
  const things: GatheredThing[] = [];
  const gatherer = createGatherer(
    { kind, columns, mapping, known: { stationCode: new Set(['S1']) } },
    {
      put: (thing) => things.push(thing) - 1,
      get: (place) => things[place] ?? fail(place),
    },
  );
  rows.forEach((row, index) => gatherer.addRow(index + 2, cells(...row)));
  const gathered = gatherer.finish();
  expect(gathered.things).toBe(things.length);
  return { ...gathered, things };
}

const CLAIM_COLUMNS = ['date', 'plate', 'owner', 'km', 'model', 'text'];
const CLAIM_MAPPING: Mapping = {
  dateOrder: 'dmy',
  fields: {
    stationCode: { from: 'fixed', value: 'S1' },
    jobCardNo: { from: 'columns', columns: ['date', 'plate', 'owner', 'km'] },
    finishDate: { from: 'column', column: 'date' },
    plateNo: { from: 'column', column: 'plate' },
    customerName: { from: 'column', column: 'owner' },
    modelName: { from: 'column', column: 'model' },
    mileageKm: { from: 'column', column: 'km' },
    description: { from: 'column', column: 'text' },
  },
};

describe('rows become things', () => {
  it('makes one claim of the rows with one job card and keeps the line numbers', () => {
    const { things, counts, repeats } = gather('claims', CLAIM_COLUMNS, CLAIM_MAPPING, [
      ['01-06-17', 'A1', 'li', '758', 'BUS', 'ENGINE OIL'],
      ['01-06-17', 'A1', 'li', '758', 'BUS', 'POLISH'],
      ['01-06-17', 'A1', 'li', '758', 'BUS', 'ENGINE OIL'],
      ['02-06-17', 'A1', 'li', '760', 'BUS', 'POLISH'],
    ]);
    expect(counts).toEqual({ rowsRead: 4, rowsAccepted: 3, rowsRefused: 0, rowsRepeated: 1 });
    expect(repeats).toEqual([{ rowNo: 4, sameAsRowNo: 2 }]);
    expect(things.map((thing) => thing.rowNos)).toEqual([[2, 3], [5]]);
    expect(things[0]?.values).toEqual({
      stationCode: 'S1',
      jobCardNo: '01-06-17 | A1 | li | 758',
      finishDate: '2017-06-01',
      plateNo: 'A1',
      customerName: 'li',
      modelName: 'BUS',
      mileageKm: 758,
      lines: [
        { rowNo: 2, costType: 'LABOUR', description: 'ENGINE OIL' },
        { rowNo: 3, costType: 'LABOUR', description: 'POLISH' },
      ],
    });
  });

  it('says of each refused row what is wrong, and of which row it disagrees', () => {
    const { findings, counts } = gather('claims', CLAIM_COLUMNS, CLAIM_MAPPING, [
      ['01-06-17', 'A1', 'li', '758', 'BUS', 'OIL'],
      ['01-06-17', 'A1', 'li', '758', 'TRUCK', 'OIL'],
      ['31-02-17', 'A1', 'li', '758', 'BUS', 'OIL'],
      ['01-06-17', '', 'li', '758', 'BUS', 'OIL'],
      ['01-06-17', 'A2', 'li', 'far', 'BUS', 'OIL'],
      ['01-06-17', 'A3', 'li', '5', 'BUS', ''],
    ]);
    expect(counts).toEqual({ rowsRead: 6, rowsAccepted: 1, rowsRefused: 5, rowsRepeated: 0 });
    expect(findings.map(({ rowNo, field, reason }) => [rowNo, field, reason])).toEqual([
      [3, 'modelName', 'rows-of-one-claim-disagree'],
      [4, 'finishDate', 'date-does-not-exist'],
      [5, 'jobCardNo', 'key-missing'],
      [6, 'mileageKm', 'not-a-number'],
      [7, 'description', 'value-missing'],
    ]);
    expect(findings[0]?.details).toEqual({ otherRowNo: 2, otherValue: 'BUS' });
  });

  it('refuses an unknown station and a row with a separator too many', () => {
    const mapping = {
      ...CLAIM_MAPPING,
      fields: { ...CLAIM_MAPPING.fields, stationCode: { from: 'fixed', value: 'S9' } as const },
    };
    const { findings } = gather('claims', CLAIM_COLUMNS, mapping, [
      ['01-06-17', 'A1', 'li', '7', 'BUS', 'OIL', 'more'],
    ]);
    expect(findings.map(({ reason }) => reason)).toEqual(['station-unknown', 'row-has-too-many-cells']);
  });

  it('takes a master once and refuses a second row with the same key and other contents', () => {
    const mapping: Mapping = {
      dateOrder: 'ymd',
      fields: {
        opCode: { from: 'column', column: 'code' },
        name: { from: 'column', column: 'name' },
        stdHoursCenti: { from: 'column', column: 'hours' },
      },
    };
    const { things, findings, counts } = gather('labourOperations', ['code', 'name', 'hours'], mapping, [
      ['001', 'Oil', '0.5'],
      ['001', 'Oil', '0.5'],
      ['001', 'Oil', '0.6'],
      ['002', 'Air', '0.25'],
    ]);
    expect(things.map((thing) => thing.values)).toEqual([
      { opCode: '001', name: 'Oil', stdHoursCenti: 50 },
      { opCode: '002', name: 'Air', stdHoursCenti: 25 },
    ]);
    expect(findings).toEqual([
      { rowNo: 4, field: 'opCode', value: '001', reason: 'key-already-in-file', details: { otherRowNo: 2 } },
    ]);
    expect(counts).toEqual({ rowsRead: 4, rowsAccepted: 2, rowsRefused: 1, rowsRepeated: 1 });
  });

  it('puts every row in exactly one heap, whatever the file holds', () => {
    const word = fc.constantFrom('01-06-17', 'A1', '7', '', 'x', '31-02-17');
    fc.assert(
      fc.property(fc.array(fc.array(word, { minLength: 6, maxLength: 7 }), { maxLength: 40 }), (rows) => {
        const { things, findings, repeats, counts } = gather('claims', CLAIM_COLUMNS, CLAIM_MAPPING, rows);
        const inThings = things.flatMap((thing) => thing.rowNos);
        const refused = new Set(findings.map((finding) => finding.rowNo));
        const repeated = repeats.map((repeat) => repeat.rowNo);
        expect([...inThings, ...refused, ...repeated].sort((a, b) => a - b)).toEqual(rows.map((_, index) => index + 2));
        expect(counts).toEqual({
          rowsRead: rows.length,
          rowsAccepted: inThings.length,
          rowsRefused: refused.size,
          rowsRepeated: repeated.length,
        });
        for (const thing of things) expect(checkThing('claims', thing.values)).toEqual([]);
      }),
    );
  });
});

describe('finding the header and its fields', () => {
  it('passes over instruction rows and knows Chinese and English headers', () => {
    const rows = [
      { rowNo: 1, cells: cells('服务站导入模板：请勿修改列名，带 * 的必填') },
      { rowNo: 2, cells: cells('填写说明', '', '文本', '文本') },
      { rowNo: 4, cells: cells('服务站代码*', '名称', '大区', '开户行（全称）', '备注') },
      { rowNo: 5, cells: cells('S1', 'x', '1', 'y', 'z') },
    ];
    expect(findHeader('stations', rows).rowNo).toBe(4);
    const names = columnNames(rows[2]?.cells ?? [], 6);
    expect(names).toEqual(['服务站代码*', '名称', '大区', '开户行（全称）', '备注', '[F]']);
    expect(
      suggestMapping(
        'stations',
        names.map((name) => ({ name, samples: [] })),
      ).fields,
    ).toEqual({
      code: { from: 'column', column: '服务站代码*' },
      name: { from: 'column', column: '名称' },
      regionCode: { from: 'column', column: '大区' },
      bankName: { from: 'column', column: '开户行（全称）' },
    });
  });

  it('sees the order of day and month from the samples', () => {
    const order = (...samples: string[]) => suggestMapping('claims', [{ name: 'finish date', samples }]).dateOrder;
    expect(order('30-05-17', '02-06-17')).toBe('dmy');
    expect(order('05/30/2017')).toBe('mdy');
    expect(order('2017-05-30')).toBe('ymd');
  });

  it('gives repeated headers names of their own', () => {
    expect(columnNames(cells('a', 'a', '', 'a'), 4)).toEqual(['a', 'a (2)', '[C]', 'a (3)']);
  });
});

describe('what arrives is checked again', () => {
  it.each([
    ['vehicles', { vin: 'LXCBUS7B4D1000O45', modelName: 'M', productLine: 'COACH' }, 'vin-malformed'],
    ['vehicles', { vin: 'LXCBUS7B4D1000345', modelName: 'M' }, 'value-missing'],
    ['labourOperations', { opCode: '1', name: 'a', stdHoursCenti: 0.5 }, 'not-a-number'],
    ['labourOperations', { opCode: '1', name: 'a', stdHoursCenti: -1 }, 'negative-not-allowed'],
    [
      'claims',
      { stationCode: 'S', jobCardNo: 'J', finishDate: '2020-01-01', mileageKm: 1, vin: 'X', lines: [] },
      'claim-without-lines',
    ],
    [
      'claims',
      {
        stationCode: 'S',
        jobCardNo: 'J',
        finishDate: '2020-01-01',
        mileageKm: 1,
        lines: [{ rowNo: 2, description: 'a' }],
      },
      'vehicle-not-named',
    ],
    [
      'claims',
      {
        stationCode: 'S',
        jobCardNo: 'J',
        finishDate: '2020-02-01',
        submittedDate: '2020-01-01',
        mileageKm: 1,
        vin: 'X',
        lines: [{ rowNo: 2, description: 'a' }],
      },
      'dates-out-of-order',
    ],
  ] as const)('%s %o is refused as %s', (kind, values, reason) => {
    expect(checkThing(kind, values).map((finding) => finding.reason)).toEqual([reason]);
  });
});
