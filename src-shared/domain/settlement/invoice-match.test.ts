import { describe, expect, it } from 'vitest';
import { checkInvoice, invoicesComplete, type InvoiceFacts, type InvoiceStatement } from './invoice-match.ts';

const statement: InvoiceStatement = {
  ...{ taxNo: '91330700MA2HEDUI0X', approvedDate: '2026-03-10', received: [] },
  groups: [
    { taxRateBp: 1300, taxBaseFen: 214_690, taxFen: 27_910 },
    { taxRateBp: 300, taxBaseFen: 10_000, taxFen: 300 },
  ],
};
const invoice: InvoiceFacts = {
  ...{ invoiceNo: '26330000000012345678', invoiceCode: null, issueDate: '2026-03-12' },
  ...{ sellerTaxNo: '91330700MA2HEDUI0X', netFen: 214_690, taxRateBp: 1300, taxFen: 27_910, grossFen: 242_600 },
};
const found = (change: Partial<InvoiceFacts>, more: Partial<InvoiceStatement> = {}, usedOn: string | null = null) =>
  checkInvoice({ ...invoice, ...change }, { ...statement, ...more }, usedOn).map(
    ({ ruleId, severity, reason, field }) => ({ ruleId, severity, reason, field }),
  );

describe('an invoice against its statement (claims §5, F01–F04)', () => {
  it('the invoice of SV11 has nothing against it', () => {
    expect(found({})).toEqual([]);
  });

  it.each([
    ['F01', { grossFen: 242_601 }, 'invoice-does-not-add-up', 'grossFen'],
    ['F01', { netFen: 214_691, grossFen: 242_601 }, 'invoice-net-above-statement', 'netFen'],
    ['F01', { taxFen: 27_911, grossFen: 242_601 }, 'invoice-tax-above-statement', 'taxFen'],
    ['F02', { sellerTaxNo: '91330700MA2HEDUI0Y' }, 'invoice-other-seller', 'sellerTaxNo'],
    ['F02', { sellerTaxNo: null }, 'invoice-other-seller', 'sellerTaxNo'],
    ['F02', { taxRateBp: 600 }, 'invoice-other-rate', 'taxRateBp'],
  ])('%s blocks %j', (ruleId, change, reason, field) => {
    expect(found(change)).toEqual([{ ruleId, severity: 'BLOCK', reason, field }]);
  });

  it('F03 names the statement where the number was used', () => {
    expect(checkInvoice(invoice, statement, 'JSJH1260101')[0]).toMatchObject({
      ...{ ruleId: 'F03', severity: 'BLOCK', details: { otherNo: 'JSJH1260101' } },
    });
  });

  it('F04 only warns, and not on the day of the approval itself', () => {
    expect(found({ issueDate: '2026-03-09' })).toEqual([
      { ruleId: 'F04', severity: 'WARN', reason: 'invoice-before-approval', field: 'issueDate' },
    ]);
    expect(found({ issueDate: '2026-03-10' })).toEqual([]);
  });

  it('counts what came before at the same rate', () => {
    const half = { netFen: 107_345, taxFen: 13_955, grossFen: 121_300 };
    const before = { received: [{ taxRateBp: 1300, ...half }] };
    expect(found(half, before)).toEqual([]);
    expect(found({ ...half, netFen: 107_346, grossFen: 121_301 }, before)[0]?.reason).toBe(
      'invoice-net-above-statement',
    );
    expect(found({ netFen: 10_000, taxFen: 300, grossFen: 10_300, taxRateBp: 300 }, before)).toEqual([]);
  });

  it('is complete when every rate is met to the fen', () => {
    const small = { taxRateBp: 300, netFen: 10_000, taxFen: 300 };
    expect(invoicesComplete(statement.groups, [invoice])).toBe(false);
    expect(invoicesComplete(statement.groups, [invoice, small])).toBe(true);
    expect(invoicesComplete(statement.groups, [invoice, { ...small, taxFen: 299 }])).toBe(false);
  });
});
