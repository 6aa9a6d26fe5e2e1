import type { z } from 'zod';
import type { PrintBatch } from '../../src-shared/contract/print.contract.ts';
import type { CommandBody } from '../../src-shared/contract/commands.ts';
import type { FormKey } from '../../src-shared/domain/print/form-template.ts';
import type { BatchPage } from '../../src-shared/domain/print/print-run.ts';
import type { ReadStores, WriteStores } from '../db/stores.ts';
import { offeredForms } from './offered-forms.ts';
import { printHistory } from './print-log.ts';
import { printerSetting, saveSetting } from './printer-settings.ts';
import {
  renderContent,
  renderCrossPage,
  renderOrder,
  renderTrial,
  sampleDocument,
  type BatchContent,
} from './render.ts';
import { sampleDocuments } from './sample-documents.ts';
import { scanOf, templateOf, templateVersions } from './templates.ts';

export interface StoredBatch {
  id: string;
  formKey: FormKey;
  content: BatchContent;
  pages: BatchPage[];
  pageCount: number;
  nextPage: number;
  state: z.infer<typeof PrintBatch>['state'];
  createdAtMs: number;
}

interface BatchRow {
  id: string;
  form_key: FormKey;
  documents_json: string;
  pages_json: string;
  page_count: number;
  next_page: number;
  state: StoredBatch['state'];
  created_at_ms: number;
}

/** Open batches are few; closed ones are in the log. */
const MOST_BATCHES = 50;

function storedBatch(row: BatchRow): StoredBatch {
  return {
    id: row.id,
    formKey: row.form_key,
    content: JSON.parse(row.documents_json) as BatchContent,
    pages: JSON.parse(row.pages_json) as BatchPage[],
    pageCount: row.page_count,
    nextPage: row.next_page,
    state: row.state,
    createdAtMs: row.created_at_ms,
  };
}

function openBatches(stores: ReadStores, _input: null): StoredBatch[] {
  const rows = stores.localFile
    .prepare(`select * from print_batch where state = 'open' order by created_at_ms desc, id desc limit ?`)
    .all(MOST_BATCHES) as BatchRow[];
  return rows.map(storedBatch);
}

function findBatch(stores: ReadStores, { id }: { id: string }): StoredBatch | null {
  const row = stores.localFile.prepare('select * from print_batch where id = ?').get(id) as BatchRow | undefined;
  return row === undefined ? null : storedBatch(row);
}

function saveBatch(stores: WriteStores, batch: Omit<StoredBatch, 'nextPage' | 'state'>): void {
  stores.localFile
    .prepare(
      `insert into print_batch (id, form_key, options_json, documents_json, pages_json, page_count, next_page, state, created_at_ms, changed_at_ms)
       values (?, ?, ?, ?, ?, ?, 1, 'open', ?, ?)`,
    )
    .run(
      batch.id,
      batch.formKey,
      JSON.stringify(batch.content.order),
      JSON.stringify(batch.content),
      JSON.stringify(batch.pages),
      batch.pageCount,
      batch.createdAtMs,
      batch.createdAtMs,
    );
}

interface BatchMove {
  id: string;
  /** Where the batch stood when the person reported; another window may have moved it since. */
  fromPage: number;
  nextPage: number;
  state: StoredBatch['state'];
  nowMs: number;
  serial: { printerName: string; formKey: FormKey; text: string } | null;
}

/** Moves a batch and the number of the paper together; false when it stood elsewhere already. */
function moveBatch(stores: WriteStores, { id, fromPage, nextPage, state, nowMs, serial }: BatchMove): boolean {
  return stores.localFile.transaction(() => {
    const { changes } = stores.localFile
      .prepare(
        `update print_batch set next_page = ?, state = ?, changed_at_ms = ? where id = ? and next_page = ? and state = 'open'`,
      )
      .run(nextPage, state, nowMs, id, fromPage);
    if (changes === 1 && serial !== null) {
      const setting = printerSetting(stores, serial);
      saveSetting(stores, { ...setting, serialText: serial.text });
    }
    return changes === 1;
  })();
}

/** Remembers what a command will say was printed, until its rows come back. */
function noteConfirmed(
  stores: WriteStores,
  { commandId, body }: { commandId: string; body: Extract<CommandBody, { kind: 'print.record' }> },
): void {
  const insert = stores.localFile.prepare(
    'insert or replace into print_confirmed (command_id, form_key, document_id, copies) values (?, ?, ?, ?)',
  );
  stores.localFile.transaction(() => {
    for (const { documentId, copies } of body.printed) insert.run(commandId, body.formKey, documentId, copies);
  })();
}

interface ScanInput {
  formKey: FormKey;
  scan: { contentType: string; contentBase64: string } | null;
  nowMs: number;
}

function saveScan(stores: WriteStores, { formKey, scan, nowMs }: ScanInput): void {
  if (scan === null) {
    stores.localFile.prepare('delete from form_scan where form_key = ?').run(formKey);
    return;
  }
  stores.localFile
    .prepare(
      `insert into form_scan (form_key, content_type, content_base64, saved_at_ms) values (@formKey, @contentType, @contentBase64, @nowMs)
       on conflict (form_key) do update set content_type = @contentType, content_base64 = @contentBase64, saved_at_ms = @nowMs`,
    )
    .run({ formKey, ...scan, nowMs });
}

export const printReadTasks = {
  'print.forms': offeredForms,
  'print.renderOrder': renderOrder,
  'print.renderContent': renderContent,
  'print.crossPage': renderCrossPage,
  'print.history': printHistory,
  'print.setting': (stores: ReadStores, input: { printerName: string; formKey: FormKey }) =>
    printerSetting(stores, input),
  'print.template': (stores: ReadStores, { formKey }: { formKey: FormKey }) => ({
    ...templateOf(stores, formKey),
    scan: scanOf(stores, formKey),
  }),
  'print.versions': templateVersions,
  'print.samples': sampleDocuments,
  'print.sample': sampleDocument,
  'print.renderTrial': renderTrial,
  'print.openBatches': openBatches,
  'print.batch': findBatch,
};
export const printWriteTasks = {
  'print.saveBatch': saveBatch,
  'print.moveBatch': moveBatch,
  'print.noteConfirmed': noteConfirmed,
  'print.saveSetting': saveSetting,
  'print.saveScan': saveScan,
};
