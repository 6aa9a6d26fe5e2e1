import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { photoArrived } from '../claims/photo-arrived.ts';
import { resubmitLines } from '../claims/resubmit-claim.ts';
import { writeStationWord } from '../claims/station-word.ts';
import { submitClaims } from '../claims/submit-claims.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { withExif } from '../photos/testing/exif-block.ts';
import { moveStatement } from '../settlement/statement-events.ts';
import { openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { newTestId, seedSmallCompany, testUser, TEST_NOW_MS, TEST_TODAY, TEST_VIN } from '../testing/small-company.ts';
import type { Caller } from '../http/caller.ts';
import { intakeHandlers, type IntakeHandlers } from './intake.handlers.ts';

const station: Caller = {
  user: { ...testUser('U-ST', ['station']), stationId: 'ST1' },
  ...{ regionCode: '1', stationCode: null, engineerId: null, deviceId: 'D', tokenExpiresAtMs: TEST_NOW_MS },
};
const engineer: Caller = { ...station, user: testUser('U-EN', ['engineer']), engineerId: 'EN1' };
const clerk: Caller = { ...station, user: testUser('U-L1', ['l1']) };

const order = {
  ...{ number: 'WO-1', requestNumber: null, vin: TEST_VIN, plateNo: null, mileageInKm: 50_000, mileageOutKm: 50_001 },
  ...{ startAt: '2026-03-11T09:00:00+08:00', finishAt: '2026-03-11T11:00:00+08:00', place: 'SHOP' as const },
  ...{ complaintText: '漏水', technician: null, customerSigned: true, payType: 'WARRANTY' as const },
  labour: [{ opCode: 'L-100', hoursCenti: 200, technician: '钱工' }],
};
const line = {
  ...{ costType: 'LABOUR' as const, opCode: 'L-100', partNo: null, description: '更换水泵', hoursCenti: 200 },
  ...{ qtyMilli: null, km: null, unitFen: 6000, claimedFen: 12_000, supplyMode: null },
};
const claim = {
  ...{ number: 'C-1', workOrderNumber: 'WO-1', vin: TEST_VIN, plateNo: null, type: 'WARRANTY' as const },
  ...{ failureDate: '2026-03-10', startAt: null, finishAt: order.finishAt, mileageKm: 50_001, complaintText: '漏水' },
  ...{ responsibility: 'MAKER' as const, lines: [line] },
};

describe('the intake of the stations', () => {
  let store: TestCentral;
  let intake: IntakeHandlers;
  let committed = 0;

  beforeAll(async () => {
    store = await openTestCentral('pglite');
    await seedSmallCompany(store.db);
    await store.db
      .insertInto('engineer')
      .values({ ...rowIdentity('EN1', 'g'), empNo: 'E007', name: '林工', regionId: 'R1', skills: '', status: 'ACTIVE' })
      .execute();
    intake = intakeHandlers({
      ...{
        db: store.db,
        newId: newTestId,
        nowMs: () => TEST_NOW_MS,
        today: () => TEST_TODAY,
        submitClaims,
        moveStatement,
        resubmitLines,
        writeStationWord,
        photoArrived,
      },
      onCommitted: () => {
        committed += 1;
      },
    });
  });
  afterAll(() => store.close());

  it('registers a work order and its claim once, whatever the number of times they are sent', async () => {
    const first = await intake.registerWorkOrder(order, station);
    expect(first).toEqual({ number: 'WO-1', no: 'WXJH1260300001', status: 'FINISHED' });
    expect(await intake.registerWorkOrder(order, station)).toEqual(first);
    const [one, two] = await Promise.all([intake.submitClaim(claim, station), intake.submitClaim(claim, station)]);
    expect(one).toEqual({ number: 'C-1', no: 'SPJH1260300001', status: 'AUTO_APPROVED' });
    expect(two).toEqual(one);
    const counts = await store.db.selectFrom('claim').select('id').execute();
    expect([counts.length, committed]).toEqual([1, 4]);
  });

  it('refuses another body under a number that was used', async () => {
    const other = intake.submitClaim({ ...claim, mileageKm: 50_002 }, station);
    await expect(other).rejects.toMatchObject({
      data: { code: 'CONFLICT', reason: 'intake-number-used', details: { field: 'number', number: 'C-1' } },
    });
  });

  it('names the field it refuses and leaves nothing behind', async () => {
    const wrong = { ...claim, number: 'C-2', workOrderNumber: null, lines: [{ ...line, opCode: 'NONE' }] };
    await expect(intake.submitClaim(wrong, station)).rejects.toMatchObject({
      data: { reason: 'intake-code-unknown', details: { field: 'lines.0.opCode', value: 'NONE' } },
    });
    const receipts = await store.db
      .selectFrom('intakeReceipt')
      .select('kind')
      .where('stationRef', '=', 'C-2')
      .execute();
    expect(receipts).toEqual([]);
  });

  it('is for stations only', async () => {
    expect(() => intake.submitClaim({ ...claim, number: 'C-3' }, clerk)).toThrow('intake-stations-only');
  });

  it('takes the travel expenses of an engineer through the same audit, once, and shows him their state', async () => {
    const trip = {
      ...{ number: 'T-1', vin: TEST_VIN, type: 'WARRANTY' as const, purpose: '赴台州处理水泵故障' },
      ...{ departAt: '2026-03-11T08:00:00+08:00', returnAt: '2026-03-12T18:00:00+08:00', mileageKm: null, km: 172 },
      ...{ routeKm: 172, night: false, holiday: false, tollFen: 8_500, lodgingReceiptFen: 20_000, personNights: 1 },
      claimedFen: null,
    };
    expect(() => intake.submitTravelClaim(trip, station)).toThrow('intake-engineers-only');
    const first = await intake.submitTravelClaim(trip, engineer);
    expect(first).toMatchObject({ number: 'T-1', no: 'SPE007260300001' });
    expect(await intake.submitTravelClaim(trip, engineer)).toEqual(first);
    const [state] = await intake.claims({ number: 'T-1' }, engineer);
    // 152 km above the free 20: 100 at 1.20 and 52 at 1.00 = 172.00, toll 85.00, one night 200.00
    expect(state).toMatchObject({ no: first.no, status: first.status, claimedFen: 45_700 });
    const stored = await store.db.selectFrom('claim').selectAll().where('stationRef', '=', 'T-1').executeTakeFirst();
    expect(stored).toMatchObject({
      ...{ claimantType: 'ENGINEER', claimantId: 'EN1', claimantCode: 'E007', engineerId: 'EN1', stationId: null },
      ...{ workOrderId: null, payableFen: 45_700, regionId: 'R1', _scope: 'r:1' },
    });
    expect(await intake.claims({ number: 'T-1' }, station)).toEqual([]);
    const late = intake.submitTravelClaim({ ...trip, number: 'T-2', returnAt: '2026-03-10T08:00:00+08:00' }, engineer);
    await expect(late).rejects.toMatchObject({ data: { reason: 'intake-finish-before-start' } });
    await store.db.deleteFrom('ruleHit').execute();
    await store.db
      .deleteFrom('auditDecision')
      .where('claimId', '=', stored?.id ?? '')
      .execute();
    await store.db
      .deleteFrom('claimLine')
      .where('claimId', '=', stored?.id ?? '')
      .execute();
    await store.db
      .deleteFrom('claim')
      .where('id', '=', stored?.id ?? '')
      .execute();
  });

  it('keeps a photo under its fingerprint', async () => {
    const content = Buffer.from('a photo');
    const kept = await intake.attach(
      {
        ...{ number: 'C-1', attachmentNumber: 'P-1', kind: 'ODOMETER', fileName: 'a.jpg', contentType: 'image/jpeg' },
        ...{ takenAt: null, contentBase64: content.toString('base64') },
      },
      station,
    );
    const fileSha256 = createHash('sha256').update(content).digest('hex');
    expect(kept).toEqual({ number: 'P-1', fileSha256, sizeBytes: 7 });
  });

  it('reads from a photo how it looks and what the camera wrote, before what the station states', async () => {
    const file = readFileSync(new URL('../photos/testing/pump.jpg', import.meta.url));
    const content = withExif(file, {
      ...{ takenAt: '2026:03:11 10:00:00', model: 'Redmi Note 11' },
      ...{ lat: [29, 4, 44.4], lng: [119, 38, 52.08] },
    });
    await intake.attach(
      {
        ...{ number: 'C-1', attachmentNumber: 'P-2', kind: 'FAULT_PART', fileName: 'b.jpg', contentType: 'image/jpeg' },
        ...{ takenAt: '2026-03-12T10:00:00+08:00', contentBase64: content.toString('base64') },
      },
      station,
    );
    const row = await store.db
      .selectFrom('attachment')
      .selectAll()
      .where('fileName', '=', 'b.jpg')
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({
      ...{ takenAtMs: Date.parse('2026-03-11T10:00:00+08:00'), exifLatMicro: 29_079_000, exifLngMicro: 119_647_800 },
      ...{ device: 'Redmi Note 11', widthPx: 320, heightPx: 240 },
    });
    expect(row.phash64).toMatch(/^[0-9a-f]{16}$/);
  });

  it('refuses a HEIC photograph with the words to act on, and takes the same picture as a PNG with its look', async () => {
    const heic = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic\0\0\0\0mif1heic', 'latin1')]);
    const avif = Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypavif\0\0\0\0mif1avif', 'latin1')]);
    const send = (attachmentNumber: string, fileName: string, content: Buffer) =>
      intake.attach(
        {
          ...{ number: 'C-1', attachmentNumber, kind: 'ODOMETER', fileName, contentType: 'image/*', takenAt: null },
          contentBase64: content.toString('base64'),
        },
        station,
      );
    await expect(send('P-5', 'IMG_1.HEIC', heic)).rejects.toMatchObject({
      data: { reason: 'intake-photo-not-viewable', details: { fileName: 'IMG_1.HEIC' } },
    });
    await send('P-6', 'a.avif', avif);
    await send('P-7', 'a.png', readFileSync(new URL('../photos/testing/gearbox.png', import.meta.url)));
    const row = await store.db
      .selectFrom('attachment')
      .select(['widthPx', 'heightPx', 'phash64'])
      .where('fileName', '=', 'a.png')
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({ widthPx: 256, heightPx: 192 });
    expect(row.phash64).toMatch(/^[0-9a-f]{16}$/);
  });

  it('keeps the VIN read off a plate and compares it; only a photograph of a plate has one', async () => {
    const plate = {
      ...{ number: 'C-1', fileName: 'c.jpg', contentType: 'image/jpeg', takenAt: null },
      contentBase64: Buffer.from('a plate').toString('base64'),
    };
    const readVin = ' lxcbus7b6d1000346';
    await expect(
      intake.attach({ ...plate, attachmentNumber: 'P-3', kind: 'ODOMETER', readVin }, station),
    ).rejects.toMatchObject({ data: { reason: 'intake-reading-not-of-plate', details: { field: 'readVin' } } });
    await intake.attach({ ...plate, attachmentNumber: 'P-4', kind: 'VIN_PLATE', readVin }, station);
    const row = await store.db
      .selectFrom('attachment')
      .select('readVin')
      .where('fileName', '=', 'c.jpg')
      .executeTakeFirstOrThrow();
    expect(row.readVin).toBe('LXCBUS7B6D1000346');
  });

  it('tells the state of a claim and takes the answer to a return and an appeal', async () => {
    await store.db
      .updateTable('claim')
      .set({ status: 'RETURNED', queue: 'WAITING', returnCount: 1, decidedAtMs: TEST_NOW_MS })
      .execute();
    const answered = await intake.answerReturn({ number: 'C-1', answerNumber: 'A-1', text: '已补照片' }, station);
    expect(answered.status).toBe('IN_REVIEW');
    const [state] = await intake.claims({ number: 'C-1' }, station);
    expect(state).toMatchObject({
      ...{ number: 'C-1', status: 'IN_REVIEW', claimedFen: 12_000 },
      ...{ remarks: [{ direction: 'FROM_STATION', text: '已补照片' }], lines: [{ seq: 1, claimedFen: 12_000 }] },
    });
    await store.db.updateTable('claim').set({ status: 'RETURNED', queue: 'WAITING', returnCount: 1 }).execute();
    const wrong = { ...line, opCode: 'NONE' };
    await expect(
      intake.answerReturn({ number: 'C-1', answerNumber: 'A-2', text: '更正', lines: [wrong] }, station),
    ).rejects.toMatchObject({ data: { reason: 'intake-code-unknown' } });
    const corrected = [
      { ...line, hoursCenti: 150, claimedFen: 9_000 },
      { ...line, costType: 'OTHER' as const, opCode: null, description: '清洗', hoursCenti: null, claimedFen: 1_000 },
    ];
    const again = { number: 'C-1', answerNumber: 'A-2', text: '工时更正', lines: corrected };
    expect((await intake.answerReturn(again, station)).status).toBe('IN_REVIEW');
    expect((await intake.answerReturn(again, station)).status).toBe('IN_REVIEW');
    const [changed] = await intake.claims({ number: 'C-1' }, station);
    expect(changed).toMatchObject({
      ...{ status: 'IN_REVIEW', claimedFen: 10_000 },
      lines: [
        { seq: 1, claimedFen: 9_000 },
        { seq: 2, claimedFen: 1_000, description: '清洗' },
      ],
    });
    expect(changed?.remarks.map(({ text }) => text)).toContain('更换水泵 120.00 → 更换水泵 90.00');
    // the store itself notes who changed which amount, and that the station had been asked
    const edits = await store.db.selectFrom('claimEdit').selectAll().orderBy('id').execute();
    expect(edits.map(({ lineSeq, field, oldValue, newValue }) => [lineSeq, field, oldValue, newValue])).toEqual([
      [1, 'hoursCenti', '200', '150'],
      [1, 'claimedFen', '12000', '9000'],
      [null, 'claimedFen', '12000', '10000'],
    ]);
    expect(new Set(edits.map(({ wasReturned, changedBy }) => `${String(wasReturned)} ${changedBy}`))).toEqual(
      new Set(['1 U-ST']),
    );
    await store.db.updateTable('claim').set({ status: 'REJECTED', queue: 'NONE' }).execute();
    const appealed = await intake.appeal({ number: 'C-1', answerNumber: 'AP-1', text: '不同意' }, station);
    expect(appealed.status).toBe('APPEAL');
    await store.db.updateTable('claim').set({ status: 'REJECTED' }).execute();
    await expect(intake.appeal({ number: 'C-1', answerNumber: 'AP-2', text: '再次' }, station)).rejects.toMatchObject({
      data: { reason: 'intake-appealed-before' },
    });
  });

  it('takes back a returned claim once and for good, and the work order may be claimed anew', async () => {
    const again = { ...claim, number: 'C-9' };
    await store.db.updateTable('claim').set({ status: 'IN_REVIEW', queue: 'DECIDE' }).execute();
    const word = { number: 'C-1', answerNumber: 'W-1', text: '客户自费' };
    await expect(intake.withdraw(word, station)).rejects.toMatchObject({
      data: { reason: 'intake-not-in-this-status', details: { status: 'IN_REVIEW' } },
    });
    await expect(intake.submitClaim(again, station)).rejects.toThrow();
    await store.db.updateTable('claim').set({ status: 'RETURNED', queue: 'WAITING', returnCount: 1 }).execute();
    const gone = await intake.withdraw(word, station);
    expect(gone).toMatchObject({ number: 'C-1', status: 'WITHDRAWN' });
    expect(await intake.withdraw(word, station)).toEqual(gone);
    const row = await store.db
      .selectFrom('claim')
      .selectAll()
      .where('stationRef', '=', 'C-1')
      .executeTakeFirstOrThrow();
    expect(row).toMatchObject({ queue: 'NONE', reasonCode: 'R36', closedDate: TEST_TODAY, statusBefore: 'RETURNED' });
    expect((await intake.submitClaim(again, station)).number).toBe('C-9');
  });
});
