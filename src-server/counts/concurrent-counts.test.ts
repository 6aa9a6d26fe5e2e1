import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { CountStep } from '../../src-shared/contract/counts.contract.ts';
import type { SignedInUser } from '../../src-shared/contract/session.contract.ts';
import type { Role } from '../../src-shared/contract/values.ts';
import type { MovementDraft } from '../../src-shared/domain/parts/movement-draft.ts';
import type { BodyOf, CommandOutcome } from '../commands/command-handler.ts';
import { postMovements, unbalancedKeys } from '../parts/post-movements.ts';
import { openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { addUser } from '../testing/rows.ts';
import { inCommand, newTestId, seedSmallCompany, testUser, TEST_NOW_MS } from '../testing/small-company.ts';
import { seedSmallWarehouse, warehouseMovement, WAREHOUSE_PARTS } from '../testing/small-warehouse.ts';
import { countCommands } from './counts.commands.ts';

const commands = countCommands({ postMovements, unbalancedKeys });
const MINUTE_MS = 60_000;
const PER_PART = 10;

let store: TestCentral;
let manager: SignedInUser;
let counter: SignedInUser;
let now = TEST_NOW_MS;

beforeAll(async () => {
  store = await openTestCentral('postgres');
  await seedSmallCompany(store.db);
  await seedSmallWarehouse(store.db, 'R1');
  const person = async (role: Role): Promise<SignedInUser> =>
    testUser(await addUser(store.db, { login: role, roles: [role] }), [role]);
  manager = await person('partsManager');
  counter = await person('counter');
});
afterAll(() => store.close());

/** Every test begins with ten pieces in each bin. */
beforeEach(async () => {
  now += 24 * 60 * MINUTE_MS;
  const held = await pieces();
  const drafts = WAREHOUSE_PARTS.flatMap((partId) => {
    const missing = PER_PART - (held[partId] ?? 0);
    return missing === 0 ? [] : [warehouseMovement(partId, missing, now - 600 * MINUTE_MS, { idemKey: newTestId() })];
  });
  await post(drafts, now - 600 * MINUTE_MS);
});

const post = (drafts: readonly MovementDraft[], atMs = now): Promise<unknown> =>
  inCommand(store.db, manager, (context) => postMovements(context, drafts), atMs);
const issue = (partId: string, effectiveAtMs: number, quantity = -1): MovementDraft =>
  warehouseMovement(partId, quantity, effectiveAtMs, { idemKey: newTestId() });

async function pieces(): Promise<Record<string, number>> {
  const rows = await store.db.selectFrom('stockBalance').select(['partId', 'qtyMilli']).execute();
  return Object.fromEntries(rows.map(({ partId, qtyMilli }) => [partId, qtyMilli / 1000]));
}

async function plan(more: Partial<BodyOf<'count.plan'>['request']> = {}): Promise<string> {
  const request = {
    ...{ type: 'ADHOC' as const, name: '临时', warehouseId: 'W1', zones: [], blind: true, mode: 'ROLL' as const },
    ...{ plannedDate: '2026-03-20', counterUserId: counter.id, recounterUserId: null },
    ...{ capacity: null, samplePctBp: null, release: true, ...more },
  };
  const body = { kind: 'count.plan' as const, request };
  const outcome = await inCommand(store.db, manager, (context) => commands['count.plan'](context, body), now);
  return (output(outcome)['sheetIds'] as string[])[0] ?? '';
}

const linesOf = (sheetId: string) =>
  store.db.selectFrom('countLine').selectAll().where('sheetId', '=', sheetId).orderBy('lineNo').execute();

async function countAll(sheetId: string, counted: (partId: string) => number): Promise<void> {
  const entries = (await linesOf(sheetId)).map((line) => ({
    ...{ entryId: newTestId(), lineId: line.id, kind: 'COUNT' as const, method: 'GRID' as const, note: null },
    ...{ qtyMilli: counted(line.partId) * 1000, countedAtMs: now },
  }));
  const body = { kind: 'count.enter' as const, sheetId, round: 1, entries };
  output(await inCommand(store.db, counter, (context) => commands['count.enter'](context, body), now));
}

async function step(user: SignedInUser, sheetId: string, name: CountStep): Promise<Record<string, unknown>> {
  const sheet = store.db.selectFrom('countSheet').select('_v').where('id', '=', sheetId);
  const { _v: version } = await sheet.executeTakeFirstOrThrow();
  const body = { kind: 'count.step' as const, sheetId, version, step: name, note: 'n', lineIds: [] };
  return output(await inCommand(store.db, user, (context) => commands['count.step'](context, body), now));
}

async function explainAll(sheetId: string): Promise<void> {
  const lineIds = (await linesOf(sheetId)).filter((line) => line.varianceMilli !== 0).map(({ id }) => id);
  if (lineIds.length === 0) return;
  const body = { kind: 'count.explain' as const, sheetId, lineIds, reasonCode: 'COUNT_ERROR', reasonText: null };
  output(await inCommand(store.db, manager, (context) => commands['count.explain'](context, body), now));
}

/** A posting of another person that is in the ledger and not committed yet, until `end` is called. */
async function holdPosting(drafts: readonly MovementDraft[]): Promise<{ end: () => Promise<void> }> {
  const begun = Promise.withResolvers<undefined>();
  const ended = Promise.withResolvers<undefined>();
  const over = inCommand(
    store.db,
    manager,
    async (context) => {
      await postMovements(context, drafts);
      begun.resolve(undefined);
      await ended.promise;
    },
    now,
  );
  await begun.promise;
  return {
    end: async () => {
      ended.resolve(undefined);
      await over;
    },
  };
}

/** The command under test has come as far as the lock of the ledger, which somebody else has. */
async function untilItWaits(): Promise<void> {
  for (;;) {
    const { rows } = await sql<{ waiting: number }>`select count(*)::int as waiting from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(store.db);
    if ((rows[0]?.waiting ?? 0) > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

it('does not post past a movement that came in between the look at the sheet and the lock of the ledger', async () => {
  const sheetId = await plan();
  await countAll(sheetId, (partId) => (partId === 'P1' ? 8 : PER_PART));
  await step(counter, sheetId, 'submit');
  await explainAll(sheetId);
  // both happened before the count and are written down while it is approved: nine were there to be counted, not ten
  const held = await holdPosting([issue('P1', now - MINUTE_MS)]);
  const approving = step(manager, sheetId, 'approve');
  await untilItWaits();
  await held.end();
  expect(await approving).toMatchObject({ status: 'REVIEW', lateLines: 1 });
  expect((await linesOf(sheetId)).find(({ partId }) => partId === 'P1')).toMatchObject({ varianceMilli: -1000 });
  expect(await step(manager, sheetId, 'approve')).toMatchObject({ status: 'POSTED', posted: 1 });
  expect(await pieces()).toMatchObject({ P1: 8 });
  expect(await unbalancedKeys(store)).toEqual([]);
});

it('posts beside a movement of after the count, on the stock it left', async () => {
  const sheetId = await plan();
  await countAll(sheetId, (partId) => (partId === 'P2' ? 8 : PER_PART));
  await step(counter, sheetId, 'submit');
  await explainAll(sheetId);
  const held = await holdPosting([issue('P2', now + MINUTE_MS, -3)]);
  const approving = step(manager, sheetId, 'approve');
  await untilItWaits();
  await held.end();
  expect(await approving).toMatchObject({ status: 'POSTED', posted: 1 });
  expect(await pieces()).toMatchObject({ P2: 5 });
  expect(await unbalancedKeys(store)).toEqual([]);
  expect(await store.db.selectFrom('syncWithheld').select('pk').execute()).toEqual([]);
});

it('releases a sheet in BLOCK mode with the book of the moment from which nothing moves', async () => {
  const held = await holdPosting([issue('P3', now, -4)]);
  const planning = plan({ mode: 'BLOCK' });
  await untilItWaits();
  await held.end();
  const sheetId = await planning;
  expect((await linesOf(sheetId)).find(({ partId }) => partId === 'P3')).toMatchObject({ bookQtyMilli: 6000 });
  await expect(post([issue('P3', now)])).rejects.toThrow('stock-held-by-count');
  await step(manager, sheetId, 'cancel');
});

it('keeps from a blind counter what was posted while the sheet went out', async () => {
  const held = await holdPosting([issue('P4', now, -2)]);
  const planning = plan();
  await untilItWaits();
  await held.end();
  const sheetId = await planning;
  const moved = await store.db.selectFrom('stockMovement').select('id').where('partId', '=', 'P4').execute();
  const kept = await store.db.selectFrom('syncWithheld').select('pk').where('userId', '=', counter.id).execute();
  const keptIds = new Set(kept.map(({ pk }) => pk));
  expect(moved.filter(({ id }) => !keptIds.has(id))).toEqual([]);
  await step(manager, sheetId, 'cancel');
});

const Posting = fc.record({
  part: fc.integer({ min: 0, max: WAREHOUSE_PARTS.length - 1 }),
  quantity: fc.integer({ min: -2, max: 3 }).filter((quantity) => quantity !== 0),
  minutes: fc.integer({ min: -300, max: 300 }),
});

it('the ledger adds up to the balances at every moment, in pieces and in money, whoever posts beside a count', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.array(Posting, { minLength: 1, maxLength: 6 }), { minLength: 4, maxLength: 4 }),
      async (desks) => {
        now += 24 * 60 * MINUTE_MS;
        let isOver = false;
        const looks = (async () => {
          let looked = 0;
          while (!isOver || looked === 0) {
            expect(await unbalancedKeys(store)).toEqual([]);
            looked += 1;
          }
        })();
        const shelf = await pieces();
        const posting = desks.map(async (postings) => {
          for (const { part, quantity, minutes } of postings) {
            const partId = WAREHOUSE_PARTS[part] ?? 'P1';
            await post([issue(partId, now + minutes * MINUTE_MS, quantity)]);
          }
        });
        const sheetId = await plan();
        await countAll(sheetId, (partId) => shelf[partId] ?? 0);
        await step(counter, sheetId, 'submit');
        for (let look = 0; look < 50; look += 1) {
          await explainAll(sheetId);
          if ((await step(manager, sheetId, 'approve'))['status'] === 'POSTED') break;
        }
        await Promise.all(posting);
        isOver = true;
        await looks;
        // What lay on the shelf when it was counted, and everything that moved after: however it was written down.
        const after = Object.groupBy(desks.flat(), ({ part }) => WAREHOUSE_PARTS[part] ?? '');
        const expected = Object.fromEntries(
          WAREHOUSE_PARTS.map((partId) => [
            partId,
            (after[partId] ?? [])
              .filter(({ minutes }) => minutes > 0)
              .reduce((sum, { quantity }) => sum + quantity, shelf[partId] ?? 0),
          ]),
        );
        expect(await pieces()).toEqual(expected);
        const parted = store.db
          .selectFrom('stockBalance')
          .select('id')
          .where('qtyMilli', '=', 0)
          .where('valueFen', '<>', 0);
        expect(await parted.execute()).toEqual([]);
      },
    ),
    { numRuns: 8, interruptAfterTimeLimit: 60_000, endOnFailure: true },
  );
});

function output(outcome: CommandOutcome): Record<string, unknown> {
  if (outcome.status !== 'applied') throw new Error(`${outcome.status}: ${outcome.reason}`);
  return outcome.output ?? {};
}
