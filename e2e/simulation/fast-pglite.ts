import { PGlite, parse, protocol, type Results, type Transaction } from '@electric-sql/pglite';

interface Options {
  rowMode?: 'object' | 'array';
}
interface Prototype {
  query: (text: string, values?: unknown[], options?: Options) => Promise<Results>;
  transaction: (work: (transaction: Transaction) => Promise<unknown>) => Promise<unknown>;
}

/** Statements that change nothing and answer the same until something is written. */
const READS = /^\s*(select|with)\b/i;
const MAY_CHANGE =
  /\b(insert|update|delete|merge|into|nextval|setval|set_config|pg_notify|pg_export_snapshot|pg_advisory_xact_lock|gen_random_uuid|random|now|clock_timestamp|share)\b/i;
/** What no run ever changes: estimates of the planner, what is withheld, the regions. Answered by PGlite once. */
const CONSTANT = /reltuples|from "sync_withheld"|select "code" from "region"/;
const { serialize } = protocol;

/**
 * One store asked in a cheaper way, with the same answers. A run asks the same few statements thousands of times, and
 * PGlite parses, describes and plans each of them anew: here they are prepared once. And as this process is the only
 * one to write and has one connection, an answer given since the last write is the answer still. A transaction that
 * has read known things only never reaches PGlite.
 */
class Asker {
  readonly #pglite: PGlite;
  readonly #plain: Prototype['query'];
  readonly #prepared = new Map<string, Promise<{ name: string; types: number[] }>>();
  readonly #constants = new Map<string, Results>();
  readonly #answers = new Map<string, Results>();
  #preparing = false;
  /** Begun for its owner; PGlite hears of it before the first statement whose answer is not known. */
  #begun = false;
  #told = false;
  #failed = false;

  constructor(pglite: PGlite, plain: Prototype['query']) {
    this.#pglite = pglite;
    this.#plain = plain;
  }

  /** From now on statements are prepared: before, while tables are made, every plan would be thrown away. */
  async settle(): Promise<void> {
    if (this.#pglite.closed) return; // the store that a dump of the migrated schema was made with
    await this.#simple('set plan_cache_mode = force_generic_plan');
    this.#preparing = true;
  }

  forget(): void {
    this.#answers.clear();
  }

  async query(text: string, values: unknown[], options: Options): Promise<Results> {
    if (!this.#preparing || this.#failed || !READS.test(text) || MAY_CHANGE.test(text))
      return this.#write(text, values, options);
    const answers = CONSTANT.test(text) ? this.#constants : this.#answers;
    const key = `${text} ${JSON.stringify(values)} ${options.rowMode ?? ''}`;
    let answer = answers.get(key);
    if (answer === undefined) {
      answer = await this.#tell(text, values, options);
      answers.set(key, answer);
    }
    return { ...answer, rows: answer.rows.map((row) => ({ ...(row as object) })) };
  }

  /** As PGlite's own, for one owner at a time: `SerialPGliteDialect` lends the connection to one only. */
  async transaction(work: (transaction: Transaction) => Promise<unknown>): Promise<unknown> {
    this.#begun = true;
    this.#told = false;
    this.#failed = false;
    try {
      const query: Prototype['query'] = (text, values = [], options = {}) => this.query(text, values, options);
      const result = await work({ query } as unknown as Transaction);
      await this.#end('commit');
      return result;
    } catch (error) {
      if (this.#begun) await this.#end('rollback');
      throw error;
    }
  }

  async #end(how: 'commit' | 'rollback'): Promise<void> {
    const told = this.#told;
    this.#begun = false;
    this.#failed = false;
    if (!told) return;
    if (how === 'rollback') this.#answers.clear();
    const command = await this.#simple(how);
    if (how === 'commit' && command === 'ROLLBACK')
      throw Object.assign(new Error('Transaction was rolled back instead of committed'), { code: '25P02' });
  }

  async #write(text: string, values: unknown[], options: Options): Promise<Results> {
    this.#answers.clear();
    try {
      return await this.#tell(text, values, options);
    } finally {
      this.#answers.clear();
    }
  }

  async #tell(text: string, values: unknown[], options: Options): Promise<Results> {
    if (this.#begun && !this.#told) {
      this.#told = true;
      await this.#simple('begin');
    }
    try {
      return await (this.#preparing ? this.#run(text, values, options) : this.#plain(text, values, options));
    } catch (error) {
      this.#failed = this.#begun;
      this.#answers.clear();
      throw error;
    }
  }

  async #run(text: string, values: unknown[], options: Options): Promise<Results> {
    const { name, types } = await this.#prepare(text);
    const texts = values.map((value, at) => {
      if (value === null || value === undefined) return null;
      const serializer = this.#pglite.serializers[types[at] ?? 0];
      return serializer === undefined ? String(value as string) : (serializer(value) as string);
    });
    const { messages } = await this.#send(
      serialize.bind({ statement: name, values: texts }),
      serialize.describe({ type: 'P' }),
      serialize.execute({}),
    );
    const [result] = parse.parseResults(messages, this.#pglite.parsers, options);
    if (result === undefined) throw new Error(`no answer to ${text}`);
    return result;
  }

  #prepare(text: string): Promise<{ name: string; types: number[] }> {
    let prepared = this.#prepared.get(text);
    if (prepared === undefined) {
      const name = `s${String(this.#prepared.size)}`;
      prepared = this.#send(serialize.parse({ name, text }), serialize.describe({ type: 'S', name })).then(
        ({ messages }) => ({ name, types: parse.parseDescribeStatementResults(messages) }),
      );
      this.#prepared.set(text, prepared);
      prepared.catch(() => this.#prepared.delete(text));
    }
    return prepared;
  }

  /** One statement of the simple protocol; returns its command tag. */
  async #simple(text: string): Promise<string | undefined> {
    const { messages } = await this.#pglite.execProtocol(serialize.query(text), { syncToFs: false });
    return parse.parseResults(messages, this.#pglite.parsers)[0]?.command;
  }

  async #send(...parts: Uint8Array[]): ReturnType<PGlite['execProtocol']> {
    try {
      return await this.#pglite.execProtocol(Buffer.concat([...parts, serialize.sync()]), { syncToFs: false });
    } catch (error) {
      // PGlite stops at the error and does not read the end of the message any more.
      await this.#pglite.execProtocol(serialize.sync(), { syncToFs: false });
      throw error;
    }
  }
}

const askers = new WeakMap<PGlite, Asker>();
const all: Asker[] = [];
let patched = false;

/** From now on every PGlite of this process is asked through an `Asker`. */
export function askCheaply(): void {
  if (patched) return;
  patched = true;
  const base = Object.getPrototypeOf(PGlite.prototype) as Prototype;
  const { query } = base;
  const askerOf = (pglite: PGlite): Asker => {
    const asker = askers.get(pglite) ?? new Asker(pglite, query.bind(pglite));
    if (!askers.has(pglite)) all.push(asker);
    askers.set(pglite, asker);
    return asker;
  };
  base.query = function (this: PGlite, text, values = [], options = {}) {
    return askerOf(this).query(text, values, options);
  };
  base.transaction = function (this: PGlite, work) {
    return askerOf(this).transaction(work);
  };
}

/** Tables and rows of the first image stand: statements may be prepared. */
export async function settleStores(): Promise<void> {
  for (const asker of all) await asker.settle();
}

/** The store was changed from outside of any run. */
export function forgetAnswers(): void {
  for (const asker of all) asker.forget();
}
