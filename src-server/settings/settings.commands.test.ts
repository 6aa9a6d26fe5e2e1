import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EMPTY_INVOICE_BUYER } from '../../src-shared/domain/settings/invoice-buyer.ts';
import { changeElement } from '../../src-shared/domain/print/design/change-element.ts';
import { FIRST_FORMS } from '../../src-shared/domain/print/forms/index.ts';
import type { CommandOutcome } from '../commands/command-handler.ts';
import { printCommands } from '../print/print.commands.ts';
import { ENGINES, openTestCentral, type TestCentral } from '../testing/central-store.ts';
import { inCommand, testUser, TEST_NOW_MS } from '../testing/small-company.ts';
import { settingsCommands } from './settings.commands.ts';

const admin = testUser('U-ADMIN', ['warrantyAdmin']);
const other = testUser('U-OTHER', ['admin']);
const BUYER = { ...EMPTY_INVOICE_BUYER, name: '华通客车卡车有限公司', taxNo: '91350100M000100Y43', invoiceDays: 15 };
const FORM = FIRST_FORMS.appraisal;
const moved = changeElement(FORM, 'sheet.fields.3', { x: 20, w: 30 });

describe.each(ENGINES)('settings and forms of the company on %s', (engine) => {
  let store: TestCentral;
  beforeAll(async () => {
    store = await openTestCentral(engine);
  });
  afterAll(() => store.close());

  const refusal = (work: Promise<CommandOutcome>): Promise<unknown> =>
    work.then(
      (outcome) => outcome,
      (error: { data?: unknown }) => error.data,
    );
  const saveBuyer = (buyer: typeof BUYER, version: number, user = admin): Promise<unknown> =>
    refusal(
      inCommand(store.db, user, (context) =>
        settingsCommands['setting.saveInvoiceBuyer'](context, { kind: 'setting.saveInvoiceBuyer', buyer, version }),
      ),
    );
  const saveForm = (template: typeof FORM | null, version?: number, user = admin): Promise<unknown> =>
    refusal(
      inCommand(store.db, user, (context) =>
        printCommands()['print.saveTemplate'](context, {
          ...{ kind: 'print.saveTemplate', formKey: 'appraisal', template },
          ...(version === undefined ? {} : { version }),
        }),
      ),
    );
  const changes = (subject: 'SETTING' | 'FORM') =>
    store.db
      .selectFrom('configurationChange')
      .select(['version', 'changedByName', 'changedAtMs', 'valueJson', 'valueBeforeJson'])
      .where('subject', '=', subject)
      .orderBy('version')
      .execute();

  it('the buyer: refused with the field, kept as the rule mends it, and every change kept with who and when', async () => {
    expect(await saveBuyer({ ...BUYER, taxNo: '91350100M000100Y44' }, 0)).toEqual({
      ...{ status: 'rejected', reason: 'buyer-tax-no-check-character', details: { field: 'taxNo' } },
    });
    expect(await store.db.selectFrom('setting').selectAll().execute()).toEqual([]);
    expect(await saveBuyer({ ...BUYER, taxNo: ' 91350100m000100y43' }, 0)).toMatchObject({ output: { version: 1 } });
    const later = { ...BUYER, address: '济南 0531-88880000' };
    expect(await saveBuyer(later, 1, other)).toMatchObject({ output: { version: 2 } });
    const at = { changedAtMs: TEST_NOW_MS };
    const [first, second] = [JSON.stringify(BUYER), JSON.stringify(later)];
    expect(await changes('SETTING')).toEqual([
      { ...at, version: 1, changedByName: admin.name, valueJson: first, valueBeforeJson: null },
      { ...at, version: 2, changedByName: other.name, valueJson: second, valueBeforeJson: first },
    ]);
    await expect(store.db.deleteFrom('configurationChange').execute()).rejects.toThrow();
  });

  it('of two who change the same version one wins, and the other is told who was first', async () => {
    expect(await saveBuyer({ ...BUYER, name: '甲' }, 1)).toEqual({
      ...{ code: 'CONFLICT', reason: 'setting-changed' },
      details: { version: 2, byName: other.name, changedAtMs: TEST_NOW_MS },
    });
    const both = await Promise.all([
      saveForm(moved, 0),
      saveForm(changeElement(FORM, 'sheet.fields.4', { x: 9 }), 0, other),
    ]);
    expect(both.filter((outcome) => JSON.stringify(outcome).includes('"applied"'))).toHaveLength(1);
    expect(both.filter((outcome) => JSON.stringify(outcome).includes('form-template-changed'))).toHaveLength(1);
  });

  it('a form goes back to the shipped one and on from there; versions only grow, so that an old screen never wins', async () => {
    expect(await saveForm(null, 1)).toMatchObject({ output: { isOwn: false, version: 2 } });
    expect(await saveForm(null, 2)).toMatchObject({ output: { isOwn: false, version: 2 } });
    expect(await saveForm(moved, 1)).toMatchObject({ reason: 'form-template-changed' });
    expect(await saveForm(moved, 2)).toMatchObject({ output: { isOwn: true, version: 3 } });
    expect((await changes('FORM')).map(({ version, valueJson }) => [version, valueJson === 'null'])).toEqual([
      [1, false],
      [2, true],
      [3, false],
    ]);
    // a program older than the designer names no version
    expect(await saveForm(null)).toMatchObject({ output: { version: 4 } });
  });

  it.each([
    ['outside of the paper', { x: 240, w: 30 }, 'form-outside'],
    ['of no width', { w: 0 }, 'form-too-small'],
  ])('a field %s is refused by name', async (_what, edit, reason) => {
    const key = FORM.fields[3]?.key;
    expect(await saveForm(changeElement(FORM, 'sheet.fields.3', edit), 4)).toMatchObject({
      ...{ code: 'RULE_BROKEN', reason, details: { field: key } },
    });
  });

  it('a form under the name of another one is refused', async () => {
    expect(await saveForm(FIRST_FORMS.dispatch, 4)).toMatchObject({ reason: 'form-template-of-another-form' });
  });
});
