import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestApp } from '../../src-main/testing/test-app.ts';
import { openCompany, until, type Company } from './claims-company.ts';

const EVERYTHING = { filters: [], text: '', sort: [] };

let company: Company;
let clerk: TestApp;
let colleague: TestApp;
let ids: string[] = [];

beforeAll(async () => {
  company = await openCompany(12);
  [clerk, colleague] = await Promise.all([company.desktop('clerk'), company.desktop('colleague')]);
  const { rows } = await clerk.client.claims.page({ query: EVERYTHING, offset: 0, limit: 12 });
  ids = rows.map(({ id }) => id);
});

afterAll(async () => {
  await company.close();
});

const order = (documentIds: string[], isPreprinted = false) =>
  ({ formKey: 'appraisal', documentIds, copies: 1, printerName: 'LQ', isPreprinted }) as const;
const html = (app: TestApp, address: string | null): string => app.app.printDocuments.html(address ?? '') ?? '';
const sheets = (document: string): number => document.split('<div class="sheet">').length - 1;

async function copiesBefore(app: TestApp, id: string): Promise<number | undefined> {
  const forms = await app.client.print.forms({ subject: 'claim', ids: [id] });
  return forms.find(({ formKey }) => formKey === 'appraisal')?.documents[0]?.copiesBefore;
}

test('a preview is the document of the store; a claim that is gone is counted, not printed', async () => {
  const [id = ''] = ids;
  const preview = await clerk.client.print.preview({ order: order([id, 'NOBODY']) });
  const { claim } = await clerk.client.claims.detail({ id });
  expect(preview).toMatchObject({ documentCount: 1, pageCount: 1, missing: 1, reprints: 0 });
  expect(html(clerk, preview.address)).toContain(claim.vin);
  expect(html(clerk, preview.address)).not.toContain('补打');
});

test('a batch goes on from a page: what came out is logged with its numbers, spoiled sheets too', async () => {
  const { client } = clerk;
  const setting = await client.print.setting({ printerName: 'LQ', formKey: 'appraisal' });
  await client.print.saveSetting({ setting: { ...setting, serialText: 'NO.0098' } });
  const batch = await client.print.begin({ order: order(ids.slice(0, 5), true) });
  expect([batch.pageCount, batch.nextPage, sheets(html(clerk, batch.address))]).toEqual([5, 1, 5]);
  expect((await client.print.setting(setting)).serialText).toBe('NO.0098');

  const half = await client.print.confirm({
    batchId: batch.id,
    throughPage: 2,
    spoiled: [{ pageNo: 3, reason: '卡纸' }],
  });
  expect([half.state, half.nextPage, half.serialText]).toEqual(['open', 3, 'NO.0101']);
  expect(sheets(html(clerk, half.address))).toBe(3);
  expect((await client.print.batches({})).map(({ id, nextPage }) => [id, nextPage])).toEqual([[batch.id, 3]]);

  const done = await client.print.confirm({ batchId: batch.id, throughPage: 5, spoiled: [] });
  expect([done.state, done.address, await client.print.batches({})]).toEqual(['done', null, []]);
  await expect(client.print.confirm({ batchId: batch.id, throughPage: 5, spoiled: [] })).rejects.toMatchObject({
    data: { reason: 'print-batch-closed' },
  });
  const history = (app: TestApp) => app.client.print.history({ documentIds: [], text: '', offset: 0, limit: 50 });
  await until('the other workstation has the log', async () => (await history(colleague)).total === 6);
  const { rows } = await history(colleague);
  expect(
    rows.filter(({ outcome }) => outcome === 'SPOILED').map((row) => [row.pageNo, row.serialFrom, row.spoilReason]),
  ).toEqual([[3, 'NO.0100', '卡纸']]);
  const printed = rows.filter(({ outcome }) => outcome === 'PRINTED').map(({ serialFrom }) => serialFrom);
  expect(printed.sort()).toEqual(['NO.0098', 'NO.0099', 'NO.0101', 'NO.0102', 'NO.0103']);
});

test('a second workstation knows that a copy exists, and marks its own as 补打', async () => {
  const id = ids[6] ?? '';
  const first = await clerk.client.print.begin({ order: order([id]) });
  await clerk.client.print.confirm({ batchId: first.id, throughPage: 1, spoiled: [] });
  expect(await copiesBefore(clerk, id)).toBe(1);
  await until('it came by the feed', async () => (await copiesBefore(colleague, id)) === 1);
  const again = await colleague.client.print.begin({ order: order([id]) });
  expect(html(colleague, again.address)).toContain('补打 2');
  await colleague.client.print.confirm({ batchId: again.id, throughPage: 1, spoiled: [] });
  await until('both are counted here', async () => (await copiesBefore(clerk, id)) === 2);
  const { rows } = await clerk.client.print.history({ documentIds: [id], text: '', offset: 0, limit: 10 });
  expect(rows.map(({ copyFrom, isReprint, isMarked }) => [copyFrom, isReprint, isMarked])).toEqual([
    [2, true, true],
    [1, false, false],
  ]);
});

test('a calibration follows from the reading and moves the document of the next preview', async () => {
  const { client } = clerk;
  const { places } = await client.print.crossPage({ printerName: 'LQ', formKey: 'appraisal' });
  const read = {
    nearX: places.nearX * 10 + 15,
    farX: places.farX * 10 + 15,
    nearY: places.nearY * 10 - 20,
    farY: places.farY * 10 - 20,
  };
  const setting = await client.print.calibrate({ printerName: 'LQ', formKey: 'appraisal', read });
  expect(setting.calibration).toEqual({ dxTenthMm: -15, dyTenthMm: 20, scaleXBp: 10_000, scaleYBp: 10_000 });
  const preview = await client.print.preview({ order: order(ids.slice(0, 1)) });
  expect(html(clerk, preview.address)).toContain('translate(-1.5 2)');
  await expect(
    client.print.calibrate({ printerName: 'LQ', formKey: 'appraisal', read: { ...read, farX: 0 } }),
  ).rejects.toMatchObject({ data: { reason: 'print-reading-impossible' } });
});
