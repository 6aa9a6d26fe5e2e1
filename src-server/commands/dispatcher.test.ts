import { ulid } from 'ulid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CommandLetter } from '../../src-shared/contract/commands.ts';
import { Refusal } from '../../src-shared/domain/units/refusal.ts';
import { AppError } from '../../src-shared/errors.ts';
import { ENGINES } from '../testing/central-store.ts';
import { addCustomer, addUser, markAsDemo } from '../testing/rows.ts';
import {
  ask,
  readStream,
  sendCommands,
  signIn,
  startTestServer,
  type Failure,
  type TestServer,
} from '../testing/test-server.ts';
import type { CommandHandlers } from './command-handler.ts';
import { ROLES_BY_COMMAND } from './role-gate.ts';

const DEVICE = 'desk-1';

/** What the handler of the suite does with `decisionCommandId` as its order; every order writes a customer first. */
const ENDINGS: Record<string, () => void> = {
  apply: () => undefined,
  refuse: () => {
    throw new Refusal('negative-input');
  },
  rule: () => {
    throw new AppError('RULE_BROKEN', 'claim-closed', { status: 'PAID' });
  },
  crash: () => {
    throw new TypeError('nobody thought of this');
  },
};

const handlers: Partial<CommandHandlers> = {
  'claim.undo': async (context, body) => {
    if (body.decisionCommandId === 'twice') {
      await addCustomer(context.db, 'r:1', 'twice');
      await context.db
        .insertInto('customer')
        .values({ ...(await context.db.selectFrom('customer').selectAll().executeTakeFirstOrThrow()) })
        .execute();
    }
    await addCustomer(context.db, 'r:1', body.claimId);
    if (body.decisionCommandId === 'conflict') {
      return { status: 'conflict', reason: 'claim-changed', details: { by: 'other' }, current: { status: 'APPROVED' } };
    }
    ENDINGS[body.decisionCommandId]?.();
    return { status: 'applied', output: { customer: body.claimId } };
  },
};

function letter(clientSeq: number, order: string, name = ulid()): CommandLetter {
  const body = { kind: 'claim.undo', claimId: name, decisionCommandId: order };
  return { id: ulid(), clientSeq, commandVersion: 1, madeAtMs: 0, body };
}

describe.each(ENGINES)('commands on %s', (engine) => {
  let server: TestServer;
  let clerk: string;
  let next = 1;

  beforeAll(async () => {
    server = await startTestServer(engine, handlers);
    await markAsDemo(server.store.db);
    await addUser(server.store.db, { login: 'clerk', roles: ['l1'] });
    await addUser(server.store.db, { login: 'reader', roles: ['l1', 'auditor'] });
    await addUser(server.store.db, { login: 'dispatcher', roles: ['dispatcher'] });
    clerk = (await signIn(server, 'clerk', DEVICE)).accessToken;
  });
  afterAll(() => server.close());

  const send = (commands: CommandLetter[]): ReturnType<typeof sendCommands> =>
    sendCommands(server, clerk, DEVICE, commands);
  const customers = async (name: string): Promise<number> =>
    (await server.store.db.selectFrom('customer').select('id').where('name', '=', name).execute()).length;

  it('does a command once and answers a repeat with the stored result, also together with new ones', async () => {
    const command = letter(next++, 'apply');
    const [first] = await send([command]);
    const [again, other] = await send([command, letter(next++, 'apply')]);
    expect(first).toMatchObject({ status: 'applied', output: { customer: command.body.claimId } });
    expect(again).toEqual(first);
    expect(other).toMatchObject({ status: 'applied' });
    expect(await customers(String(command.body.claimId))).toBe(1);
  });

  it('does a command once when it arrives eight times at the same moment', async () => {
    const command = letter(next++, 'apply');
    const answers = await Promise.all(Array.from({ length: 8 }, () => send([command])));
    expect(new Set(answers.map(([result]) => JSON.stringify(result))).size).toBe(1);
    expect(await customers(String(command.body.claimId))).toBe(1);
  });

  it('case 17: refuses a known id with another body, logs it without the bodies, and leaves the first effect as it was', async () => {
    const command = letter(next++, 'apply');
    await send([command]);
    const changed = { ...command, body: { ...command.body, claimId: 'ANOTHER' } };
    expect(await send([changed])).toMatchObject([{ status: 'rejected', reason: 'id-reused' }]);
    expect(await customers('ANOTHER')).toBe(0);
    const logged = server.logLines.filter((line) => line.includes('command-id-reused') && line.includes(command.id));
    expect(logged.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({
        ...{ level: 'warn', event: 'command-id-reused', commandId: command.id, kind: 'claim.undo', deviceId: DEVICE },
        ...{ knownKind: 'claim.undo', knownDeviceId: DEVICE, sameBody: false },
      }),
    ]);
    expect(logged.join()).not.toMatch(new RegExp(`ANOTHER|${String(command.body.claimId)}`));
    await send([command]);
    expect(server.logLines.filter((line) => line.includes('command-id-reused'))).toHaveLength(1);
  });

  it('asks for the order of the device to be kept and tries nothing behind a gap', async () => {
    const [early, behind] = [letter(next + 1, 'apply'), letter(next + 2, 'apply')];
    const results = await send([early, behind]);
    expect(results).toMatchObject([
      { status: 'retry', reason: 'out-of-order', details: { expected: next } },
      { status: 'retry', reason: 'earlier-command-waits' },
    ]);
    expect(await send([letter(1, 'apply')])).toMatchObject([{ status: 'rejected', reason: 'client-seq-used' }]);
    expect(await send([letter(next++, 'apply'), early, behind])).toMatchObject([
      { status: 'applied' },
      { status: 'applied' },
      { status: 'applied' },
    ]);
    next += 2;
  });

  it.each([
    ['conflict', { status: 'conflict', reason: 'claim-changed', current: { status: 'APPROVED' } }],
    ['refuse', { status: 'rejected', reason: 'negative-input' }],
    ['rule', { status: 'rejected', reason: 'claim-closed', details: { status: 'PAID' } }],
    ['crash', { status: 'rejected', reason: 'unexpected' }],
    ['twice', { status: 'rejected', reason: 'store-rule-broken' }],
  ])(
    'undoes the effects of a command that ends in "%s", keeps its answer and goes on with the next',
    async (order, expected) => {
      const command = letter(next++, order);
      const [result, after] = await send([command, letter(next++, 'apply')]);
      expect(result).toMatchObject(expected);
      expect(after).toMatchObject({ status: 'applied' });
      expect(await customers(String(command.body.claimId))).toBe(0);
      expect((await send([command]))[0]).toEqual(result);
    },
  );

  it('logs what nobody foresaw under the reference number of the answer', async () => {
    const [result] = await send([letter(next++, 'crash')]);
    const reference = String(result?.details.reference);
    expect(
      server.logLines.filter((line) => line.includes(reference) && line.includes('nobody thought of this')),
    ).toHaveLength(1);
  });

  it('refuses an unknown kind and a malformed body one by one, without holding up the others', async () => {
    const unknown = { ...letter(next++, 'apply'), body: { kind: 'claim.burn' } };
    const malformed = { ...letter(next++, 'apply'), body: { kind: 'claim.undo', claimId: 7 } };
    expect(await send([unknown, malformed, letter(next++, 'apply')])).toMatchObject([
      { status: 'rejected', reason: 'command-invalid', details: { kind: 'claim.burn' } },
      { status: 'rejected', reason: 'command-invalid', details: { path: 'body.claimId' } },
      { status: 'applied' },
    ]);
  });

  it('case 29: refuses a text that no database can hold by its place, and goes on with the next command', async () => {
    const body = { kind: 'claim.undo', claimId: 'a\u0000', decisionCommandId: 'apply' };
    expect(await send([{ ...letter(next++, 'apply'), body }, letter(next++, 'apply')])).toMatchObject([
      {
        status: 'rejected',
        reason: 'text-not-storable',
        details: { path: 'claimId', position: 2, character: 'U+0000' },
      },
      { status: 'applied' },
    ]);
  });

  it('refuses more than a hundred commands and a body over 1 MiB as a whole', async () => {
    const many = Array.from({ length: 101 }, (_, index) => letter(next + index, 'apply'));
    const answer = await ask<Failure>(`${server.url}/sync/v1/commands`, {
      token: clerk,
      body: { deviceId: DEVICE, commands: many },
    });
    expect(answer).toMatchObject({ status: 400, body: { data: { reason: 'input-invalid' } } });
    const wide = { ...letter(next, 'apply'), body: { kind: 'claim.undo', claimId: 'x'.repeat(1_100_000) } };
    const large = await ask<Failure>(`${server.url}/sync/v1/commands`, {
      token: clerk,
      body: { deviceId: DEVICE, commands: [wide] },
    });
    expect(large).toMatchObject({ status: 400, body: { data: { reason: 'body-too-large' } } });
  });

  it.each([
    ['reader', 'an auditor, whatever else he is'],
    ['dispatcher', 'a role outside the table'],
  ])('refuses a decision of %s (%s)', async (login) => {
    const { accessToken } = await signIn(server, login, `desk-of-${login}`);
    const results = await sendCommands(server, accessToken, `desk-of-${login}`, [letter(1, 'apply')]);
    expect(results).toMatchObject([{ status: 'rejected', reason: 'role-not-allowed' }]);
  });

  it('refuses commands in the name of another device', async () => {
    const body = { deviceId: 'desk-2', commands: [letter(1, 'apply')] };
    const answer = await ask<Failure>(`${server.url}/sync/v1/commands`, { token: clerk, body });
    expect(answer).toMatchObject({ status: 403, body: { data: { reason: 'device-not-yours' } } });
  });

  it('tells its device through the feed that a command has arrived, together with its effects', async () => {
    const { cursor } = await readStream(`${server.url}/sync/v1/snapshot?tier=open`, clerk);
    const command = letter(next++, 'conflict');
    await send([command]);
    const read = await readStream(`${server.url}/sync/v1/delta?cursor=${cursor}&wait=5`, clerk);
    expect(read.acks).toContain(command.id);
  });

  it('gives lost answers again by the number of the device', async () => {
    const command = letter(next++, 'apply');
    const [result] = await send([command]);
    const url = `${server.url}/sync/v1/commands?deviceId=${DEVICE}&after=${String(next - 2)}`;
    const answer = await ask<{ results: unknown[] }>(url, { token: clerk });
    expect(answer.body.results).toEqual([{ ...result, clientSeq: next - 1 }]);
  });
});

describe('the roles of commands', () => {
  it('name no auditor anywhere', () => {
    expect(Object.values(ROLES_BY_COMMAND).flat()).not.toContain('auditor');
  });
});
