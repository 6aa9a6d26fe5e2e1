import Database from 'better-sqlite3';

/** What `kill -9` looks like from inside: nothing after it has an effect. */
export class ProcessDied extends Error {}

/** What the patched modules of the simulation look at; nothing of it is reachable without them. */
export const hooks: { serverFault: (name: string) => void } = { serverFault: () => undefined };

/** A simulated process by its folder: how many statements it may still run before it dies. */
export interface Mortal {
  statementsLeft: number | null;
  dead: boolean;
}

const mortals = new Map<string, Mortal>();

export function register(folder: string): Mortal {
  const mortal = { statementsLeft: null, dead: false };
  mortals.set(folder, mortal);
  return mortal;
}

export function forget(folder: string): void {
  mortals.delete(folder);
}

function mortalOf(database: Database.Database): Mortal | undefined {
  return mortals.get(database.name.slice(0, database.name.lastIndexOf('/')));
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
  };
  const { prepare, exec } = prototype;
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
