import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { submitClaims } from '../claims/submit-claims.ts';
import type { BodyOf } from '../commands/command-handler.ts';
import { ENGINES, openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { inCommand, newTestId, seedSmallCompany, testUser } from '../testing/small-company.ts';
import { exchangeCommands } from './exchange.commands.ts';

const clerk = testUser('U-L1', ['l1']);
const commands = exchangeCommands({ submitClaims });
type Body = BodyOf<'exchange.import'>;

const station = {
  ...{ code: 'BC30', name: 'Plant BC30', regionCode: '1', type: 'EXTERNAL', grade: 'B', taxpayerType: 'SMALL' },
  ...{ contractNo: 'HT-9', contractFromDate: '2015-01-01', contractToDate: '2030-12-31' },
};
const vehicle = {
  vin: 'LXCBUS7B6D1000346',
  plateNo: 'KA01',
  customerName: 'ACME',
  modelName: 'Nano',
  productLine: 'COACH',
};
const operation = { opCode: 'X-1', name: 'Engine oil', stdHoursCenti: 50 };
const claim = {
  ...{ stationCode: 'BC30', jobCardNo: '2018-06-01/KA01', plateNo: 'KA01', customerName: 'ACME', modelName: 'Nano' },
  ...{ finishDate: '2018-06-01', submittedDate: '2018-06-05', mileageKm: 1200 },
  lines: [
    { rowNo: 2, costType: 'LABOUR', description: 'Engine oil' },
    { rowNo: 3, costType: 'LABOUR', description: 'Not catalogued', hoursCenti: 100 },
  ],
};

describe.each(ENGINES)('import on %s', (engine) => {
  let store: TestCentral;

  beforeAll(async () => {
    store = await openTestCentral(engine);
    await seedSmallCompany(store.db);
  });
  afterAll(() => store.close());

  const take = async (importKind: Body['importKind'], values: object[]): Promise<unknown[]> => {
    const things = values.map((value, index) => ({ key: `K${index}`, rowNos: [index + 2], values: { ...value } }));
    const body: Body = {
      ...{ kind: 'exchange.import', importId: newTestId(), importKind, fileName: 'a.xlsx', part: 1, parts: 1, things },
      ...{ fileSha256: 'f'.repeat(64), mappingSha256: 'm'.repeat(64) },
    };
    const outcome = await inCommand(store.db, clerk, (context) => commands['exchange.import'](context, body));
    return outcome.status === 'applied' ? (outcome.imported ?? []) : [outcome];
  };

  it.each([
    ['stations', station, { ...station, name: 'Renamed' }],
    ['vehicles', vehicle, { ...vehicle, engineNo: 'E-1' }],
    ['labourOperations', operation, { ...operation, stdHoursCenti: 60 }],
  ] as const)('%s are created, then unchanged, then updated', async (kind, first, changed) => {
    expect(await take(kind, [first])).toMatchObject([{ outcome: 'created', issues: [] }]);
    expect(await take(kind, [first])).toMatchObject([{ outcome: 'unchanged' }]);
    expect(await take(kind, [changed])).toMatchObject([{ outcome: 'updated' }]);
    expect(await take(kind, [changed])).toMatchObject([{ outcome: 'unchanged' }]);
  });

  it('a vehicle brings its model and its customer along, once', async () => {
    const models = await store.db.selectFrom('productModel').select('name').where('name', '=', 'Nano').execute();
    const customers = await store.db.selectFrom('customer').select('name').where('name', '=', 'ACME').execute();
    expect([models.length, customers.length]).toEqual([1, 1]);
  });

  it('a thing that cannot be taken in is refused at its row and the others are taken in', async () => {
    const results = await take('stations', [
      { ...station, code: 'N1', regionCode: '99' },
      { ...station, code: 'N2' },
    ]);
    expect(results).toMatchObject([
      { outcome: 'refused', issues: [{ rowNo: 2, field: 'regionCode', value: '99', reason: 'region-unknown' }] },
      { outcome: 'created' },
    ]);
  });

  it('a claim is judged as of its day of submission, and only once', async () => {
    expect(await take('claims', [claim])).toMatchObject([{ outcome: 'created', issues: [] }]);
    const stored = await store.db.selectFrom('claim').selectAll().where('claimantCode', '=', 'BC30').execute();
    expect(stored).toMatchObject([
      { no: 'SPBC30180600001', stationRef: '2018-06-01/KA01', submittedDate: '2018-06-05', mainItemText: 'Engine oil' },
    ]);
    const lines = await store.db
      .selectFrom('claimLine')
      .selectAll()
      .where('claimId', '=', stored[0]?.id ?? '')
      .orderBy('seq')
      .execute();
    expect(lines.map((line) => line.itemCode)).toEqual(['X-1', null]);
    // 0.60 h at 60.00 per hour, grade B: the station stated neither hours nor amount.
    expect(lines[0]).toMatchObject({ hoursCenti: 60, claimedFen: 3600, isMain: 1 });
    expect(await take('claims', [claim])).toMatchObject([{ outcome: 'unchanged', targetId: stored[0]?.id }]);
    expect(await take('claims', [{ ...claim, mileageKm: 9999 }])).toMatchObject([
      { outcome: 'refused', issues: [{ reason: 'claim-stored-differently', field: 'jobCardNo' }] },
    ]);
  });

  it('a claim for a vehicle nobody knows is refused with what was looked for', async () => {
    const results = await take('claims', [{ ...claim, jobCardNo: 'OTHER', plateNo: 'KA99' }]);
    expect(results).toMatchObject([
      { outcome: 'refused', issues: [{ reason: 'vehicle-unknown', field: 'plateNo', value: 'KA99' }] },
    ]);
  });

  it('every row of a file keeps what became of it', async () => {
    const batches = await store.db.selectFrom('importBatch').selectAll().orderBy('id', 'desc').limit(1).execute();
    expect(batches).toMatchObject([{ kind: 'claims', status: 'DONE', rowCount: 1, refusedCount: 1 }]);
  });
});
