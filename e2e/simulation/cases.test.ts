import type { Database } from 'better-sqlite3';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { sim, sound } from './sim-suite.ts';
import { readState, STATE_KEYS } from '../../src-main/sync/replica-state.ts';
import { WireText } from '../../src-server/sync/wire-stream.ts';
import { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';
import type { WireLine } from '../../src-shared/contract/sync-wire.ts';
import { decide } from './decisions.ts';
import { hooks, ProcessDied } from './fault-hooks.ts';
import { rowsOf } from './sim-client.ts';
import { CALM } from './sim-network.ts';
import type { HttpAnswer } from './sim-server.ts';

const [CLAIM_TABLE] = REPLICATED_TABLES.filter(({ name }) => name === 'claim') as [(typeof REPLICATED_TABLES)[number]];

/** A claim as the wire carries it. */
function imageOf(replicaFile: Database, id: string): unknown[] {
  const [row] = rowsOf<Record<string, unknown>>(replicaFile, 'select * from claim where id = ?', id);
  return CLAIM_TABLE.columns.map((column) => row?.[column]);
}

const decisionsOn = async (claimId: string): Promise<string[]> => {
  const rows = await sim.store.db
    .selectFrom('auditDecision')
    .select('action')
    .where('claimId', '=', claimId)
    .where('lineSeq', 'is', null)
    .execute();
  return rows.map(({ action }) => action);
};

/** The stream written anew with other rows, with counts and sums that are right for them. */
function rewritten(answer: HttpAnswer, change: (table: string, rows: string[]) => string[]): HttpAnswer {
  const text = new WireText();
  const pieces: Buffer[] = [];
  const lines = answer.body.toString('utf8').split('\n').slice(0, -1);
  for (let at = 0; at < lines.length;) {
    const line = JSON.parse(lines[at] ?? '') as WireLine;
    at += 1;
    if (line.t === 'commit') {
      pieces.push(
        text.commit({
          to: line.to,
          cursor: line.cursor,
          ...(line.resume === undefined ? {} : { resume: line.resume }),
        }),
      );
    } else if (line.t === 'tbl') {
      const rows = change(line.name, lines.slice(at, at + line.n));
      at += line.n;
      if (rows.length > 0) pieces.push(text.line({ ...line, n: rows.length }), text.rows(rows.join('\n'), rows.length));
    } else pieces.push(text.line(line));
  }
  return { ...answer, body: Buffer.concat(pieces) };
}

describe('what mutations.long.test.ts breaks one by one', () => {
  it('a confirmed decision stays on the screen until its row has arrived', async () => {
    await sound(async (world) => {
      await world.level();
      world.network.weather = { ...CALM, slowestMs: 400 };
      for (const claim of ['CLAIM001', 'CLAIM002', 'CLAIM004']) await decide(world, world.desktop(0), claim);
    });
  });

  it('a snapshot that lost a row on its way is never shown', async () => {
    await sound(async (world) => {
      let tampered = 0;
      world.network.tamper = (url, answer) => {
        if (url.pathname !== '/sync/v1/snapshot' || answer.status !== 200 || tampered >= 3) return answer;
        tampered += 1;
        return rewritten(answer, (table, rows) => (table === 'claim' ? rows.slice(1) : rows));
      };
      await world.level();
      expect(tampered).toBe(3);
    }, 1);
  });

  it('an older image that comes late under a newer number makes no row older', async () => {
    await sound(async (world) => {
      await world.level();
      const { client } = world.desktop(0);
      const { replicaFile } = await client.stores();
      const old = imageOf(replicaFile, 'CLAIM001');
      await sql`update claim set risk_score = 50 where id = 'CLAIM001'`.execute(sim.store.db);
      await world.level();
      const cursor = readState(replicaFile, STATE_KEYS.cursor) ?? '';
      const seq = world.seqOf(world.desktop(0));
      const text = new WireText();
      const body = Buffer.concat([
        text.line({ t: 'begin', from: cursor, to: seq, at_ms: 0 }),
        text.line({ t: 'tbl', id: CLAIM_TABLE.id, name: CLAIM_TABLE.name, n: 1 }),
        text.rows(JSON.stringify(old), 1),
        text.commit({ to: seq, cursor }),
        text.line({ t: 'end', more: false }),
      ]);
      await client.write('replica.applyDelta', { body: new Uint8Array(body), cursor });
      expect(imageOf(replicaFile, 'CLAIM001')).not.toEqual(old);
    });
  });
});

describe('cases of the table, in the simulation', () => {
  it('a row that comes twice while a snapshot runs stands in its newer image', async () => {
    await sound(async (world) => {
      let tampered = 0;
      world.network.tamper = (url, answer) => {
        if (url.searchParams.get('tier') !== 'all' || answer.status !== 200) return answer;
        return rewritten(answer, (table, rows) => {
          const [first] = rows;
          if (table !== 'claim' || first === undefined) return rows;
          tampered += 1;
          const [id, version, ...rest] = JSON.parse(first) as [string, number, ...unknown[]];
          return [...rows, JSON.stringify([id, version - 1, ...rest])];
        });
      };
      await world.level();
      expect(tampered).toBeGreaterThan(0);
    }, 1);
  });

  it('case 1: killed again and again in its first download it resumes, and the file is invisible until it is whole', async () => {
    await sound(async (world) => {
      for (let statement = 1; statement < 120; statement += 11) {
        const desktop = world.desktop(0);
        desktop.client.dieWithin(statement);
        await world.until(
          'it has died or is up',
          () => desktop.client.dead || desktop.client.status.current.phase === 'live',
          60_000,
        );
        world.kill(desktop);
        await world.startDesktop(desktop);
      }
    }, 1);
  });

  it('case 2: killed at every statement of a delta, it has the rows with the cursor or neither', async () => {
    await sound(async (world) => {
      await world.level();
      for (let statement = 1; statement <= 10; statement += 1) {
        const desktop = world.desktop(0);
        desktop.client.dieWithin(statement);
        const before = world.oracle.latestSeq;
        await sql`update claim set risk_score = risk_score + 1`.execute(sim.store.db);
        await world.until(
          'it has died or is level',
          () => desktop.client.dead || world.seqOf(desktop) > before,
          60_000,
        );
        world.kill(desktop);
        await world.startDesktop(desktop);
        await world.level();
        expect(await world.difference(desktop)).toBeNull();
      }
    });
  });

  it.each(['command-after-receipt', 'command-before-answer', 'sequencer-in-tick'])(
    'case 3 and case 6: the server dies at %s; the command has one effect, no batch is half, and everybody goes on',
    async (place) => {
      await sound(async (world) => {
        await world.level();
        let died = 0;
        hooks.serverFault = (name) => {
          if (name !== place || died > 0) return;
          died += 1;
          setTimeout(() => void world.killServer(), 0);
          throw new ProcessDied();
        };
        await decide(world, world.desktop(0), 'CLAIM001');
        await world.until('the server died', () => world.server === null, 120_000);
        world.startServerIfAway();
        await world.level();
        expect(await decisionsOn('CLAIM001')).toHaveLength(1);
      });
    },
  );

  it('case 10 and case 11: answers that come twice or too late change nothing', async () => {
    await sound(async (world) => {
      await world.level();
      world.network.weather = { ...CALM, stale: 0.7, repeated: 0.7, slowestMs: 300 };
      for (let round = 0; round < 8; round += 1) {
        await sql`update claim set risk_score = risk_score + 1 where id = 'CLAIM001'`.execute(sim.store.db);
        if (round === 3) await decide(world, world.desktop(1), 'CLAIM002');
        const before = world.oracle.latestSeq;
        await world.until(
          'everybody has seen it',
          () => world.oracle.latestSeq > before && world.desktops.every((desktop) => world.seqOf(desktop) > before),
        );
      }
      expect(world.network.counts.stale).toBeGreaterThan(3);
      expect(world.network.counts.repeated).toBeGreaterThan(3);
      await world.level();
      expect((await decisionsOn('CLAIM002')).length).toBeLessThanOrEqual(1);
    });
  });

  it('case 12: a delta cut off at every byte is taken up to its last commit and no further', async () => {
    await sound(async (world) => {
      await world.level();
      const desktop = world.desktop(0);
      world.desktop(0).peer.cutOff = true;
      const { replicaFile } = await desktop.client.stores();
      const cursor = readState(replicaFile, STATE_KEYS.cursor) ?? '';
      await sql`update claim set risk_score = 9 where id = 'CLAIM001'`.execute(sim.store.db);
      await world.until('the feed has it', async () => world.seqOf(world.desktop(1)) >= (await world.head()));
      const url = new URL(`http://clerk.sim/sync/v1/delta?cursor=${cursor}&wait=0`);
      const whole = await world.server?.get(desktop.user, desktop.peer.deviceId, {
        url,
        gone: new AbortController().signal,
      });
      const body = whole?.body ?? Buffer.alloc(0);
      const commitEnds = body.indexOf('\n', body.indexOf('"t":"commit"')) + 1;
      expect(commitEnds).toBeGreaterThan(200);
      const before = world.seqOf(desktop);
      for (let length = 0; length < commitEnds; length += 1) {
        await desktop.client
          .write('replica.applyDelta', { body: new Uint8Array(body.subarray(0, length)), cursor })
          .catch(() => undefined);
        expect(world.seqOf(desktop)).toBe(before);
      }
      await desktop.client.write('replica.applyDelta', { body: new Uint8Array(body.subarray(0, commitEnds)), cursor });
      expect(world.seqOf(desktop)).toBe(before + 1);
    });
  });

  it('case 13: flipped bytes are noticed by sum or syntax, nothing of the batch is applied, and it comes again', async () => {
    await sound(async (world) => {
      await world.level();
      world.network.weather = { ...CALM, flippedByte: 0.5 };
      for (let round = 0; round < 6; round += 1) {
        await sql`update claim set risk_score = risk_score + 1`.execute(sim.store.db);
        await world.until('answers came', () => world.network.counts.flipped > 2 * round, 200_000);
      }
    });
  });

  it('case 16: two desktops decide one claim at one version: one is applied, the other hears of the conflict', async () => {
    await sound(async (world) => {
      await world.level();
      await Promise.all([decide(world, world.desktop(0), 'CLAIM001'), decide(world, world.desktop(1), 'CLAIM001')]);
      await world.level();
      const states: string[] = [];
      for (const number of [0, 1]) {
        const { localFile } = await world.desktop(number).client.stores();
        states.push(...rowsOf<{ state: string }>(localFile, 'select state from outbox').map(({ state }) => state));
      }
      expect(states.sort()).toEqual(['acked', 'conflict']);
      expect(await decisionsOn('CLAIM001')).toHaveLength(1);
    });
  });

  it('case 26: a decision on a claim that was removed meanwhile is refused, kept for its maker, and leaves the screen', async () => {
    await sound(async (world) => {
      await world.level();
      const desktop = world.desktop(0);
      desktop.peer.cutOff = true;
      await decide(world, desktop, 'CLAIM001');
      await sim.store.db.deleteFrom('claimLine').where('claimId', '=', 'CLAIM001').execute();
      await sim.store.db.deleteFrom('claim').where('id', '=', 'CLAIM001').execute();
      await world.level();
      const { localFile } = await desktop.client.stores();
      const kept = rowsOf<{ state: string; claim: string }>(
        localFile,
        `select state, json_extract(body_json, '$.claimId') as claim from outbox`,
      );
      expect(kept).toEqual([{ state: 'rejected', claim: 'CLAIM001' }]);
    });
  });

  it('case 27: "check my data" while a delta is being applied and the next one is there already is answered, not "server away"', async () => {
    await sound(async (world) => {
      await world.level();
      const desktop = world.desktop(0);
      const reports: Promise<unknown>[] = [];
      world.afterTask = ({ name }, task) => {
        if (name !== desktop.name || task !== 'replica.applyDelta' || reports.length > 0) return;
        void sql`update claim set risk_score = 8 where id = 'CLAIM002'`.execute(sim.store.db);
        reports.push(desktop.client.check(1).catch((error: unknown) => error));
      };
      await sql`update claim set risk_score = 7 where id = 'CLAIM001'`.execute(sim.store.db);
      let answer: unknown = null;
      await world.until('it has been compared', () => {
        void reports[0]?.then((report) => (answer = report));
        return answer !== null;
      });
      expect(answer).toMatchObject({ level: 1, mismatches: [], repaired: 0 });
    });
  });

  it('case 32: a network that comes and goes every second lets every command through once, without a new one being made', async () => {
    await sound(async (world) => {
      await world.level();
      const flap = setInterval(() => {
        for (const { peer } of world.desktops) peer.cutOff = !peer.cutOff;
      }, 1000);
      for (let count = 0; count < 8; count += 1) await decide(world, world.desktop(count % 3));
      const endMs = Date.now() + 120_000;
      await world.until('two minutes', () => Date.now() > endMs, 200_000);
      clearInterval(flap);
    });
  });
});
