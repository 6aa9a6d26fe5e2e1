import type { CentralDb } from '../../db/open-central.ts';
import { rowIdentity } from '../../../src-shared/domain/units/row-identity.ts';
import { seedSmallCompany } from '../../testing/small-company.ts';

/** The station that sends, the nearer one, and the phone of the first. */
export const HOME = { latMicro: 29_079_000, lngMicro: 119_647_800 };
export const NEARER = { latMicro: 30_274_100, lngMicro: 120_155_100 };
export const STATION_PHONE = '0579-82330001';

/** Vehicles of the company by their number, from 1 up. */
export const VEHICLES = 60;
export const vinOf = (number: number): string => `LZZCBUS70D1000${String(number).padStart(3, '0')}`;
const vehicleIdOf = (number: number): string => `VE${String(number)}`;

/** Serial numbers the ERP has shipped, each on a document of its own. */
const SHIPPED_SERIALS = ['NEW-ONCE', 'NEW-TWICE'] as const;

/**
 * What the doors refer to: stations on the map, vehicles, two assemblies with a fault, parts, what the ERP issued, a
 * campaign and an approval.
 */
export async function seedDoorCompany(db: CentralDb): Promise<void> {
  await seedSmallCompany(db);
  const id = (text: string) => rowIdentity(text, 'g');
  await db
    .updateTable('station')
    .set({ ...HOME, phone: STATION_PHONE, serviceRadiusKm: 50 })
    .where('id', '=', 'ST1')
    .execute();
  await db.updateTable('station').set(NEARER).where('id', '=', 'ST2').execute();
  await db
    .insertInto('vehicle')
    .values(
      Array.from({ length: VEHICLES }, (_, index) => ({
        ...id(vehicleIdOf(index + 1)),
        ...{ vin: vinOf(index + 1), modelId: 'M1', productLine: 'COACH', plateNo: null, mfgDate: '2025-01-10' },
        ...{ saleDate: '2025-02-01', inServiceDate: '2025-02-01', inServiceSource: 'INVOICE', status: 'SOLD' },
        createdAtMs: 0,
      })),
    )
    .execute();
  await db
    .insertInto('componentGroup')
    .values([
      { ...id('G-PUMP'), code: 'PUMP', name: '冷却系统', class: 'ENGINE', parentId: null },
      { ...id('G-SEAT'), code: 'SEAT', name: '座椅', class: 'BODY', parentId: null },
    ])
    .execute();
  const part = { uom: '件', supplyPriceFen: 30_000, status: 'ACTIVE' };
  await db
    .insertInto('part')
    .values([
      {
        ...{ ...id('P-PUMP'), ...part, partNo: 'PUMP-1', name: '水泵总成', componentGroupId: 'G-PUMP' },
        ...{ issuePriceFen: 40_000, oldPartPolicy: 'RETURN', returnDays: 10 },
      },
      {
        ...{ ...id('P-SEAT'), ...part, partNo: 'SEAT-1', name: '座椅坐垫', componentGroupId: 'G-SEAT' },
        ...{ issuePriceFen: 20_000, oldPartPolicy: 'NONE', returnDays: null },
      },
    ])
    .execute();
  await db
    .insertInto('labourOperation')
    .values([
      {
        ...{ ...id('OP2'), opCode: 'L-200', name: '更换发动机总成', stdHoursCenti: 900, needsPreauth: 1 },
        validFromDate: '2000-01-01',
      },
      { ...id('OP3'), opCode: 'L-300', name: '检查冷却系统', stdHoursCenti: 50, validFromDate: '2000-01-01' },
    ])
    .execute();
  await db
    .insertInto('faultCode')
    .values([
      { ...id('F-LEAK'), kind: 'COMPLAINT', code: 'F-LEAK', name: '漏水' },
      { ...id('F-SEAL'), kind: 'CAUSE', code: 'F-SEAL', name: '密封失效' },
      { ...id('F-REPLACE'), kind: 'ACTION', code: 'REPLACE', name: '更换' },
    ])
    .execute();
  await db
    .insertInto('faultPartMap')
    .values([{ ...id('FM1'), faultCodeId: 'F-LEAK', componentGroupId: 'G-PUMP' }])
    .execute();
  await db
    .insertInto('campaign')
    .values({
      ...{ ...id('K1'), code: 'K-1', title: '水泵改装', type: 'RETROFIT', funding: 'MAKER' },
      ...{ validFromDate: '2026-01-01', validToDate: null },
    })
    .execute();
  await db
    .insertInto('campaignVehicle')
    .values({ ...id('KV1'), campaignId: 'K1', vehicleId: vehicleIdOf(VEHICLES), status: 'OPEN' })
    .execute();
  await db
    .insertInto('preauth')
    .values({
      ...rowIdentity('PA1', 'r:1'),
      ...{ no: 'YS-1', vehicleId: vehicleIdOf(1), stationId: 'ST1', linesJson: '[]', amountLimitFen: 2_000_000 },
      ...{ validFromDate: '2026-03-01', validToDate: '2026-03-31', status: 'GRANTED', regionId: 'R1' },
    })
    .execute();
  const issue = { erpSystem: 'ERP', docType: 'ISSUE', partNo: 'PUMP-1', partId: 'P-PUMP', qtyMilli: 1000 };
  await db
    .insertInto('erpDocumentLine')
    .values(
      ['LY-1', ...SHIPPED_SERIALS].map((docNo) => ({
        ...{ ...id(`ERP-${docNo}`), ...issue, docNo, partnerCode: 'S001' },
        serialNo: docNo === 'LY-1' ? null : docNo,
      })),
    )
    .execute();
}
