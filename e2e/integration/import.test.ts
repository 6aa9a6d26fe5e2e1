import { readFileSync, rmSync } from 'node:fs';
import * as sheetJs from '@e965/xlsx';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImportKind, ImportMapping } from '../../src-shared/contract/exchange.contract.ts';
import { openTestApp, type TestApp } from '../../src-main/testing/test-app.ts';
import { openCompany, until, untilLive, type Company } from './claims-company.ts';

let company: Company;
let clerk: TestApp;
let networkIsDown = false;
const PIECE_BYTES = 192 * 1024;

beforeAll(async () => {
  company = await openCompany(3);
  const gated: typeof globalThis.fetch = (...request) =>
    networkIsDown ? Promise.reject(new TypeError('fetch failed')) : globalThis.fetch(...request);
  clerk = await openTestApp({ serverUrl: company.server.url, fetch: gated });
  await clerk.client.session.signInDemo({ login: 'clerk' });
  await untilLive(clerk);
});

afterAll(async () => {
  await clerk.close();
  await company.close();
});

async function upload(fileName: string, content: string | Uint8Array): Promise<string> {
  const bytes = Buffer.from(content);
  const pieceBytes = Math.min(PIECE_BYTES, Math.ceil(bytes.length / 2));
  let fileId: string | null = null;
  for (let at = 0; fileId === null || at < bytes.length; at += pieceBytes) {
    const last = at + pieceBytes >= bytes.length;
    const piece = bytes.subarray(at, at + pieceBytes).toString('base64');
    const sent: { fileId: string } = await clerk.client.exchange.upload({ fileId, fileName, piece, last });
    fileId = sent.fileId;
  }
  return fileId;
}

async function inspected(kind: ImportKind, fileName: string, content: string | Uint8Array) {
  const fileId = await upload(fileName, content);
  return clerk.client.exchange.inspect({ fileId, kind, sheet: null, headerRowNo: null });
}

/** Imports with the suggested mapping plus the given fields and waits for the end. */
async function imported(kind: ImportKind, content: string, fields: ImportMapping['fields'] = {}) {
  const found = await inspected(kind, `${kind}.csv`, content);
  const mapping = { ...found.suggestedMapping, fields: { ...found.suggestedMapping.fields, ...fields } };
  const { fileId, sheet, headerRowNo } = found;
  const preview = await clerk.client.exchange.preview({ fileId, kind, sheet, headerRowNo, mapping });
  const { importId } = await clerk.client.exchange.commit({ previewId: preview.previewId });
  return { found, preview, importId };
}

async function finished(importId: string) {
  await until(
    'the import has ended',
    async () => (await clerk.client.exchange.importState({ importId })).state !== 'sending',
  );
  return clerk.client.exchange.importState({ importId });
}

const OPERATIONS = '代码,名称,工时\n0010,更换机油,0.5\n0020,更换水泵,2.25\n0010,更换机油,0.5\n0030,检查,x\n';

describe('a file becomes masters', () => {
  test('once; the same file again changes nothing and says when it was here', async () => {
    const first = await imported('labourOperations', OPERATIONS);
    expect(first.found.importedBeforeAtMs).toBeNull();
    expect(await finished(first.importId)).toMatchObject({
      ...{ state: 'done', rowsRead: 4, rowsInThings: 2, rowsRefused: 1, rowsRepeated: 1 },
      ...{ created: 2, updated: 0, unchanged: 0, refusedThings: 0, problem: null },
    });
    const left = await clerk.client.exchange.importIssues({ importId: first.importId, offset: 0, limit: 10 });
    expect(left).toEqual({
      issues: [{ rowNo: 5, field: 'stdHoursCenti', value: 'x', reason: 'not-a-number', details: {} }],
      repeats: [{ rowNo: 4, sameAsRowNo: 2 }],
      total: 2,
    });
    const stored = await company.server.store.db
      .selectFrom('labourOperation')
      .select(['opCode', 'stdHoursCenti'])
      .orderBy('opCode')
      .execute();
    expect(stored).toEqual([
      { opCode: '0010', stdHoursCenti: 50 },
      { opCode: '0020', stdHoursCenti: 225 },
    ]);
    const second = await imported('labourOperations', OPERATIONS);
    expect(second.found.importedBeforeAtMs).not.toBeNull();
    expect(await finished(second.importId)).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
    const changed = await imported('labourOperations', OPERATIONS.replace('2.25', '2.50'));
    expect(await finished(changed.importId)).toMatchObject({ created: 0, updated: 1, unchanged: 1 });
    expect((await clerk.client.exchange.imports({})).map((each) => each.importId)).toEqual([
      changed.importId,
      second.importId,
      first.importId,
    ]);
  });

  test('a second press of the button is the same import', async () => {
    const found = await inspected('labourOperations', 'twice.csv', '代码,名称,工时\n0900,保养,1\n');
    const { fileId, sheet, headerRowNo, suggestedMapping: mapping } = found;
    const { previewId } = await clerk.client.exchange.preview({
      fileId,
      kind: 'labourOperations',
      sheet,
      headerRowNo,
      mapping,
    });
    const both = await Promise.all([
      clerk.client.exchange.commit({ previewId }),
      clerk.client.exchange.commit({ previewId }),
    ]);
    expect(both[0]).toEqual(both[1]);
    expect(await finished(both[0].importId)).toMatchObject({ created: 1 });
  });

  test('while the server is away it waits in the outbox, and goes on by itself', async () => {
    networkIsDown = true;
    const { importId } = await imported('labourOperations', '代码,名称,工时\n0950,漆面,1\n');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(await clerk.client.exchange.importState({ importId })).toMatchObject({ state: 'sending', thingsDone: 0 });
    networkIsDown = false;
    await clerk.client.sync.now({});
    expect(await finished(importId)).toMatchObject({ state: 'done', created: 1 });
  });
});

describe('an import is a job', () => {
  const jobOf = async (importId: string) =>
    (await clerk.client.jobs.list({})).filter((job) => Object.values(job.title).includes(importId));

  test('one for each file, which ends with its result; a page that is loaded again finds the file where it was', async () => {
    const content = '代码,名称,工时\n0960,大梁,1\n0961,车门,x\n';
    const found = await inspected('labourOperations', 'job.csv', content);
    const { fileId, sheet, headerRowNo, suggestedMapping: mapping } = found;
    const looked = await jobOf(fileId);
    expect(looked).toMatchObject([
      { kind: 'import.look', state: 'done', shows: { what: 'importFile', id: fileId, errors: 0 } },
    ]);
    expect(await clerk.client.exchange.resume({ fileId })).toMatchObject({ kind: 'labourOperations', preview: null });
    const request = { fileId, kind: 'labourOperations', sheet, headerRowNo, mapping } as const;
    const preview = await clerk.client.exchange.preview(request);
    expect(await jobOf(fileId)).toMatchObject([{ kind: 'import.check', shows: { id: fileId, errors: 1 } }]);
    expect(await clerk.client.exchange.resume({ fileId })).toEqual({
      ...{ kind: 'labourOperations', inspection: found, mapping, preview },
    });
    const { importId } = await clerk.client.exchange.commit({ previewId: preview.previewId });
    await until('the job has ended', async () => (await jobOf(importId))[0]?.state === 'done');
    expect(await jobOf(fileId)).toEqual([]);
    expect(await jobOf(importId)).toMatchObject([
      { kind: 'import.send', done: 1, total: 1, problem: null, shows: { what: 'import', id: importId, errors: 1 } },
    ]);
  });

  test('stopped: what was not sent stays out, row by row, and the same file again brings it in', async () => {
    // More than one request takes, so that the last parts wait behind the first.
    const rows = Array.from({ length: 2000 }, (_, index) => `S${String(index)},${'工序'.repeat(200)},1`);
    const content = ['代码,名称,工时', ...rows].join('\n');
    networkIsDown = true;
    const { importId } = await imported('labourOperations', content);
    const stopped = await clerk.client.jobs.cancel({ jobId: importId });
    expect(stopped).toMatchObject({ state: 'cancelled', problem: { reason: 'import-stopped' } });
    networkIsDown = false;
    await clerk.client.sync.now({});
    const state = await finished(importId);
    expect(state).toMatchObject({ state: 'failed', problem: { reason: 'import-stopped' }, rowsRead: 2000 });
    expect(state.rowsInThings + state.rowsRefused).toBe(2000);
    expect(state.rowsRefused).toBeGreaterThan(0);
    const { issues } = await clerk.client.exchange.importIssues({ importId, offset: 0, limit: 1000 });
    expect(new Set(issues.map((issue) => issue.reason))).toEqual(new Set(['import-stopped']));
    const again = await finished((await imported('labourOperations', content)).importId);
    expect(again).toMatchObject({ state: 'done', unchanged: state.created, created: 2000 - state.created });
  });
});

test('signing out ends the work of the person; it goes on when he is back, and the next one sees nothing of it', async () => {
  networkIsDown = true;
  const rows = Array.from({ length: 3 }, (_, index) => `Q${String(index)},检查,1`);
  const { importId } = await imported('labourOperations', ['代码,名称,工时', ...rows].join('\n'));
  const waiting = await inspected('labourOperations', 'waiting.csv', '代码,名称,工时\n0990,检查,1\n');
  networkIsDown = false;
  await clerk.client.session.signOut({});
  await clerk.client.session.signInDemo({ login: 'colleague' });
  await untilLive(clerk);
  // the work was over, and said so where it belongs, before his stores were closed
  expect(clerk.logs.filter((line) => line.includes('the end of a job was not kept'))).toEqual([]);
  expect(await clerk.client.jobs.list({})).toEqual([]);
  expect(await clerk.client.exchange.imports({})).toEqual([]);
  const resumed = clerk.client.exchange.resume({ fileId: waiting.fileId });
  await expect(resumed).rejects.toMatchObject({ data: { reason: 'file-not-uploaded' } });
  await clerk.client.session.signOut({});
  expect(await clerk.client.session.signInDemo({ login: 'clerk' })).toMatchObject({ user: { login: 'clerk' } });
  await clerk.client.sync.now({});
  expect(await finished(importId)).toMatchObject({ state: 'done', created: 3 });
});

describe('what is refused says what and where, and nothing is sent', () => {
  test.each([
    ['a web page', '<html><body>offline</body></html>', 'format-not-supported'],
    ['an empty file', '', 'file-empty'],
    ['half a workbook', Buffer.from('504b0304140000000800', 'hex'), 'workbook-damaged'],
  ])('%s', async (name, content, reason) => {
    await expect(inspected('stations', name, content)).rejects.toMatchObject({ data: { reason } });
  });

  test('required fields without a source', async () => {
    const found = await inspected('stations', 's.csv', '代码,名称\nA,B\n');
    const { fileId, sheet, headerRowNo, suggestedMapping: mapping } = found;
    await expect(
      clerk.client.exchange.preview({ fileId, kind: 'stations', sheet, headerRowNo, mapping }),
    ).rejects.toMatchObject({
      data: { reason: 'mapping-incomplete', details: { fields: 'regionCode, type, grade, taxpayerType' } },
    });
  });

  test('an unknown region, a row without a key and an unknown choice, each at its cell', async () => {
    const content =
      '代码,名称,大区,类型,等级,纳税人\nS1,一站,9,外部特约站,A,一般纳税人\n,二站,1,外部特约站,A,小规模\nS3,三站,1,街边店,B,小规模\n';
    const found = await inspected('stations', 'stations.csv', content);
    const { fileId, sheet, headerRowNo, suggestedMapping: mapping } = found;
    const preview = await clerk.client.exchange.preview({ fileId, kind: 'stations', sheet, headerRowNo, mapping });
    expect(preview).toMatchObject({ rowsRead: 3, rowsAccepted: 0, rowsRefused: 3, things: 0 });
    expect(preview.issues.map(({ rowNo, field, reason }) => [rowNo, field, reason])).toEqual([
      [2, 'regionCode', 'region-unknown'],
      [3, 'code', 'key-missing'],
      [4, 'type', 'choice-unknown'],
    ]);
    expect(preview.sample[2]?.issues).toHaveLength(1);
  });

  test('claims of a station nobody knows', async () => {
    const content = '站号,工单号,VIN,完工日期,里程,项目\nNOWHERE,1,LXCBUS7B4D1000345,2026-01-05,10,机油\n';
    const { preview } = await imported('claims', content);
    expect(preview.issues.map(({ field, reason }) => [field, reason])).toEqual([['stationCode', 'station-unknown']]);
    expect(preview.things).toBe(0);
  });
});

test('the exported claim details hold every line, and their sums are those of the screen', async () => {
  const query = { filters: [], text: '', sort: [] };
  const totals = await clerk.client.claims.totals({ query });
  const { jobId } = await clerk.client.exchange.export({ request: { report: 'claimDetails', query } });
  const job = () => clerk.client.jobs.list({}).then((jobs) => jobs.find((each) => each.id === jobId));
  await until('the export has ended', async () => (await job())?.state !== 'running');
  const ended = await job();
  expect(ended).toMatchObject({ state: 'done', problem: null });
  const book = sheetJs.read(readFileSync(ended?.file?.downloadPath ?? ''), { type: 'buffer' });
  expect(book.SheetNames).toEqual(['索赔明细', '说明']);
  const rows = sheetJs.utils.sheet_to_json<Record<string, unknown>>(book.Sheets['索赔明细'] ?? {}, { range: 3 });
  expect(rows).toHaveLength(2 * totals.count);
  expect(rows.reduce((sum, row) => sum + Math.round(Number(row['申报']) * 100), 0)).toBe(totals.claimedFen);
  const notes = Object.fromEntries(
    sheetJs.utils.sheet_to_json<string[]>(book.Sheets['说明'] ?? {}, { header: 1, range: 3 }),
  );
  expect(notes).toMatchObject({ 导出人: 'clerk', 筛选条件: '全部', 行数: String(rows.length) });

  // Without windows of the system the file is fetched, as often as wished; there are no folders to open.
  expect(ended?.file?.place).toBe('waiting');
  expect(await clerk.client.jobs.openFile({ jobId })).toEqual({ downloadPath: ended?.file?.downloadPath });
  const folder = clerk.client.jobs.showInFolder({ jobId });
  await expect(folder).rejects.toMatchObject({ data: { reason: 'no-folders-here' } });
  rmSync(ended?.file?.downloadPath ?? '');
  expect((await job())?.file?.place).toBe('gone');
  await expect(clerk.client.jobs.openFile({ jobId })).rejects.toMatchObject({ data: { reason: 'file-gone' } });
});
