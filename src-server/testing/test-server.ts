import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CommandLetter, CommandResult } from '../../src-shared/contract/commands.ts';
import type { Tokens } from '../../src-shared/contract/server/session.contract.ts';
import { CopyReader, type CopyCell } from '../../src-shared/contract/copy-text.ts';
import { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';
import type { WireLine } from '../../src-shared/contract/sync-wire.ts';
import type { z } from 'zod';
import type { CommandHandlers } from '../commands/command-handler.ts';
import { serveStore, type RunningServer, type ServeOptions } from '../compose.ts';
import type { CentralStore } from '../db/open-central.ts';
import type { Engine } from './central-store.ts';
import { openTestCentral, type TestCentral } from './central-store.ts';

type SecondOptions = Partial<ServeOptions> & { store?: CentralStore };

export interface TestServer {
  store: TestCentral;
  url: string;
  dataFolder: string;
  logLines: string[];
  /** Moves the server's clock. */
  advance(ms: number): void;
  /** A second server on the same store, or on another pool of the same database. */
  startSecond(more?: SecondOptions): Promise<RunningServer>;
  close(): Promise<void>;
}

/** A real server on a real store, its clock in the hand of the test; `more.store` in place of an empty one. */
export async function startTestServer(
  engine: Engine,
  handlers: Partial<CommandHandlers> = {},
  { store: given, ...more }: Partial<ServeOptions> & { store?: TestCentral } = {},
): Promise<TestServer> {
  const store = given ?? (await openTestCentral(engine));
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'hedui-server-'));
  const logLines: string[] = [];
  let offsetMs = 0;
  const options = {
    dataFolder,
    host: '127.0.0.1',
    port: 0,
    clock: () => Date.now() + offsetMs,
    log: (line: string) => void logLines.push(line),
    commandHandlers: handlers,
    ...more,
  };
  const server = await serveStore(store, options);
  return {
    store,
    url: server.url,
    dataFolder,
    logLines,
    advance: (ms) => {
      offsetMs += ms;
    },
    startSecond: ({ store: own = store, ...second } = {}) => serveStore(own, { ...options, ...second }),
    close: async () => {
      await server.close();
      await store.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

export interface Answer<T> {
  status: number;
  body: T;
}

export interface Failure {
  code: string;
  data: { reason: string; details: Record<string, unknown>; reference: string | null };
}

/** Asks as a desktop does; `body` makes it a POST. */
export async function ask<T>(url: string, options: { token?: string; body?: unknown } = {}): Promise<Answer<T>> {
  const headers: Record<string, string> = { 'accept-encoding': 'identity' };
  if (options.token !== undefined) headers.authorization = `Bearer ${options.token}`;
  if (options.body !== undefined) headers['content-type'] = 'application/json';
  const init =
    options.body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(options.body) };
  const response = await fetch(url, init);
  return { status: response.status, body: (await response.json()) as T };
}

export async function signIn(
  server: { url: string },
  login: string,
  deviceId = `device-of-${login}`,
): Promise<z.infer<typeof Tokens>> {
  const body = { login, deviceId, deviceName: 'test' };
  const answer = await ask<z.infer<typeof Tokens>>(`${server.url}/session/v1/sign-in-demo`, { body });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body;
}

export async function sendCommands(
  server: { url: string },
  token: string,
  deviceId: string,
  commands: CommandLetter[],
): Promise<CommandResult[]> {
  const body = { deviceId, commands };
  const answer = await ask<{ results: CommandResult[] }>(`${server.url}/sync/v1/commands`, { token, body });
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
  return answer.body.results;
}

export interface ReadStream {
  status: number;
  lines: WireLine[];
  /** Rows by table name, the newest of an id last. */
  rows: Map<string, unknown[][]>;
  deleted: [string, number][];
  evicted: [string, number][];
  acks: string[];
  cursor: string;
}

/** Reads a whole snapshot or delta; a refusal has its body as the only line. */
export async function readStream(url: string, token: string): Promise<ReadStream> {
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}`, 'accept-encoding': 'gzip' } });
  const bytes = Buffer.from(await response.arrayBuffer());
  const read: ReadStream = {
    status: response.status,
    lines: [],
    rows: new Map(),
    deleted: [],
    evicted: [],
    acks: [],
    cursor: '',
  };
  let section: WireLine | null = null;
  for (let at = 0, end = 0; at < bytes.length; at = end + 1) {
    end = bytes.indexOf('\n', at);
    if (end < 0) end = bytes.length;
    const value: unknown = JSON.parse(bytes.toString('utf8', at, end));
    if (Array.isArray(value)) {
      if (section?.t === 'tbl') rowsOf(read, section.name).push(storedRow(section.id, value as (string | null)[]));
      else (section?.t === 'del' ? read.deleted : read.evicted).push(value as [string, number]);
      continue;
    }
    section = value as WireLine;
    read.lines.push(section);
    if (section.t === 'acks') read.acks.push(...section.ids);
    if (section.t === 'commit') read.cursor = section.cursor;
    if (section.t !== 'tbl' || section.copy === undefined) continue;
    rowsOf(read, section.name).push(...copiedRows(section.id, bytes.toString('utf8', end + 1, end + section.copy)));
    end += section.copy;
  }
  return read;
}

function rowsOf(read: ReadStream, table: string): unknown[][] {
  const rows = read.rows.get(table) ?? [];
  read.rows.set(table, rows);
  return rows;
}

function kindsOf(table: number): string {
  return REPLICATED_TABLES.find(({ id }) => id === table)?.kinds ?? '';
}

/** The cells of a row as the columns of a replica keep them. */
function storedRow(table: number, cells: readonly (string | null)[]): unknown[] {
  const kinds = kindsOf(table);
  return cells.map((cell, at) => (cell !== null && kinds[at] === 'i' ? Number(cell) : cell));
}

function copiedRows(table: number, text: string): unknown[][] {
  const kinds = kindsOf(table);
  const reader = new CopyReader(Buffer.from(text), kinds);
  const rows: unknown[][] = [];
  while (!reader.done) {
    const cells: CopyCell[] = [];
    if (reader.read(cells, 1) !== 1) throw new Error('a row of other columns');
    rows.push(cells);
  }
  return rows;
}
