import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DecisionInput } from '../../src-shared/contract/claims.contract.ts';
import { openCompany, until, type Company } from './claims-company.ts';

const APPROVE: DecisionInput = { action: 'APPROVE', reasonCode: null, note: '', holdReason: null, lines: [] };
const COMMANDS = 500;
const FLAPS = 30;
const REFUSALS = 6;
const LONG_MS = 600_000;

let company: Company;
beforeAll(async () => {
  company = await openCompany(COMMANDS + 20, 'postgres');
}, LONG_MS);
afterAll(() => company.close());

/** A network that is up for a second and down for a second; what is on its way when it goes down is lost, both ways. */
class Flapping {
  isUp = true;
  /** The server answers everything with 503. */
  isBusy = false;
  busyAnswers = 0;
  lostAnswers = 0;
  #cut = new AbortController();

  readonly fetch: typeof globalThis.fetch = async (input, init) => {
    if (!this.isUp) throw new TypeError('no network');
    if (this.isBusy) {
      this.busyAnswers += 1;
      return new Response('busy', { status: 503, headers: { 'content-type': 'text/plain' } });
    }
    const request = new Request(input, init);
    const cut = this.#cut.signal;
    const answer = await fetch(new Request(request, { signal: AbortSignal.any([cut, request.signal]) }));
    // A slow line: what the server has done already may still not be heard of.
    if (request.url.includes('/commands')) {
      await pause(500 + Math.random() * 700);
      if (cut.aborted) {
        this.lostAnswers += 1;
        throw new TypeError('the network went away with the answer');
      }
    }
    return answer;
  };

  set(isUp: boolean): void {
    this.isUp = isUp;
    if (isUp) this.#cut = new AbortController();
    else this.#cut.abort();
  }
}

test(
  'case 32: five hundred commands made offline all finish once and in their order through a network that comes and goes and a server that is busy, without a new one being made',
  async () => {
    const network = new Flapping();
    const clerk = await company.desktop('clerk', { fetch: network.fetch });
    network.set(false);
    const query = { filters: [{ column: 'queue', op: 'in' as const, values: ['DECIDE'] }], text: '', sort: [] };
    const { rows } = await clerk.client.claims.page({ query, offset: 0, limit: COMMANDS });
    for (const { id, version } of rows) {
      await clerk.client.claims.decide({ claimId: id, version, decision: APPROVE });
    }
    await until('all wait', async () => (await clerk.client.sync.state({})).waitingCommands === COMMANDS);

    for (let flap = 0; flap < FLAPS; flap += 1) {
      network.set(true);
      await pause(1000);
      network.set(false);
      await pause(1000);
    }
    network.isBusy = true;
    network.set(true);
    await until('the server has refused often enough', () => Promise.resolve(network.busyAnswers >= REFUSALS), LONG_MS);
    network.isBusy = false;
    await until('all are answered', async () => (await clerk.client.sync.state({})).waitingCommands === 0, LONG_MS);

    expect(network.lostAnswers).toBeGreaterThan(0);
    const { db } = company.server.store;
    const log = await db.selectFrom('commandLog').select(['clientSeq', 'status']).orderBy('clientSeq').execute();
    expect(log.map(({ clientSeq }) => clientSeq)).toEqual(rows.map((_row, at) => at + 1));
    expect([...new Set(log.map(({ status }) => status))]).toEqual(['applied']);
    const done = await db.selectFrom('auditDecision').select('claimId').orderBy('id').execute();
    // in the order in which the clerk made them, each once
    expect(done.map(({ claimId }) => claimId)).toEqual(rows.map(({ id }) => id));
    expect(await clerk.client.sync.attention({})).toEqual([]);
    await until('both sides agree to the last column', async () => {
      const report = await clerk.client.sync.checkData({}).catch(() => null);
      return report !== null && report.level === 2 && report.mismatches.length === 0;
    });
  },
  LONG_MS,
);
