import { readFileSync } from 'node:fs';
import { ulid } from 'ulid';
import type { z } from 'zod';
import type { CommandResult } from '../../src-shared/contract/commands.ts';
import type { ImportKind, ImportMapping } from '../../src-shared/contract/exchange.contract.ts';
import { IMPORT_KINDS, REFERENCES } from '../../src-shared/domain/exchange/import-kinds.ts';
import type { ReadStores, WriteStores } from '../db/stores.ts';
import { enqueueCommands, type NewCommand } from '../sync/outbox.tasks.ts';
import { tallyAnswers, type ImportCommand, type ImportSummary, type Tally } from './import-ledger.ts';

/** A part of at most this many things keeps one command under a second on the server; the wire allows 1,000. */
const THINGS_PER_PART = 500;
/** The wire allows 1 MiB a command; this leaves room for its envelope. */
const CHARACTERS_PER_PART = 300_000;

export interface CommitInput {
  importId: string;
  kind: ImportKind;
  fileName: string;
  fileSha256: string;
  mapping: ImportMapping;
  mappingSha256: string;
  thingsPath: string;
  summary: ImportSummary;
  madeBy: string;
  nowMs: number;
}

/** Writes the import and all its commands in one local transaction: after a crash it is there whole or not at all. */
function commitImport(stores: WriteStores, input: CommitInput): void {
  const parts = partsOf(input.thingsPath);
  const commands = parts.map((things, index): NewCommand => {
    const body: ImportCommand = {
      kind: 'exchange.import',
      importId: input.importId,
      importKind: input.kind,
      fileName: input.fileName,
      fileSha256: input.fileSha256,
      mappingSha256: input.mappingSha256,
      part: index + 1,
      parts: parts.length,
      things,
    };
    return { id: ulid(input.nowMs), body, batchId: input.importId, madeBy: input.madeBy, madeAtMs: input.nowMs };
  });
  stores.localFile.transaction(() => {
    stores.localFile
      .prepare(
        `insert into import_session (id, kind, file_name, file_sha256, mapping_json, summary_json, state, started_at_ms, finished_at_ms)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
      )
      .run(
        input.importId,
        input.kind,
        input.fileName,
        input.fileSha256,
        JSON.stringify(input.mapping),
        JSON.stringify(input.summary),
        parts.length === 0 ? 'done' : 'sending',
        input.nowMs,
        parts.length === 0 ? input.nowMs : null,
      );
    enqueueCommands(stores, commands);
  })();
}

function partsOf(thingsPath: string): ImportCommand['things'][] {
  const parts: ImportCommand['things'][] = [];
  let current: ImportCommand['things'] = [];
  let characters = 0;
  for (const line of readFileSync(thingsPath, 'utf8').split('\n')) {
    if (line === '') continue;
    if (current.length > 0 && (current.length >= THINGS_PER_PART || characters + line.length > CHARACTERS_PER_PART)) {
      parts.push(current);
      current = [];
      characters = 0;
    }
    current.push(JSON.parse(line) as ImportCommand['things'][number]);
    characters += line.length;
  }
  if (current.length > 0) parts.push(current);
  return parts;
}

export interface SessionRow {
  id: string;
  kind: ImportKind;
  fileName: string;
  startedAtMs: number;
  finishedAtMs: number | null;
}

export interface ImportRecord extends Tally {
  session: SessionRow;
}

interface StoredSession extends SessionRow {
  state: Tally['state'];
  summaryJson: string;
}

const SESSION_COLUMNS = `id, kind, file_name as fileName, state, started_at_ms as startedAtMs, finished_at_ms as finishedAtMs`;
const SHOWN_IMPORTS = 100;

function importRecord(stores: ReadStores | WriteStores, input: { importId: string }): ImportRecord | null {
  const stored = stores.localFile
    .prepare(`select ${SESSION_COLUMNS}, summary_json as summaryJson from import_session where id = ?`)
    .get(input.importId) as StoredSession | undefined;
  return stored === undefined ? null : recordOf(stores, stored);
}

function recordOf(stores: ReadStores | WriteStores, stored: StoredSession): ImportRecord {
  const { summaryJson, state, ...session } = stored;
  const summary = JSON.parse(summaryJson) as ImportSummary;
  return state === 'sending'
    ? { session, ...tallyAnswers(summary, answeredParts(stores, session.id)) }
    : { session, state, summary };
}

function answeredParts(stores: ReadStores | WriteStores, importId: string) {
  const rows = stores.localFile
    .prepare('select body_json as body, result_json as result from outbox where batch_id = ? order by client_seq')
    .all(importId) as { body: string; result: string | null }[];
  return rows.map((row) => ({
    command: JSON.parse(row.body) as ImportCommand,
    result: row.result === null ? null : JSON.parse(row.result),
  }));
}

/** Keeps the final counts of an import whose parts are all answered; null while some are not. */
function finishImport(stores: WriteStores, input: { importId: string; nowMs: number }): ImportRecord | null {
  const record = importRecord(stores, input);
  if (record === null || record.state === 'sending' || record.session.finishedAtMs !== null) return record;
  stores.localFile
    .prepare(
      `update import_session set state = ?, summary_json = ?, finished_at_ms = ? where id = ? and state = 'sending'`,
    )
    .run(record.state, JSON.stringify(record.summary), input.nowMs, input.importId);
  return { ...record, session: { ...record.session, finishedAtMs: input.nowMs } };
}

export interface SendingProgress {
  fileName: string;
  things: number;
  /** Things in parts the server has answered. */
  thingsDone: number;
  isOver: boolean;
}

/** How far the sending of an import has come, without looking into what was sent; null when there is no such import. */
function sendingProgress(stores: ReadStores, { importId }: { importId: string }): SendingProgress | null {
  const session = stores.localFile
    .prepare(
      `select file_name as fileName, state, json_extract(summary_json, '$.thingsTotal') as things
         from import_session where id = ?`,
    )
    .get(importId) as { fileName: string; state: Tally['state']; things: number } | undefined;
  if (session === undefined) return null;
  const { fileName, state, things } = session;
  const { parts, answered } = stores.localFile
    .prepare(
      `select count(*) as parts, count(*) filter (where state not in ('queued', 'sent')) as answered
         from outbox where batch_id = ?`,
    )
    .get(importId) as { parts: number; answered: number };
  const isOver = state !== 'sending' || answered === parts;
  const thingsDone = isOver ? things : Math.floor((things * answered) / parts);
  return { fileName, things, thingsDone, isOver };
}

/** The answer in the place of the server's for a part that a person kept back: its rows count as refused, with this reason. */
const WITHDRAWN: Pick<z.infer<typeof CommandResult>, 'status' | 'reason' | 'details'> = {
  status: 'rejected',
  reason: 'import-stopped',
  details: {},
};

/** Keeps back the parts that have not been sent yet; returns how many these are. */
function withdrawParts(stores: WriteStores, { importId }: { importId: string }): number {
  return stores.localFile
    .prepare(
      `update outbox set state = 'resolved', result_json = ?
        where batch_id = ? and state = 'queued' and send_seq is null`,
    )
    .run(JSON.stringify(WITHDRAWN), importId).changes;
}

/** The imports whose parts are not all answered. */
function sendingImports(stores: ReadStores, _input: null): string[] {
  return stores.localFile
    .prepare(`select id from import_session where state = 'sending' order by id`)
    .pluck()
    .all() as string[];
}

/** Lists the latest imports without their rows. */
function listImports(stores: ReadStores, _input: null): ImportRecord[] {
  const rows = stores.localFile
    .prepare(
      `select ${SESSION_COLUMNS}, json_set(summary_json, '$.issues', json('[]'), '$.repeats', json('[]')) as summaryJson
         from import_session order by started_at_ms desc, id desc limit ${String(SHOWN_IMPORTS)}`,
    )
    .all() as StoredSession[];
  return rows.map((row) => recordOf(stores, row));
}

/** When this very file was last taken in, here or on another desktop. */
function importedBefore(stores: ReadStores, input: { fileSha256: string; kind: ImportKind }): number | null {
  const here = stores.localFile
    .prepare(`select max(started_at_ms) from import_session where file_sha256 = ? and kind = ?`)
    .pluck()
    .get(input.fileSha256, input.kind);
  const elsewhere = stores.replicaFile
    .prepare(`select max(started_at_ms) from import_batch where file_sha256 = ? and kind = ?`)
    .pluck()
    .get(input.fileSha256, input.kind);
  const latest = Math.max(Number(here ?? 0), Number(elsewhere ?? 0));
  return latest === 0 ? null : latest;
}

const REMEMBERED_IMPORTS = 50;

/**
 * The mapping of the latest import of this kind whose source looked the same: every column the mapping uses is there. So a
 * source is known by its headings, whatever its files are called.
 */
function rememberedMapping(
  stores: ReadStores,
  { kind, columns }: { kind: ImportKind; columns: readonly string[] },
): { mapping: ImportMapping; atMs: number } | null {
  const rows = stores.localFile
    .prepare(
      `select mapping_json as json, started_at_ms as atMs from import_session where kind = ?
        order by started_at_ms desc, id desc limit ${String(REMEMBERED_IMPORTS)}`,
    )
    .all(kind) as { json: string; atMs: number }[];
  const known = new Set(columns);
  for (const { json, atMs } of rows) {
    const mapping = JSON.parse(json) as ImportMapping;
    const used = Object.values(mapping.fields).flatMap((source) =>
      source.from === 'column' ? [source.column] : source.from === 'columns' ? source.columns : [],
    );
    if (used.length > 0 && used.every((column) => known.has(column))) return { mapping, atMs };
  }
  return null;
}

/** The codes a file of this kind may refer to, as far as a person should hear of it before anything is sent. */
function knownCodes(stores: ReadStores, input: { kind: ImportKind }): Record<string, string[]> {
  const known: Record<string, string[]> = {};
  for (const field of IMPORT_KINDS[input.kind].fields) {
    if (field.references === null) continue;
    const { table, column } = REFERENCES[field.references];
    known[field.key] = stores.replicaFile.prepare(`select ${column} from ${table}`).pluck().all().map(String);
  }
  return known;
}

export const exchangeReadTasks = {
  'exchange.import': importRecord,
  'exchange.imports': listImports,
  'exchange.sendingProgress': sendingProgress,
  'exchange.sendingImports': sendingImports,
  'exchange.importedBefore': importedBefore,
  'exchange.knownCodes': knownCodes,
  'exchange.rememberedMapping': rememberedMapping,
};

export const exchangeWriteTasks = {
  'exchange.commit': commitImport,
  'exchange.finish': finishImport,
  'exchange.withdraw': withdrawParts,
};
