import type { Transaction } from 'kysely';
import { monotonicFactory } from 'ulid';
import type { SignedInUser } from '../../src-shared/contract/session.contract.ts';
import type { Role } from '../../src-shared/contract/values.ts';
import { FIRST_RATES, FIRST_RATES_FROM_DATE, FIRST_TAX_RATES } from '../../src-shared/domain/claims/first-rates.ts';
import { FIRST_RULESET } from '../../src-shared/domain/claims/first-ruleset.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import type { CentralTables } from '../db/central-tables.generated.ts';
import type { CentralDb } from '../db/open-central.ts';

const nextUlid = monotonicFactory();
export const newTestId = (): string => nextUlid();

/** 2026-03-20 10:00 in Shanghai. */
export const TEST_NOW_MS = Date.parse('2026-03-20T02:00:00Z');
export const TEST_TODAY = '2026-03-20';
export const TEST_VIN = 'LXCBUS7B4D1000345';

/** A company of one region, two stations, one model, one vehicle in warranty and the first rules, for the rooms' suites. */
export async function seedSmallCompany(db: CentralDb): Promise<void> {
  const id = (text: string) => rowIdentity(text, 'g');
  await db
    .insertInto('region')
    .values({ ...id('R1'), code: '1', name: '华东' })
    .execute();
  await db
    .insertInto('productLine')
    .values({ ...id('COACH'), code: 'COACH', name: '客车' })
    .execute();
  await db
    .insertInto('productModel')
    .values({ ...id('M1'), code: 'XM6127', productLine: 'COACH', series: '6127', name: 'XM6127' })
    .execute();
  await db
    .insertInto('station')
    .values([
      {
        ...id('ST1'),
        code: 'S001',
        name: '金华站',
        shortCode: 'JH1',
        regionId: 'R1',
        type: 'EXTERNAL',
        status: 'ACTIVE',
      },
      { ...id('ST2'), code: 'S002', name: '自建厂', shortCode: 'ZJ2', regionId: 'R1', type: 'OWN', status: 'ACTIVE' },
    ])
    .execute();
  await db
    .insertInto('stationTerms')
    .values(
      ['ST1', 'ST2'].map((stationId) => ({
        ...id(`T-${stationId}`),
        ...{ stationId, validFromDate: '2020-01-01', validToDate: null, grade: 'B', taxpayerType: 'GENERAL' },
        ...{ contractNo: `HT-${stationId}`, contractFromDate: '2020-01-01', contractToDate: '2030-12-31' },
        ...{ productLines: 'COACH,TRUCK', taxNo: null, bankName: null, bankAccount: null },
      })),
    )
    .execute();
  await db
    .insertInto('vehicle')
    .values({
      ...id('V1'),
      ...{ vin: TEST_VIN, modelId: 'M1', productLine: 'COACH', plateNo: '浙G12345', mfgDate: '2025-01-10' },
      ...{ saleDate: '2025-02-01', inServiceDate: '2025-02-01', inServiceSource: 'INVOICE', status: 'SOLD' },
      createdAtMs: 0,
    })
    .execute();
  await db
    .insertInto('labourOperation')
    .values({ ...id('OP1'), opCode: 'L-100', name: '更换水泵', stdHoursCenti: 200, validFromDate: '2000-01-01' })
    .execute();
  await seedRules(db);
}

/** The first rules, rates and taxes, and warranty for coaches. */
export async function seedRules(db: CentralDb): Promise<void> {
  const id = (text: string) => rowIdentity(text, 'g');
  await db
    .insertInto('ruleset')
    .values({
      ...id('RS1'),
      ...{ rulesetVersion: FIRST_RULESET.version, status: 'PUBLISHED', rulesJson: JSON.stringify(FIRST_RULESET.rules) },
      ...{ tablesJson: JSON.stringify(FIRST_RULESET.tables), createdAtMs: 0 },
    })
    .execute();
  await db
    .insertInto('rate')
    .values(
      FIRST_RATES.map((rate, index) => ({
        ...id(`RATE${index}`),
        ...rate,
        validFromDate: FIRST_RATES_FROM_DATE,
        validToDate: null,
      })),
    )
    .execute();
  await db
    .insertInto('taxRate')
    .values(FIRST_TAX_RATES.map((rate, index) => ({ ...id(`TAX${index}`), ...rate })))
    .execute();
  await db
    .insertInto('warrantyPolicy')
    .values({
      ...id('WP1'),
      ...{ code: 'WP', policyVersion: 1, productLine: 'COACH', name: '整车质保', validFromDate: '2000-01-01' },
      ...{ startRule: 'IN_SERVICE', defaultDays: 60 },
    })
    .execute();
  await db
    .insertInto('warrantyCoverage')
    .values({ ...id('WC1'), policyId: 'WP1', months: 24, kmLimit: 200_000, mode: 'FIRST_REACHED' })
    .execute();
}

/** A person of the headquarters with these roles. */
export function testUser(userId: string, roles: Role[]): SignedInUser {
  const place = { regionId: null, regionName: null, stationId: null, claimLimitFen: null };
  return { id: userId, login: userId, name: `Name of ${userId}`, roles, ...place };
}

/** Runs one command's work in a transaction of its own, at `nowMs`. */
export async function inCommand<T>(
  db: CentralDb,
  user: SignedInUser,
  work: (context: CommandContext) => Promise<T>,
  nowMs = TEST_NOW_MS,
): Promise<T> {
  return db.transaction().execute((transaction: Transaction<CentralTables>) =>
    work({
      ...{ db: transaction, user, deviceId: 'DEVICE1', commandId: newTestId(), nowMs, today: TEST_TODAY },
      newId: newTestId,
    }),
  );
}
