import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hideNewRows } from '../counts/blindness.ts';
import { countFileRoom } from '../counts/count-file-room.ts';
import { paperArrived } from '../claims/paper-arrived.ts';
import { submitClaims } from '../claims/submit-claims.ts';
import type { BodyOf } from '../commands/command-handler.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { ENGINES, openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { inCommand, newTestId, seedSmallCompany, testUser } from '../testing/small-company.ts';
import { postMovements } from '../parts/post-movements.ts';
import { exchangeCommands } from './exchange.commands.ts';

const clerk = testUser('U-L1', ['l1']);
const counter = testUser('U-CT', ['counter']);
const commands = exchangeCommands({ submitClaims, postMovements, countFileRoom, hideNewRows, paperArrived });
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

const customer = { code: '0022', name: 'Transit', type: 'TRANSIT', regionCode: '1' };
const supplier = { code: 'S-1', name: 'Bolts', bankAccount: '6222021234567890123' };
const part = { partNo: '00123', name: 'Bolt', uom: '个', supplierCode: 'S-1', issuePriceFen: 100 };
const price = { partNo: '00123', priceKind: 'ISSUE', amountFen: 1250, validFromDate: '2026-01-01' };
const fitment = { partNo: '00123', modelCode: 'XM6127', chassisFrom: null };
const campaign = {
  ...{ code: '20V025', type: 'SAFETY', funding: 'MAKER', validFromDate: '2020-01-01' },
  lines: [{ rowNo: 2, documentName: 'a.pdf', summary: 'long '.repeat(300) }],
};
const erpBalance = {
  ...{ erpSystem: 'AW', extractDate: '2026-03-01', plant: '1', sloc: '6', partNo: 'nobody-knows', qtyMilli: 5000 },
};
const erpDocument = { erpSystem: 'AW', docType: 'PO', docNo: '1', lineNo: '1', partNo: '00123', amountMicro: 1 };
const invoice = {
  ...{ invoiceNo: '24312000000012345678', statementNo: 'ST-1', issueDate: '2026-03-02', kind: 'SPECIAL' },
  ...{ netFen: 10_000, taxRateBp: 600, taxFen: 600, grossFen: 10_600 },
};
const opening = { warehouseCode: 'W1', partNo: '00123', qtyMilli: 5000, unitFen: 250 };
const movement = { warehouseCode: 'W1', partNo: '00123', type: 'ISSUE_SALE', effectiveAtMs: 1_700_000_000_000 };

describe.each(ENGINES)('import on %s', (engine) => {
  let store: TestCentral;

  beforeAll(async () => {
    store = await openTestCentral(engine);
    await seedSmallCompany(store.db);
    await store.db
      .insertInto('warehouse')
      .values({ ...rowIdentity('W1', 'g'), code: 'W1', name: '金华库', regionId: 'R1' })
      .execute();
    await store.db
      .insertInto('statement')
      .values({
        ...rowIdentity('ST-1', 'r:1'),
        ...{ no: 'ST-1', runKey: 'K', claimantType: 'STATION', claimantId: 'ST1', claimantCode: 'S001' },
        ...{ claimantName: '金华站', stationId: 'ST1', regionId: 'R1', ...STATEMENT_DATES },
      })
      .execute();
  });
  afterAll(() => store.close());

  const take = async (importKind: Body['importKind'], values: object[], user = clerk): Promise<unknown[]> => {
    const things = values.map((value, index) => ({ key: `K${index}`, rowNos: [index + 2], values: { ...value } }));
    const body: Body = {
      ...{ kind: 'exchange.import', importId: newTestId(), importKind, fileName: 'a.xlsx', part: 1, parts: 1, things },
      ...{ fileSha256: 'f'.repeat(64), mappingSha256: 'm'.repeat(64) },
    };
    const outcome = await inCommand(store.db, user, (context) => commands['exchange.import'](context, body));
    return outcome.status === 'applied' ? (outcome.imported ?? []) : [outcome];
  };

  it.each([
    ['stations', station, { ...station, name: 'Renamed' }],
    ['vehicles', vehicle, { ...vehicle, engineNo: 'E-1' }],
    ['labourOperations', operation, { ...operation, stdHoursCenti: 60 }],
    ['customers', customer, { ...customer, regionCode: null, phone: '010-1' }],
    ['suppliers', supplier, { ...supplier, status: 'CLOSED' }],
    ['parts', part, { ...part, spec: 'M8', isWear: true }],
    ['prices', price, { ...price, amountFen: 1300 }],
    ['applicability', fitment, { ...fitment, qtyPerVehicleMilli: 2000 }],
    ['campaigns', campaign, { ...campaign, lines: [...campaign.lines, { rowNo: 3, documentName: 'b.pdf' }] }],
    ['erpBalances', erpBalance, { ...erpBalance, qtyMilli: -1500 }],
    ['erpDocuments', erpDocument, { ...erpDocument, rejectedMilli: 1 }],
    ['divisions', { code: '11', name: '北京市' }, { code: '11', name: '北京' }],
    ['nameLists', { listCode: 'X', name: '王', weightMicro: 1 }, { listCode: 'X', name: '王', weightMicro: 2 }],
    ['invoices', invoice, { ...invoice, buyerTaxNo: '91110000' }],
  ] as const)('%s are created, then unchanged, then updated', async (kind, first, changed) => {
    expect(await take(kind, [first])).toMatchObject([{ outcome: 'created', issues: [] }]);
    expect(await take(kind, [first])).toMatchObject([{ outcome: 'unchanged' }]);
    expect(await take(kind, [changed])).toMatchObject([{ outcome: 'updated' }]);
    expect(await take(kind, [changed])).toMatchObject([{ outcome: 'unchanged' }]);
  });

  it('an operation names the one that mends what it replaces, wherever that stands in the list', async () => {
    const mend = { opCode: 'R-2', name: 'Mend the pump', stdHoursCenti: 100 };
    const replace = {
      opCode: 'R-1',
      name: 'Replace the pump',
      stdHoursCenti: 300,
      repairOpCode: 'R-2',
      repairPartsFen: 990,
    };
    expect(await take('labourOperations', [replace, mend])).toMatchObject([
      { outcome: 'created' },
      { outcome: 'created' },
    ]);
    expect(await take('labourOperations', [{ ...replace, repairPartsFen: 1000 }])).toMatchObject([
      { outcome: 'updated' },
    ]);
    expect(await take('labourOperations', [{ ...replace, opCode: 'R-3', repairOpCode: 'R-9' }])).toMatchObject([
      { outcome: 'refused', issues: [{ reason: 'repair-operation-unknown', field: 'repairOpCode', value: 'R-9' }] },
    ]);
    const rows = await store.db
      .selectFrom('labourOperation as o')
      .innerJoin('labourOperation as r', 'r.id', 'o.repairOpId')
      .select(['o.opCode', 'r.opCode as repairOpCode', 'o.repairPartsFen'])
      .where('o.opCode', 'in', ['R-1', 'R-3'])
      .execute();
    expect(rows).toEqual([{ opCode: 'R-1', repairOpCode: 'R-2', repairPartsFen: 1000 }]);
  });

  it('a part carries the price in force today, and keeps its number as text', async () => {
    const rows = await store.db
      .selectFrom('part')
      .select(['partNo', 'issuePriceFen'])
      .where('partNo', '=', '00123')
      .execute();
    expect(rows).toEqual([{ partNo: '00123', issuePriceFen: 1300 }]);
    expect(
      await take('parts', [
        { partNo: '0123', name: 'x', uom: '个' },
        { ...part, partNo: 'a1' },
        { ...part, partNo: 'A1' },
      ]),
    ).toMatchObject(['created', 'created', 'created'].map((outcome) => ({ outcome })));
  });

  it('an opening balance is posted once, and another quantity for it is refused', async () => {
    expect(await take('openingStock', [opening])).toMatchObject([{ outcome: 'created' }]);
    expect(await take('openingStock', [opening])).toMatchObject([{ outcome: 'unchanged' }]);
    expect(await take('openingStock', [{ ...opening, qtyMilli: 6000 }])).toMatchObject([
      {
        outcome: 'refused',
        issues: [{ reason: 'movement-already-posted', details: { postedQty: 5, postedFen: 1250 } }],
      },
    ]);
    expect(await take('openingStock', [{ ...opening, partNo: 'A1', qtyMilli: 1500 }])).toMatchObject([
      { outcome: 'refused', issues: [{ reason: 'whole-unit-decimals', field: 'qtyMilli' }] },
    ]);
  });

  it('movements are named by file and row: equal rows both count, the same file never twice', async () => {
    const rows = [
      { ...movement, qtyMilli: 2000 },
      { ...movement, qtyMilli: 2000 },
      { ...movement, qtyMilli: -2000, binCode: 'A-1' },
    ];
    expect(await take('stockMovements', rows)).toMatchObject(rows.map(() => ({ outcome: 'created' })));
    expect(await take('stockMovements', rows)).toMatchObject(rows.map(() => ({ outcome: 'unchanged' })));
    const balances = await store.db
      .selectFrom('stockBalance')
      .select(['qtyMilli', 'binId'])
      .orderBy('qtyMilli')
      .execute();
    expect(balances).toMatchObject([{ qtyMilli: 1000, binId: null }, { qtyMilli: 2000 }]);
    expect(
      await take('stockMovements', [
        { ...movement, qtyMilli: 1, partNo: 'X' },
        { ...movement, qtyMilli: 0, warehouseCode: 'X' },
      ]),
    ).toMatchObject([
      { issues: [{ reason: 'part-unknown', field: 'partNo' }] },
      { issues: [{ reason: 'warehouse-unknown', field: 'warehouseCode' }] },
    ]);
  });

  it('a count sets its line: blank leaves it, the same changes nothing, another supersedes', async () => {
    await addCountSheet(store);
    const count = { sheetNo: 'PD-1', lineUid: 'CL1', partNo: '00123', qtyMilli: 0 };
    const bring = (...values: object[]): Promise<unknown[]> => take('countSheets', values, counter);
    expect(await bring({ ...count, qtyMilli: null })).toMatchObject([{ outcome: 'unchanged' }]);
    expect(await bring(count)).toMatchObject([{ outcome: 'created' }]);
    expect(await bring(count)).toMatchObject([{ outcome: 'unchanged' }]);
    expect(await bring({ ...count, qtyMilli: 3000 })).toMatchObject([{ outcome: 'updated' }]);
    const refused = [
      { ...count, lineUid: 'NO' },
      { ...count, sheetNo: 'PD-2' },
      { ...count, uom: '箱' },
      { ...count, qtyMilli: 500 },
      { ...count, partNo: '123' },
      { ...count, countedAtMs: 4_000_000_000_000 },
    ];
    const results = (await bring(...refused)) as { issues: { reason: string }[] }[];
    expect(results.map((each) => each.issues[0]?.reason)).toEqual([
      'count-line-unknown',
      'count-line-of-another-sheet',
      'unit-unknown',
      'whole-unit-decimals',
      'part-code-differs',
      'date-in-the-future',
    ]);
    expect(await take('countSheets', [count])).toMatchObject([{ issues: [{ reason: 'count-not-your-role' }] }]);
    const [{ id: warehouseId } = { id: '' }] = await store.db.selectFrom('warehouse').select('id').execute();
    const bin = { ...rowIdentity('BIN-X', 'g'), warehouseId, code: 'X-1', zone: 'X', walkSeq: 1 };
    await store.db.insertInto('warehouseBin').values(bin).execute();
    const found = { sheetNo: 'PD-1', binCode: 'X-1', partNo: '00123', qtyMilli: 2000 };
    expect(await bring(found)).toMatchObject([{ outcome: 'created' }]);
    expect(await bring(found)).toMatchObject([{ outcome: 'unchanged' }]);
    expect(await bring({ ...found, binCode: 'X-9' })).toMatchObject([{ issues: [{ reason: 'bin-unknown' }] }]);
    const lines = await store.db.selectFrom('countLine').select(['origin', 'bookQtyMilli']).orderBy('lineNo').execute();
    expect(lines.map(({ origin }) => origin)).toEqual(['PLANNED', 'FOUND']);
    expect(await take('parts', [part], counter)).toMatchObject([{ status: 'rejected', reason: 'role-not-allowed' }]);
    const entries = await store.db
      .selectFrom('countEntry')
      .select(['qtyMilli', 'supersedesId'])
      .where('lineId', '=', 'CL1')
      .orderBy('qtyMilli')
      .execute();
    expect(entries.map((entry) => [entry.qtyMilli, entry.supersedesId === null])).toEqual([
      [0, true],
      [3000, false],
    ]);
    await expect(store.db.deleteFrom('countEntry').execute()).rejects.toThrow('append-only');
  });

  it('an invoice must add up and name a statement, and once decided no file changes it', async () => {
    expect(
      await take('invoices', [
        { ...invoice, taxFen: 601 },
        { ...invoice, statementNo: 'NO' },
      ]),
    ).toMatchObject([
      { issues: [{ reason: 'invoice-does-not-add-up', field: 'grossFen' }] },
      { issues: [{ reason: 'statement-unknown', field: 'statementNo' }] },
    ]);
    await store.db.updateTable('invoice').set({ status: 'MATCHED' }).execute();
    expect(await take('invoices', [{ ...invoice, kind: 'NORMAL' }])).toMatchObject([
      { issues: [{ reason: 'invoice-decided' }] },
    ]);
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

const STATEMENT_DATES = {
  ...{ periodFromDate: '2026-02-01', periodToDate: '2026-02-28', taxDate: '2026-02-28', status: 'CONFIRMED' },
  ...{ kind: 'MONTHLY', payout: 'PAY', claimsSha256: '', createdAtMs: 0, createdBy: 'U' },
} as const;

async function addCountSheet({ db }: TestCentral): Promise<void> {
  const [partRow] = await db.selectFrom('part').select('id').where('partNo', '=', '00123').execute();
  const place = { warehouseId: 'W1', partId: partRow?.id ?? '', owner: 'HQ', condition: 'NEW' };
  await db
    .insertInto('countPlan')
    .values({
      ...rowIdentity('CP1', 'r:1'),
      ...{
        planNo: 'P-1',
        name: '循环',
        type: 'CYCLE',
        warehouseIdsJson: '["W1"]',
        scopeJson: '{}',
        mode: 'SNAPSHOT',
        blind: 0,
      },
      ...{ plannedFromDate: '2026-03-01', plannedToDate: '2026-03-31', status: 'COUNTING', ownerUserId: 'U' },
    })
    .execute();
  await db
    .insertInto('countSheet')
    .values({
      ...rowIdentity('CS1', 'r:1', 'CP1'),
      ...{ sheetNo: 'PD-1', planId: 'CP1', warehouseId: 'W1', status: 'COUNTING', counterUserId: 'U-CT' },
    })
    .execute();
  await db
    .insertInto('countLine')
    .values({
      ...rowIdentity('CL1', 'r:1', 'CS1'),
      sheetId: 'CS1',
      lineNo: 1,
      ...place,
      origin: 'PLANNED',
      state: 'OPEN',
    })
    .execute();
}
