import { sql, type Kysely } from 'kysely';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { addUser } from '../../src-server/testing/rows.ts';
import { openTestCentral, type TestCentral } from '../../src-server/testing/central-store.ts';
import type { CentralTables } from '../../src-server/db/central-tables.generated.ts';
import { askCheaply, forgetAnswers, settleStores } from './fast-pglite.ts';
import { CHANGING, REPLICATED } from './sim-tables.ts';

const CLAIMS = 8;
const LINE_FEN = 10_000;
/** So few entries of the feed are kept in any case: compaction cuts in the seconds of a run. */
const FEED_ENTRIES_KEPT = 4;
const BOOKKEEPING = ['command_log', 'sync_feed', 'sync_batch', 'sync_outbox', 'sync_head'];

export interface SimUser {
  id: string;
  login: string;
  regionId: string | null;
  regionCode: string | null;
}

/** One PGlite for all seeds of a process, put back to the same image before each of them. */
export class SimStore {
  readonly store: TestCentral;
  readonly users: SimUser[];
  readonly tables: string[];
  remembered = false;

  private constructor(store: TestCentral, users: SimUser[], tables: string[]) {
    this.store = store;
    this.users = users;
    this.tables = tables;
  }

  static async open(): Promise<SimStore> {
    askCheaply();
    const store = await openTestCentral('pglite');
    const { db } = store;
    for (const code of ['1', '2']) {
      const id = `REGION${code}`;
      await db
        .insertInto('region')
        .values({ ...rowIdentity(id, 'g'), code, name: `Region ${code}` })
        .execute();
    }
    const users: SimUser[] = [];
    for (const [login, regionCode] of [
      ['clerk', null],
      ['colleague', null],
      ['east', '1'],
    ] as const) {
      const regionId = regionCode === null ? null : `REGION${regionCode}`;
      const id = await addUser(db, { login, roles: ['l1'], ...(regionId === null ? {} : { regionId }) });
      users.push({ id, login, regionId, regionCode });
    }
    for (let number = 0; number < CLAIMS; number += 1)
      await addClaim(db, `CLAIM${String(number).padStart(3, '0')}`, number % 3 === 0 ? 'r:2' : 'r:1');
    const keep = { settingKey: 'syncFeedKeepEntries', valueJson: String(FEED_ENTRIES_KEPT) };
    await db
      .insertInto('setting')
      .values({ ...rowIdentity('keep', 'g'), ...keep })
      .execute();
    await SimStore.#fixControlFile(db);
    await sql`truncate sync_outbox`.execute(db);
    await sql`update sync_head set seq = 1, floor_seq = 1, epoch = 'first' where id = 1`.execute(db);
    const { rows } = await sql<{ name: string }>`select relname as name from pg_class
      where relkind = 'r' and relnamespace = 'public'::regnamespace and relname not like 'schema_%'`.execute(db);
    const names = rows.map(({ name }) => name);
    await sql`create schema image`.execute(db);
    const filled: string[] = [];
    for (const name of names) {
      await sql`create table ${sql.id('image', name)} as table ${sql.id('public', name)}`.execute(db);
      const { rows: some } = await sql`select 1 from ${sql.id('image', name)} limit 1`.execute(db);
      if (some.length > 0) filled.push(name);
    }
    const { rows: replicated } = await sql<{ name: string }>`select name from sync_table order by id`.execute(db);
    const written = new Set([...filled, ...CHANGING]);
    const tables = replicated.map(({ name }) => name).filter((name) => written.has(name) && REPLICATED.has(name));
    await sql`create schema backup`.execute(db);
    for (const name of [...CHANGING, ...BOOKKEEPING])
      await sql`create table ${sql.id('backup', name)} as table ${sql.id('public', name)}`.execute(db);
    await settleStores();
    return new SimStore(store, users, tables);
  }

  /** PGlite reads its control file anew for the epoch of every answer, which is a third of a run; here it never changes. */
  static async #fixControlFile(db: TestCentral['db']): Promise<void> {
    await sql`create function public.pg_control_system(out system_identifier bigint)
      language sql immutable as 'select 7::bigint'`.execute(db);
    await sql`set search_path = public, pg_catalog`.execute(db);
    // Nothing of a run has to survive PGlite itself.
    await sql`set synchronous_commit = off`.execute(db);
  }

  /** The image of the first moment; every seed starts from the same bytes. */
  reset(): Promise<void> {
    forgetAnswers();
    this.remembered = false;
    return this.#copy('image', 'public');
  }

  /** A backup of this moment. */
  async remember(): Promise<void> {
    this.remembered = true;
    await this.#copy('public', 'backup');
  }

  /** Everything is as it was when the backup was made, and there may be another one. */
  async restore(): Promise<void> {
    forgetAnswers();
    await this.#copy('backup', 'public');
    this.remembered = false;
  }

  async #copy(from: 'image' | 'public' | 'backup', to: 'public' | 'backup'): Promise<void> {
    await this.store.db.transaction().execute(async (transaction) => {
      await sql`set local session_replication_role = replica`.execute(transaction);
      for (const name of [...CHANGING, ...BOOKKEEPING]) {
        await sql`delete from ${sql.id(to, name)}`.execute(transaction);
        await sql`insert into ${sql.id(to, name)} select * from ${sql.id(from, name)}`.execute(transaction);
      }
    });
  }

  close(): Promise<void> {
    return this.store.close();
  }
}

export async function addClaim(db: Kysely<CentralTables>, id: string, scope: string): Promise<void> {
  await db
    .insertInto('claim')
    .values({
      ...rowIdentity(id, scope),
      ...{
        no: id,
        claimantType: 'STATION',
        claimantId: 'station-1',
        claimantCode: 'FW001',
        claimantName: '济南服务站',
      },
      ...{ type: 'WARRANTY', vinText: `LXC${id}`, productLine: 'BUS', regionId: `REGION${scope.slice(2, 3)}` },
      ...{ failureDate: '2026-10-01', repairFinishDate: '2026-10-02', responsibility: 'MAKER', riskScore: 1 },
      ...{
        status: 'IN_REVIEW',
        queue: 'DECIDE',
        claimedFen: 2 * LINE_FEN,
        stdFen: 2 * LINE_FEN,
        payableFen: 2 * LINE_FEN,
      },
    })
    .execute();
  const lines = [1, 2].map((seq) => ({
    ...rowIdentity(`${id}L${String(seq)}`, scope, id),
    ...{ claimId: id, seq, costType: 'LABOUR' as const, description: '更换水泵' },
    ...{ claimedFen: LINE_FEN, stdFen: LINE_FEN, mfrFen: LINE_FEN, payableFen: LINE_FEN },
  }));
  await db.insertInto('claimLine').values(lines).execute();
}
