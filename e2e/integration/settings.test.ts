import { afterAll, beforeAll, expect, test } from 'vitest';
import { EMPTY_INVOICE_BUYER } from '../../src-shared/domain/settings/invoice-buyer.ts';
import { moveElement } from '../../src-shared/domain/print/design/change-element.ts';
import { addUser } from '../../src-server/testing/rows.ts';
import type { TestApp } from '../../src-main/testing/test-app.ts';
import { openCompany, until, type Company } from './claims-company.ts';

const BUYER = { ...EMPTY_INVOICE_BUYER, name: '华通客车卡车有限公司', taxNo: '91350100M000100Y43' };

let company: Company;
let clerk: TestApp;
let admin: TestApp;

beforeAll(async () => {
  company = await openCompany(2);
  await addUser(company.server.store.db, { login: 'keeper', roles: ['warrantyAdmin'] });
  [clerk, admin] = await Promise.all([company.desktop('clerk'), company.desktop('keeper')]);
});

afterAll(async () => {
  await company.close();
});

const attention = async (app: TestApp): Promise<number> => (await app.client.sync.attention({})).length;

test("the buyer's data: a clerk is refused, a wrong tax number too; what an administrator saves comes to everybody", async () => {
  const save = (app: TestApp, buyer: typeof BUYER) => app.client.settings.saveInvoiceBuyer({ buyer, version: 0 });
  await expect(save(clerk, BUYER)).rejects.toMatchObject({ data: { reason: 'role-not-allowed' } });
  await expect(save(admin, { ...BUYER, taxNo: '1' })).rejects.toMatchObject({
    data: { reason: 'buyer-tax-no-length' },
  });
  // refused on the spot: nothing of it stands in anybody's work-list
  expect([await attention(clerk), await attention(admin)]).toEqual([0, 0]);
  expect(await save(admin, BUYER)).toEqual({ version: 1 });
  await until('the clerk has it', async () => (await clerk.client.settings.invoiceBuyer({})).version === 1);
  const { buyer, changes } = await clerk.client.settings.invoiceBuyer({});
  expect(buyer).toEqual(BUYER);
  expect(changes.map(({ changedByName }) => changedByName)).toEqual(['keeper']);
});

test('a form: tried before it is published, then everybody prints by it; a batch begun before keeps its own', async () => {
  const { client } = admin;
  const [sample] = await client.print.samples({ formKey: 'appraisal' });
  const documentId = sample?.id ?? '';
  const { template, version } = await client.print.template({ formKey: 'appraisal' });
  const at = template.fields.findIndex(({ key }) => key === 'vin');
  const next = moveElement(template, `sheet.fields.${String(at)}`, { dx: 3, dy: 0 });
  const document = await client.print.sample({ formKey: 'appraisal', documentId });
  const vin = String(document?.values['vin']);
  const place = (html: string | null): string => new RegExp(`x="([\\d.]+)"[^>]*>${vin}<`).exec(html ?? '')?.[1] ?? '';
  const html = (app: TestApp, address: string | null): string | null => app.app.printDocuments.html(address ?? '');
  const order = {
    formKey: 'appraisal',
    documentIds: [documentId],
    copies: 1,
    printerName: '',
    isPreprinted: false,
  } as const;

  const begun = await clerk.client.print.begin({ order });
  const before = place(html(clerk, begun.address));
  const trial = await client.print.tryTemplate({ template: next, documentId, isPreprinted: false });
  expect(Number(place(html(admin, trial.address)))).toBeCloseTo(Number(before) + 3, 6);
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
  const preview = await clerk.client.print.preview({ order });
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
  const { client } = admin;
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
  expect(await scanOf(admin)).toBe('data:image/png;base64,iVBORw0KGgo=');
  expect(await scanOf(clerk)).toBeNull();
  await client.print.saveScan({ formKey, scan: null });
  expect(await scanOf(admin)).toBeNull();
});
