import type { Database } from 'better-sqlite3';
import { sql, type Kysely } from 'kysely';
import { readHead } from '../../src-server/sync/feed.repository.ts';
import type { CentralTables } from '../../src-server/db/central-tables.generated.ts';

/** `table id` → `version scope`. */
export type State = Map<string, string>;

/** The tables no run changes, read once for all runs. */
const fixedStates = new WeakMap<readonly string[], State>();

/**
 * The states the server really had, by epoch and number of the feed, read from its tables inside the tick that made the
 * number and not from the feed: what a desktop shows at a number must be the state of that number (I1).
 */
export class Oracle {
  readonly #tables: readonly string[];
  readonly #changing: readonly string[];
  readonly #states = new Map<string, State>();
  #latest = '';
  latestSeq = 0;

  constructor(tables: readonly string[], changing: readonly string[]) {
    this.#tables = tables;
    this.#changing = tables.filter((table) => changing.includes(table));
  }

  async record(db: Kysely<CentralTables>, seq: number): Promise<void> {
    const { epoch } = await readHead(db);
    const key = `${epoch} ${String(seq)}`;
    if (this.#states.has(key)) return;
    const others = this.#tables.filter((table) => !this.#changing.includes(table));
    const fixed = fixedStates.get(this.#tables) ?? (await read(db, others));
    fixedStates.set(this.#tables, fixed);
    this.#states.set(key, new Map([...fixed, ...(await read(db, this.#changing))]));
    this.#latest = key;
    this.latestSeq = seq;
  }

  get states(): number {
    return this.#states.size;
  }

  /** What differs between a replica and the server's state at its number; null when nothing does. */
  difference(replica: Database, at: { epoch: string; seq: number }, scopes: ReadonlySet<string>): string | null {
    const state = this.#states.get(`${at.epoch} ${String(at.seq)}`);
    if (state === undefined) return `there never was a state ${String(at.seq)} (latest ${this.#latest})`;
    const text = this.#tables
      .map((table) => `select '${table} ' || id as k, _v || ' ' || _scope as v from ${table}`)
      .join(' union all ');
    const own = new Map(replica.prepare<[], [string, string]>(text).raw().all());
    for (const [key, value] of state) {
      const scope = value.slice(value.indexOf(' ') + 1);
      if (!scopes.has(scope)) continue;
      if (own.get(key) !== value) return `${key}: ${own.get(key) ?? 'missing'} instead of ${value}`;
      own.delete(key);
    }
    const [extra] = own;
    return extra === undefined ? null : `${extra[0]}: ${extra[1]}, which the server did not have`;
  }
}

async function read(db: Kysely<CentralTables>, tables: readonly string[]): Promise<State> {
  const selects = tables.map(
    (table) => sql`select ${sql.lit(table)} || ' ' || id as k, _v || ' ' || _scope as v from ${sql.table(table)}`,
  );
  const { rows } = await sql<{ k: string; v: string }>`${sql.join(selects, sql` union all `)}`.execute(db);
  return new Map(rows.map(({ k, v }) => [k, v]));
}
