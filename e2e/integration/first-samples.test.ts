import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestApp, type TestApp } from '../../src-main/testing/test-app.ts';
import { submitClaims } from '../../src-server/claims/submit-claims.ts';
import { startServer } from '../../src-server/compose.ts';
import { openEmbedded } from '../../src-server/db/open-central.ts';
import { makeVin } from '../../src-server/demo/facts/vehicles.ts';
import { startFeedAnew } from '../../src-server/sync/feed.repository.ts';
import { claimDraft } from '../../src-server/testing/claim-draft-fixture.ts';
import { addUser, markAsDemo } from '../../src-server/testing/rows.ts';
import { newTestId, seedSmallCompany } from '../../src-server/testing/small-company.ts';
import { startTestServer, type TestServer } from '../../src-server/testing/test-server.ts';
import { FIRST_SAMPLE_PLAN } from '../../src-shared/domain/claims/sample-plan.ts';
import { businessDateOf } from '../../src-shared/domain/units/business-date.ts';
import { addDays } from '../../src-shared/domain/units/dates.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { until, untilLive } from './claims-company.ts';

const VEHICLES = 40;

it('a server that starts on an empty folder has the plan SP-1 of that day, and no second one after it starts again', async () => {
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'hedui-first-'));
  const place = { dataFolder, databaseUrl: null, host: '127.0.0.1', port: 0, log: () => undefined };
  const plans = async (): Promise<unknown[]> => {
    const store = await openEmbedded(path.join(dataFolder, 'central'));
    try {
      return await store.db.selectFrom('samplePlan').select(['code', 'validFromDate', 'validToDate']).execute();
    } finally {
      await store.close();
    }
  };
  const begin = Date.parse('2026-11-30T16:30:00Z'); // 0:30 of the next day in Shanghai
  try {
    for (const days of [0, 3]) {
      const clock = (): number => begin + days * 86_400_000;
      const server = await startServer({ ...place, demo: false, firstSetup: true, clock });
      await server.close();
      expect(await plans()).toEqual([{ code: 'SP-1', validFromDate: '2026-12-01', validToDate: null }]);
    }
  } finally {
    rmSync(dataFolder, { recursive: true, force: true });
  }
}, 120_000);

describe('the first plan of a company without one', () => {
  let server: TestServer;
  let desk: TestApp;
  const today = businessDateOf(Date.now());

  beforeAll(async () => {
    server = await startTestServer('pglite');
    const { db } = server.store;
    await seedSmallCompany(db);
    const vehicle = await db.selectFrom('vehicle').selectAll().where('id', '=', 'V1').executeTakeFirstOrThrow();
    await db
      .insertInto('vehicle')
      .values(
        Array.from({ length: VEHICLES }, (_, at) => ({
          ...{
            ...vehicle,
            ...rowIdentity(`S${String(at)}`, 'g'),
            vin: makeVin(vehicle.vin.slice(0, 8), 2026, 1000 + at),
            plateNo: `浙G2${String(1000 + at)}`,
          },
          ...{ mfgDate: addDays(today, -200), saleDate: addDays(today, -180), inServiceDate: addDays(today, -180) },
        })),
      )
      .execute();
    await markAsDemo(db);
    await addUser(db, { login: 'supervisor', roles: ['l2'] });
    await startFeedAnew(db);
    desk = await openTestApp({ serverUrl: server.url });
    await desk.client.session.signInDemo({ login: 'supervisor' });
    await untilLive(desk);
  }, 120_000);
  afterAll(async () => {
    await desk.close();
    await server.close();
  });

  it('is made at a desk, draws of what arrives at the server, and is proved at the desk from its own copy', async () => {
    expect(await desk.client.sampling.plans({})).toMatchObject({ plans: [], version: 0, today });
    const figures = { ...FIRST_SAMPLE_PLAN, baseBp: 5000, newStationMonths: 0 };
    expect(await desk.client.sampling.savePlan({ figures, fromDate: today, version: 0 })).toEqual({ version: 1 });
    await until('the plan is at the desk', async () => (await desk.client.sampling.plans({})).plans.length === 1);
    const [plan] = (await desk.client.sampling.plans({})).plans;
    expect(plan).toMatchObject({ code: 'SP-1', fromDate: today, untilDate: null, state: 'inForce', figures });

    await arrive();
    const { db } = server.store;
    const drawn = await db.selectFrom('sampleCase').select(['id', 'claimId', 'planId']).execute();
    expect(new Set(drawn.map(({ planId }) => planId))).toEqual(new Set([plan?.id]));
    expect(drawn.length).toBeGreaterThan(0);
    expect(drawn.length).toBeLessThan(VEHICLES);
    const proof = () => desk.client.sampling.proof({ planId: plan?.id ?? '', fromDate: today, toDate: today });
    await until('the claims are at the desk', async () => (await proof()).population === VEHICLES);
    const proved = await proof();
    expect({ ...proved, claims: proved.claims.map(({ claimId }) => claimId).sort() }).toEqual({
      ...{ population: VEHICLES, drawn: drawn.length, minimum: 0, differs: 0 },
      claims: drawn.map(({ claimId }) => claimId).sort(),
    });

    // somebody takes one out of the sample: the desk finds it missing
    const [gone] = drawn;
    await db
      .deleteFrom('sampleCase')
      .where('id', '=', gone?.id ?? '')
      .execute();
    await db
      .insertInto('auditDecision')
      .values({
        ...rowIdentity(newTestId(), 'r:1', gone?.claimId ?? ''),
        ...{ claimId: gone?.claimId ?? '', level: 'AUTO', action: 'APPROVE', statusFrom: 'SUBMITTED' },
        ...{ statusTo: 'AUTO_APPROVED', amountBeforeFen: 0, amountAfterFen: 0, decidedBy: 'system' },
        ...{ decidedByName: 'system', decidedAtMs: Date.now() },
      })
      .execute();
    await until('the desk hears of it', async () => (await proof()).differs > 0);
    const { differs, claims } = await proof();
    expect([differs, claims[0]?.claimId, claims[0]?.verdict]).toEqual([1, gone?.claimId, 'missing']);
  }, 120_000);

  /** One sound claim of every vehicle, as a station sends them. */
  async function arrive(): Promise<void> {
    const moment = { nowMs: Date.now(), today, newId: newTestId };
    const vehicles = await server.store.db.selectFrom('vehicle').selectAll().where('id', '<>', 'V1').execute();
    const drafts = vehicles.map(({ id, vin, plateNo, modelId }, at) =>
      claimDraft({
        ...{ stationRef: `F-${String(at)}`, vinText: vin, mileageKm: 41_000 + at * 137 },
        ...{ vehicle: { id, vin, plateNo, productLine: 'COACH', modelId } },
        ...{ failureDate: addDays(today, -2), repairFinishDate: addDays(today, -1) },
        ...{ submittedAtMs: moment.nowMs, submittedDate: today },
      }),
    );
    const results = await server.store.db.transaction().execute((db) => submitClaims(db, drafts, moment));
    expect(results.map(({ outcome }) => outcome)).toEqual(vehicles.map(() => 'submitted'));
  }
});
