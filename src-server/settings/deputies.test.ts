import { afterAll, beforeAll, expect, it } from 'vitest';
import type { BodyOf, CommandContext } from '../commands/command-handler.ts';
import type { CentralStore } from '../db/open-central.ts';
import { findUser } from '../session/session.repository.ts';
import { openTestCentral } from '../testing/central-store.ts';
import { addUser } from '../testing/rows.ts';
import { inCommand, seedSmallCompany, testUser, TEST_TODAY } from '../testing/small-company.ts';
import { deputyCommands } from './deputy.commands.ts';

let store: CentralStore;
const ids = new Map<string, string>();

beforeAll(async () => {
  store = await openTestCentral('pglite');
  await seedSmallCompany(store.db);
  for (const [login, role] of [
    ['clerk', 'l1'],
    ['chief', 'l2'],
    ['money', 'finance'],
  ] as const) {
    await addUser(store.db, { login, roles: [role] });
    const known = await findUser(store.db, { login }, TEST_TODAY);
    ids.set(login, known?.user.id ?? '');
  }
});
afterAll(() => store.close());

const id = (login: string): string => ids.get(login) ?? '';
const run = (login: string, body: BodyOf<'deputy.name'> | BodyOf<'deputy.end'>): Promise<unknown> =>
  inCommand(store.db, testUser(id(login), ['l1']), (context: CommandContext) =>
    body.kind === 'deputy.name'
      ? deputyCommands['deputy.name'](context, body)
      : deputyCommands['deputy.end'](context, body),
  ).catch((error: { data?: unknown }) => {
    if (error.data === undefined) throw error;
    return error.data;
  });
const name = (absent: string, deputy: string, [fromDate, toDate]: readonly [string, string]): Promise<unknown> =>
  run(absent, { kind: 'deputy.name', deputyUserId: id(deputy), fromDate, toDate });
const userOn = async (login: string, day: string) => (await findUser(store.db, { login }, day))?.user;

it('a person names a deputy from a day to a day, who borrows the level for these days only', async () => {
  expect(await name('chief', 'clerk', ['2026-04-01', '2026-04-10'])).toMatchObject({ status: 'applied' });
  expect(await userOn('clerk', '2026-03-31')).toMatchObject({ roles: ['l1'], standsIn: [] });
  for (const day of ['2026-04-01', '2026-04-10'])
    expect(await userOn('clerk', day)).toMatchObject({
      roles: ['l1', 'l2'],
      standsIn: [{ userId: id('chief'), roles: ['l2'], untilDate: '2026-04-10' }],
    });
  expect(await userOn('clerk', '2026-04-11')).toMatchObject({ roles: ['l1'], standsIn: [] });
  expect(await userOn('chief', '2026-04-05')).toMatchObject({ roles: ['l2'], standsIn: [] });
});

it('whoever has no level of the audit is told of, and borrows none', async () => {
  expect(await name('clerk', 'money', ['2026-04-01', '2026-04-10'])).toMatchObject({ status: 'applied' });
  expect(await userOn('money', '2026-04-01')).toMatchObject({ roles: ['finance'], standsIn: [{ roles: [] }] });
});

it.each([
  { what: 'oneself', who: ['chief', 'chief'], days: ['2026-05-01', '2026-05-02'], reason: 'deputy-oneself' },
  {
    what: 'days that have passed',
    who: ['chief', 'clerk'],
    days: ['2026-03-01', '2026-03-02'],
    reason: 'deputy-dates',
  },
  {
    what: 'an end before the beginning',
    who: ['chief', 'clerk'],
    days: ['2026-05-02', '2026-05-01'],
    reason: 'deputy-dates',
  },
  {
    what: 'days of another deputy',
    who: ['chief', 'money'],
    days: ['2026-04-10', '2026-04-20'],
    reason: 'deputy-overlap',
  },
  {
    what: 'somebody unknown',
    who: ['chief', 'nobody'],
    days: ['2026-05-01', '2026-05-02'],
    reason: 'deputy-not-there',
  },
] as const)('$what is refused', async ({ who: [absent, deputy], days, reason }) => {
  expect(await name(absent, deputy, days)).toMatchObject({ code: 'RULE_BROKEN', reason });
});

it('only the absent person ends it', async () => {
  const row = await store.db
    .selectFrom('userDeputy')
    .select('id')
    .where('userId', '=', id('chief'))
    .executeTakeFirstOrThrow();
  expect(await run('clerk', { kind: 'deputy.end', deputyId: row.id })).toMatchObject({ reason: 'deputy-not-found' });
  expect(await run('chief', { kind: 'deputy.end', deputyId: row.id })).toMatchObject({ status: 'applied' });
  expect(await userOn('clerk', '2026-04-05')).toMatchObject({ roles: ['l1'], standsIn: [] });
});
