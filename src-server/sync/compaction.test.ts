import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { daysMs } from '../../src-shared/domain/sync/sync-settings.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { ENGINES, openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { addCustomer } from '../testing/rows.ts';
import { cutTail } from './compaction.ts';
import { readHead, rotateEpoch } from './feed.repository.ts';
import { Sequencer } from './sequencer.ts';

const TRIGGERS = ['version', 'insert', 'update', 'delete'] as const;

describe.each(ENGINES)('keeping the feed on %s', (engine) => {
  let store: TestCentral;
  let nowMs = 1_000_000;
  let sequencer: Sequencer;

  beforeAll(async () => {
    store = await openTestCentral(engine);
    sequencer = new Sequencer({ store, nowMs: () => nowMs, onError: () => undefined });
  });
  afterAll(async () => {
    await sequencer.close();
    await store.close();
  });

  it('case 34: every replicated table has the triggers that put a repair by psql into the feed', async () => {
    const tables = await sql<{ name: string; id: number | null }>`
      select c.table_name as name, s.id from information_schema.columns c left join sync_table s on s.name = c.table_name
      where c.table_schema = current_schema() and c.column_name = '_scope' order by s.id`.execute(store.db);
    const triggers = await sql<{ name: string; trigger: string; enabled: string; argument: string }>`
      select c.relname as name, t.tgname as trigger, t.tgenabled::text as enabled,
             replace(encode(t.tgargs, 'escape'), '\\000', '') as argument
      from pg_trigger t join pg_class c on c.oid = t.tgrelid where not t.tgisinternal`.execute(store.db);
    const has = new Map(triggers.rows.map((row) => [row.trigger, row]));
    expect(tables.rows.length).toBeGreaterThan(60);
    const missing = tables.rows.flatMap(({ name, id }) =>
      TRIGGERS.filter((trigger) => {
        const found = has.get(`${name}_${trigger}`);
        return found?.enabled !== 'O' || found.argument !== String(id);
      }).map((trigger) => `${name}_${trigger}`),
    );
    expect(missing).toEqual([]);
    expect(tables.rows.filter(({ id }) => id === null)).toEqual([]);
  });

  it('refuses to empty a replicated table past the feed', async () => {
    await expect(sql`truncate customer cascade`.execute(store.db)).rejects.toThrow('is replicated');
  });

  it('case 28: cuts old batches only, raises the floor first and forgets the entries at the next run', async () => {
    const setting = { settingKey: 'syncFeedKeepEntries', valueJson: '2' };
    await store.db
      .insertInto('setting')
      .values({ ...rowIdentity('keep', 'g'), ...setting })
      .execute();
    const seqs: number[] = [];
    for (let batch = 0; batch < 4; batch += 1) {
      await addCustomer(store.db, 'r:1');
      seqs.push(await sequencer.flush());
      nowMs += daysMs(10);
    }
    const entries = async (): Promise<number> =>
      (await sql<{ n: number }>`select count(*) as n from sync_feed`.execute(store.db)).rows[0]?.n ?? 0;
    const before = await entries();
    // Batches 1 to 4 are 40, 30, 20 and 10 days old; two entries must remain after the floor.
    expect(await cutTail(store.db, nowMs + 1)).toEqual({ floorSeq: seqs[1], entriesCut: 0, answersCut: 0 });
    expect(await entries()).toBe(before);
    const again = await cutTail(store.db, nowMs + 2);
    expect(again?.floorSeq).toBe(seqs[1]);
    expect(again?.entriesCut).toBe(before - 2);
    expect(await cutTail(store.db, nowMs + daysMs(400))).toMatchObject({ floorSeq: seqs[1], entriesCut: 0 });
  });

  it('case 14: another epoch after a restore, and the numbers go on above the floor', async () => {
    const before = await readHead(store.db);
    const epoch = await rotateEpoch(store.db);
    expect(epoch).not.toBe(before.epoch);
    const after = await readHead(store.db);
    expect(after).toEqual({ epoch, seq: after.seq, floorSeq: after.seq });
    expect(after.seq).toBeGreaterThan(before.seq);
  });
});
