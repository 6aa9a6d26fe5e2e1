import { sql, type Transaction } from 'kysely';
import { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';
import { SCHEMA_HASH } from '../../src-shared/database/schema-hash.ts';
import type { CentralTables } from '../db/central-tables.generated.ts';
import type { CentralStore } from '../db/open-central.ts';
import { isRepeatable } from '../db/repeatable-error.ts';
import { faultPoint } from '../http/fault-points.ts';
import { rowRecord } from './row-image.ts';

/** Any fixed number: all sequencers of one database ask for the same advisory lock. */
const SEQUENCER_LOCK = 7301;
/** So many rows moved leave so many dead ones in the outbox that every later look at it would be slow. */
const VACUUM_AFTER_ROWS = 20_000;
const MAX_ATTEMPTS = 100;
/** How long to wait for another server's tick: a big import makes a long one. */
const LOCK_PATIENCE_MS = 120_000;
const LONGEST_PAUSE_MS = 200;
const IDLE_CHECK_MS = { postgres: 100, embedded: 1000 } as const;

export interface SequencerOptions {
  store: CentralStore;
  nowMs(): number;
  onError(error: unknown): void;
  /** After every tick that moved something. */
  onTick?(tick: { seq: number; entries: number; ms: number }): void;
}

/** Other servers of the same database hear of a new batch on this channel; the payload is its number. */
const CHANNEL = 'hedui_feed';

/**
 * Moves everything its snapshot can see from the outbox into the feed as one batch (sync §2, solution D). Every number
 * of the feed is therefore a state the database really had: nothing is skipped, and no line comes without its claim.
 */
export class Sequencer {
  readonly #options: SequencerOptions;
  readonly #listeners = new Set<(seq: number) => void>();
  #headSeq = 0;
  /** Since the outbox was cleaned the last time. */
  #movedRows = 0;
  #running: Promise<number> | null = null;
  #queued: Promise<number> | null = null;
  #timer: NodeJS.Timeout | null = null;
  #listening: Promise<{ close(): Promise<void> }> | null = null;
  #closed = false;

  constructor(options: SequencerOptions) {
    this.#options = options;
  }

  /** The newest batch this server knows of. */
  get headSeq(): number {
    return this.#headSeq;
  }

  /** Starts looking at the outbox by itself; writes of other processes and by psql are found this way. */
  start(): void {
    const { store, onError } = this.#options;
    const pause = IDLE_CHECK_MS[store.engine];
    this.#listening = store.listen?.(CHANNEL, (payload) => this.#announce(Number(payload))) ?? null;
    this.#listening?.catch(onError);
    const look = async (): Promise<void> => {
      // When another server is at its tick, ours has nothing to do: the other one moves everything there is.
      if (this.#running === null)
        await this.#tryTick(async (_transaction, seq) => Promise.resolve(seq)).catch(ignoreLost(onError));
      if (!this.#closed) this.#timer = setTimeout(() => void look(), pause).unref();
    };
    this.#timer = setTimeout(() => void look(), pause).unref();
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    const listening = await this.#listening?.catch(() => null);
    await listening?.close();
    await Promise.allSettled([this.#running, this.#queued]);
  }

  /** To be called after a commit: the change enters the feed at once instead of at the next look. */
  poke(): void {
    if (!this.#closed) this.flush().catch(this.#options.onError);
  }

  /** Resolves with a head that holds everything committed before the call; calls that wait share one tick. */
  flush(): Promise<number> {
    if (this.#running === null) {
      this.#running = this.#tick((_transaction, seq) => Promise.resolve(seq)).finally(() => {
        this.#running = null;
      });
      return this.#running;
    }
    this.#queued ??= this.#running
      .catch(() => 0)
      .then(() => {
        this.#queued = null;
        return this.flush();
      });
    return this.#queued;
  }

  /** Reads inside a tick, after its batch: what is read is exactly the state of the number passed to `read`. */
  readAtHead<T>(read: (transaction: Transaction<CentralTables>, seq: number) => Promise<T>): Promise<T> {
    return this.#tick(read);
  }

  /**
   * The same without holding up the feed, for reads that take seconds: the tick lends its snapshot to a transaction beside
   * it and goes on. On the embedded store, which has one connection, it is a read inside a tick.
   */
  async readBeside<T>(read: (transaction: Transaction<CentralTables>, seq: number) => Promise<T>): Promise<T> {
    const { db, engine } = this.#options.store;
    if (engine === 'embedded') return this.#tick(read);
    const { seq, lent } = await this.lendSnapshot(async (id) => {
      const beside = await db.startTransaction().setIsolationLevel('repeatable read').execute();
      await sql`set transaction snapshot ${sql.lit(id)}`.execute(beside);
      return { beside, release: () => beside.rollback().execute() };
    });
    try {
      return await read(lent.beside, seq);
    } finally {
      await lent.release();
    }
  }

  /**
   * A tick lends its snapshot to whatever `adopt` makes of its name, and goes on: what is read there is exactly the state
   * of `seq`. The caller releases what it got. PostgreSQL only.
   */
  async lendSnapshot<Lent extends { release(): Promise<void> }>(
    adopt: (snapshotId: string) => Promise<Lent>,
  ): Promise<{ seq: number; lent: Lent }> {
    const taken: Lent[] = [];
    const releaseAll = (): Promise<unknown> => Promise.all(taken.splice(0).map((each) => each.release()));
    try {
      const seq = await this.#tick(async (transaction, head) => {
        await releaseAll(); // a tick that lost against another sequencer runs again
        const { rows } = await sql<{ id: string }>`select pg_export_snapshot() as id`.execute(transaction);
        taken.push(await adopt(rows[0]?.id ?? ''));
        return head;
      });
      const [lent] = taken;
      if (lent === undefined) throw new Error('the tick lent no snapshot');
      return { seq, lent };
    } catch (error) {
      await releaseAll();
      throw error;
    }
  }

  /** Resolves when the head has passed `seq`, with the last known head after `timeoutMs` or on abort. */
  async waitBeyond(seq: number, timeoutMs: number, signal: AbortSignal): Promise<number> {
    if (this.#headSeq > seq || signal.aborted) return this.#headSeq;
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        this.#listeners.delete(listener);
        signal.removeEventListener('abort', finish);
        resolve(this.#headSeq);
      };
      const listener = (head: number): void => {
        if (head > seq) finish();
      };
      const timer = setTimeout(finish, timeoutMs);
      this.#listeners.add(listener);
      signal.addEventListener('abort', finish);
    });
  }

  async #tick<T>(read: (transaction: Transaction<CentralTables>, seq: number) => Promise<T>): Promise<T> {
    const startedMs = performance.now();
    for (let attempt = 1, failures = 0; ; attempt += 1) {
      try {
        const done = await this.#tryTick(read);
        if (done !== null) return done.result;
        if (performance.now() - startedMs > LOCK_PATIENCE_MS) throw new Error('the sequencer lock stayed taken');
      } catch (error) {
        // 40001: another sequencer was faster (its change of sync_head is the fence), or a row of the outbox was taken.
        failures += 1;
        if (!isRepeatable(error) || failures >= MAX_ATTEMPTS) throw error;
      }
      const pauseMs = Math.min(LONGEST_PAUSE_MS, 2 * attempt);
      await new Promise((resolve) => setTimeout(resolve, pauseMs * (0.5 + Math.random())));
    }
  }

  /** One try; null when another sequencer is at work. */
  async #tryTick<T>(
    read: (transaction: Transaction<CentralTables>, seq: number) => Promise<T>,
  ): Promise<{ result: T } | null> {
    const { store, nowMs, onTick } = this.#options;
    const startedMs = performance.now();
    const tick = await store.db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute(async (transaction) => {
        const { rows } = await sql<Head>`
          select pg_try_advisory_xact_lock(${SEQUENCER_LOCK}) as free, seq,
                 array(select distinct tbl from sync_outbox order by tbl) as tables,
                 array(select name from pg_prepared_statements) as prepared
          from sync_head where id = 1`.execute(transaction);
        const head = rows[0];
        if (head === undefined || !head.free) return null;
        const waiting = head.tables.length > 0;
        const seq = waiting ? head.seq + 1 : head.seq;
        const notify = store.listen !== undefined;
        const count = waiting ? await moveOutbox(transaction, { ...head, seq, nowMs: nowMs(), notify }) : 0;
        return { result: await read(transaction, seq), seq, count };
      });
    if (tick === null) return null;
    if (tick.count > 0) onTick?.({ seq: tick.seq, entries: tick.count, ms: performance.now() - startedMs });
    this.#announce(tick.seq);
    await this.#cleanOutbox(tick.count);
    return tick;
  }

  /** The space goes to the next rows; giving it back to the system would lock the writers out. */
  async #cleanOutbox(moved: number): Promise<void> {
    this.#movedRows += moved;
    if (this.#movedRows <= VACUUM_AFTER_ROWS) return;
    this.#movedRows = 0;
    await sql`vacuum (truncate off) sync_outbox`.execute(this.#options.store.db).catch(this.#options.onError);
  }

  #announce(seq: number): void {
    if (seq <= this.#headSeq) return;
    this.#headSeq = seq;
    for (const listener of [...this.#listeners]) listener(seq);
  }
}

/** A look that another server's tick has overtaken is no failure. */
function ignoreLost(onError: (error: unknown) => void): (error: unknown) => void {
  return (error) => {
    if (!isRepeatable(error)) onError(error);
  };
}

interface Head {
  free: boolean;
  seq: number;
  /** Numbers of the tables that have rows in the outbox. */
  tables: number[];
  /** Names of the statements this connection has prepared. */
  prepared: string[];
}

interface Batch {
  seq: number;
  tables: readonly number[];
  prepared: readonly string[];
  nowMs: number;
  /** Whether other servers of the database are to be told; delivered with the commit, and only then. */
  notify: boolean;
}

/** Moves the outbox into one batch table by table, all in the caller's snapshot; returns the number of entries. */
async function moveOutbox(transaction: Transaction<CentralTables>, batch: Batch): Promise<number> {
  const { seq, tables, prepared, nowMs, notify } = batch;
  let count = 0;
  for (const tbl of tables) {
    const name = `hedui_move_${String(tbl)}`;
    if (!prepared.includes(name))
      await sql`prepare ${sql.raw(`${name} (bigint, bigint) as ${moveStatement(tbl)}`)}`.execute(transaction);
    const moved = await sql`execute ${sql.raw(name)} (${sql.lit(seq)}, ${sql.lit(count)})`.execute(transaction);
    count += Number(moved.numAffectedRows ?? 0n);
  }
  faultPoint('sequencer-in-tick');
  const told = notify ? sql`, pg_notify(${CHANNEL}, ${String(seq)})` : sql``;
  await sql`
    with head as (update sync_head set seq = ${seq} where id = 1)
    insert into sync_batch (seq, n, at_ms, schema_hash) values (${seq}, ${count}, ${nowMs}, ${SCHEMA_HASH})
    returning seq${told}`.execute(transaction);
  return count;
}

/**
 * Moves what the outbox notes of one table, as batch $1 with places after $2. It is prepared once in a connection: with
 * all columns of a wide table, planning it in every tick cost more than running it (decision 165). Places are given before
 * the row is read: whatever counts rows keeps a copy of each, and a note is short where a row is not (decision 310).
 *
 * One entry per row, or one for each scope the notes say it has left. A row that is made and deleted, or moved twice,
 * inside one batch still has an entry for every scope it was in: a block of a snapshot may have read it there.
 */
function moveStatement(tbl: number): string {
  const table = REPLICATED_TABLES.find(({ id }) => id === tbl);
  if (table === undefined) return acksStatement(tbl);
  return `
    with m as (delete from sync_outbox where tbl = ${String(tbl)} returning pk, v, scope_old),
         k as (select pk, max(v) as v, count(scope_old) as scopes from m group by pk),
         e as (select pk, v, null::text as scope from k where scopes = 0
               union all
               select pk, max(v), scope_old from m where scope_old is not null group by pk, scope_old),
         n as (select $2 + row_number() over () as ord, pk, v, scope from e)
    insert into sync_feed (seq, ord, tbl, pk, op, scope_old, scope_new, v, img)
    select $1, n.ord, ${String(tbl)}, n.pk,
           case when t.id is null then 'd' else 'u' end,
           case when n.scope is distinct from t._scope then n.scope end, t._scope, coalesce(t._v, n.v),
           case when t.id is null then null else ${rowRecord(table, 't')} end
    from n left join "${table.name}" as t on t.id = n.pk`;
}

/** Acknowledged commands (table 0): the answer `acks` of a delta names them once their effects are in the replica. */
function acksStatement(tbl: number): string {
  return `
    with m as (delete from sync_outbox where tbl = ${String(tbl)} returning pk, v, scope_new)
    insert into sync_feed (seq, ord, tbl, pk, op, scope_new, v)
    select $1, $2 + row_number() over (), ${String(tbl)}, pk, 'a', scope_new, v from m`;
}
