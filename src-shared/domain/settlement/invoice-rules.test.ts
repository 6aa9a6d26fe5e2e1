import { describe, expect, it } from 'vitest';
import { checkInvoices, type InvoiceFact } from './invoice-rules.ts';

const EXPECTED = {
  ...{ statementId: 's-1', grossFen: 242_600, sellerTaxNo: '91330700', sellerName: 'Jinhua', taxRateBp: 1300 },
  approvedDate: '2026-03-10',
};

function invoice(change: Partial<InvoiceFact> = {}): InvoiceFact {
  return {
    ...{ id: 'i-1', invoiceNo: '25332000000000000001', issueDate: '2026-03-10', sellerTaxNo: '91330700' },
    ...{ sellerName: 'Jinhua', taxRateBp: 1300, grossFen: 242_600 },
    ...change,
  };
}
const second = (grossFen: number): InvoiceFact => invoice({ id: 'i-2', invoiceNo: '2', grossFen });
const usedOn = (statementId: string) => [{ invoiceNo: invoice().invoiceNo, statementId, statementNo: 'JS9' }];

describe('the rules about invoices (claims §5, F01–F04)', () => {
  it.each<[string, InvoiceFact[], ReturnType<typeof usedOn>, string[]]>([
    ['one invoice of the very amount', [invoice()], [], []],
    ['two invoices that add up', [invoice({ grossFen: 200_000 }), second(42_600)], [], []],
    ['a fen too much', [invoice({ grossFen: 242_601 })], [], ['F01 BLOCK']],
    ['no invoice', [], [], ['F01 BLOCK']],
    ['another tax number', [invoice({ sellerTaxNo: '91330701' })], [], ['F02 BLOCK']],
    ['another name', [invoice({ sellerName: 'Jinan' })], [], ['F02 BLOCK']],
    ['a name that was not read', [invoice({ sellerName: null })], [], []],
    ['another rate', [invoice({ taxRateBp: 300 })], [], ['F02 BLOCK']],
    ['a number of another statement', [invoice()], usedOn('s-2'), ['F03 BLOCK']],
    ['a number of this statement', [invoice()], usedOn('s-1'), []],
    ['a number twice', [invoice({ grossFen: 121_300 }), invoice({ id: 'i-2', grossFen: 121_300 })], [], ['F03 BLOCK']],
    ['dated the day before the approval', [invoice({ issueDate: '2026-03-09' })], [], ['F04 WARN']],
  ])('%s', (_title, invoices, used, expected) => {
    const findings = checkInvoices(EXPECTED, invoices, used);
    expect(findings.map(({ ruleId, severity }) => `${ruleId} ${severity}`)).toEqual(expected);
  });
});
