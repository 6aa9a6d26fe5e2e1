import { afterAll, beforeAll, expect, test } from 'vitest';
import { addUser } from '../../src-server/testing/rows.ts';
import type { TestApp } from '../../src-main/testing/test-app.ts';
import { FORM_KEYS } from '../../src-shared/domain/print/form-template.ts';
import { moveElement } from '../../src-shared/domain/print/design/change-element.ts';
import { EMPTY_INVOICE_BUYER } from '../../src-shared/domain/settings/invoice-buyer.ts';
import { openCompany, until, type Company } from './claims-company.ts';

const BUYER = { ...EMPTY_INVOICE_BUYER, name: '华通客车卡车有限公司', taxNo: '91350100M000100Y43' };
const EVERYTHING = { filters: [], text: '', sort: [] };

let company: Company;
let clerk: TestApp;
let colleague: TestApp;
let keeper: TestApp;
let ids: string[] = [];

beforeAll(async () => {
  company = await openCompany(12);
  await addUser(company.server.store.db, { login: 'keeper', roles: ['warrantyAdmin'] });
  [clerk, colleague, keeper] = await Promise.all([
    company.desktop('clerk'),
    company.desktop('colleague'),
    company.desktop('keeper'),
  ]);
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

const attention = async (app: TestApp): Promise<number> => (await app.client.sync.attention({})).length;

test("the buyer's data: a clerk is refused, a wrong tax number too; what an administrator saves comes to everybody", async () => {
  const save = (app: TestApp, buyer: typeof BUYER) => app.client.settings.saveInvoiceBuyer({ buyer, version: 0 });
  await expect(save(clerk, BUYER)).rejects.toMatchObject({ data: { reason: 'role-not-allowed' } });
  await expect(save(keeper, { ...BUYER, taxNo: '1' })).rejects.toMatchObject({
    data: { reason: 'buyer-tax-no-length' },
  });
  // refused on the spot: nothing of it stands in anybody's work-list
  expect([await attention(clerk), await attention(keeper)]).toEqual([0, 0]);
  expect(await save(keeper, BUYER)).toEqual({ version: 1 });
  await until('the clerk has it', async () => (await clerk.client.settings.invoiceBuyer({})).version === 1);
  const { buyer, changes } = await clerk.client.settings.invoiceBuyer({});
  expect(buyer).toEqual(BUYER);
  expect(changes.map(({ changedByName }) => changedByName)).toEqual(['keeper']);
});

test('a form: tried before it is published, then everybody prints by it; a batch begun before keeps its own', async () => {
  const { client } = keeper;
  const samples = await Promise.all(FORM_KEYS.map((formKey) => client.print.samples({ formKey })));
  expect(samples.map(({ length }) => length)).toEqual(FORM_KEYS.map((key) => (key === 'appraisal' ? 12 : 0)));
  const [sample] = samples.flat();
  const documentId = sample?.id ?? '';
  const { template, version } = await client.print.template({ formKey: 'appraisal' });
  const at = template.fields.findIndex(({ key }) => key === 'vin');
  const next = moveElement(template, `sheet.fields.${String(at)}`, { dx: 3, dy: 0 });
  const document = await client.print.sample({ formKey: 'appraisal', documentId });
  const vin = String(document?.values['vin']);
  const place = (html: string | null): string => new RegExp(`x="([\\d.]+)"[^>]*>${vin}<`).exec(html ?? '')?.[1] ?? '';

  const begun = await clerk.client.print.begin({ order: order([documentId]) });
  const before = place(html(clerk, begun.address));
  const trial = await client.print.tryTemplate({ template: next, documentId, isPreprinted: false });
  expect(Number(place(html(keeper, trial.address)))).toBeCloseTo(Number(before) + 3, 6);
  expect((await client.print.template({ formKey: 'appraisal' })).version).toBe(0);

  await expect(
    clerk.client.print.saveTemplate({ formKey: 'appraisal', template: next, version }),
  ).rejects.toMatchObject({
    data: { reason: 'role-not-allowed' },
  });
  expect(await client.print.saveTemplate({ formKey: 'appraisal', template: next, version })).toEqual({
    ...{ isOwn: true, version: 1 },
  });
  await until(
    'the clerk has it',
    async () => (await clerk.client.print.template({ formKey: 'appraisal' })).version === 1,
  );
  const preview = await clerk.client.print.preview({ order: order([documentId]) });
  expect(Number(place(html(clerk, preview.address)))).toBeCloseTo(Number(before) + 3, 6);
  const { address } = await clerk.client.print.batch({ batchId: begun.id });
  expect(place(html(clerk, address))).toBe(before);

  await expect(client.print.saveTemplate({ formKey: 'appraisal', template, version })).rejects.toMatchObject({
    data: { reason: 'form-template-changed', details: { byName: 'keeper' } },
  });
  expect(await client.print.saveTemplate({ formKey: 'appraisal', template: null, version: 1 })).toMatchObject({
    version: 2,
  });
  await until('the shipped form is back', async () => !(await client.print.template({ formKey: 'appraisal' })).isOwn);
  expect((await client.print.versions({ formKey: 'appraisal' })).map((change) => change.version)).toEqual([2, 1]);
});

test('the scan is what its bytes are, kept on this workstation and taken away again', async () => {
  const { client } = keeper;
  const formKey = 'appraisal';
  const scanOf = async (app: TestApp): Promise<string | null> => (await app.client.print.template({ formKey })).scan;
  const save = (bytes: readonly number[]) =>
    client.print.saveScan({
      formKey,
      scan: { contentType: 'image/png', contentBase64: Buffer.from(bytes).toString('base64') },
    });
  for (const bytes of [[0xff, 0xd8, 0xff], [0x47, 0x49, 0x46], []]) {
    await expect(save(bytes)).rejects.toMatchObject({ data: { reason: 'scan-no-picture' } });
  }
  await save([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  expect(await scanOf(keeper)).toBe('data:image/png;base64,iVBORw0KGgo=');
  expect(await scanOf(clerk)).toBeNull();
  await client.print.saveScan({ formKey, scan: null });
  expect(await scanOf(keeper)).toBeNull();
});
