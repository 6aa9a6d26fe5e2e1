import Database from 'better-sqlite3';

/** What `kill -9` looks like from inside: nothing after it has an effect. */
export class ProcessDied extends Error {}

/** What the patched modules of the simulation look at; nothing of it is reachable without them. */
export const hooks: { serverFault: (name: string) => void } = { serverFault: () => undefined };

/** A simulated process by its folder: how many statements it may still run before it dies. */
export interface Mortal {
  statementsLeft: number | null;
  dead: boolean;
  /** Every file it has opened; the operating system lets go of them when it dies. */
  connections: Set<Database.Database>;
}

const mortals = new Map<string, Mortal>();
/** Who opened a file: the next process in the same folder is another one. */
const owners = new WeakMap<Database.Database, Mortal>();

export function register(folder: string): Mortal {
  const mortal: Mortal = { statementsLeft: null, dead: false, connections: new Set() };
  mortals.set(folder, mortal);
  return mortal;
}

export function forget(folder: string): void {
  mortals.delete(folder);
}

function mortalOf(database: Database.Database): Mortal | undefined {
  const owner = owners.get(database) ?? mortals.get(database.name.slice(0, database.name.lastIndexOf('/')));
  if (owner === undefined || owners.has(database)) return owner;
  owners.set(database, owner);
  owner.connections.add(database);
  return owner;
}

/** Lets go of every file of a process that died: what it had not committed is undone before the next one opens them. */
export function letGo(mortal: Mortal): void {
  for (const database of mortal.connections) {
    try {
      database.close();
    } catch {
      // in the middle of a statement, as a killed process is
    }
  }
  mortal.connections.clear();
}

function live(database: Database.Database): void {
  const mortal = mortalOf(database);
  if (mortal === undefined) return;
  if (mortal.dead) throw new ProcessDied();
  if (mortal.statementsLeft === null) return;
  mortal.statementsLeft -= 1;
  if (mortal.statementsLeft > 0) return;
  mortal.dead = true;
  throw new ProcessDied();
}

const statements = new WeakMap<Database.Database, Map<string, Database.Statement>>();

/** Preparing was a tenth of a run: a statement of a connection is prepared once, and comes back as if it were new. */
function keptStatement(database: Database.Database, text: string): Database.Statement | null {
  const statement = statements.get(database)?.get(text);
  if (statement === undefined || (statement as Database.Statement & { busy: boolean }).busy) return null;
  return statement.reader ? statement.raw(false).pluck(false).expand(false).safeIntegers(false) : statement;
}

function keep(database: Database.Database, text: string, statement: Database.Statement): void {
  const kept = statements.get(database) ?? new Map<string, Database.Statement>();
  statements.set(database, kept.set(text, statement));
}

let patched = false;

/** Every writing statement of SQLite becomes a place where a process can die: also between a row and the cursor. */
export function patchSqlite(): void {
  if (patched) return;
  patched = true;
  const prototype = Database.prototype as {
    prepare: (this: Database.Database, text: string) => Database.Statement;
    exec: (this: Database.Database, text: string) => Database.Database;
    pragma: (this: Database.Database, text: string, options?: Database.PragmaOptions) => unknown;
  };
  const { prepare, exec, pragma } = prototype;
  prototype.pragma = function (text, options) {
    if (mortalOf(this)?.dead === true) throw new ProcessDied();
    return pragma.call(this, text, options);
  };
  prototype.exec = function (text) {
    if (!/^rollback/i.test(text)) live(this);
    return exec.call(this, text);
  };
  prototype.prepare = function (text) {
    const known = keptStatement(this, text);
    if (known !== null) return known;
    const statement = prepare.call(this, text);
    keep(this, text, statement);
    const { run } = statement;
    statement.run = (...values: unknown[]) => {
      live(this);
      return run.apply(statement, values);
    };
    return statement;
  };
}
