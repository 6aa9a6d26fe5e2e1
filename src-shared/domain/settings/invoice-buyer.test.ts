import { describe, expect, it } from 'vitest';
import { checkInvoiceBuyer, EMPTY_INVOICE_BUYER, readInvoiceBuyer, type InvoiceBuyer } from './invoice-buyer.ts';

const GOOD: InvoiceBuyer = {
  ...EMPTY_INVOICE_BUYER,
  name: '华通客车卡车有限公司',
  taxNo: '91350100M000100Y43',
};

describe('who invoices are made out to', () => {
  it('is kept trimmed, the tax number in capitals without blanks', () => {
    const typed = {
      ...GOOD,
      name: '  华通　客车 ',
      taxNo: '91350100 m000100y43',
      bank: '工行 济南  1602 0000 0000 0001',
    };
    expect(checkInvoiceBuyer(typed)).toEqual({
      buyer: { ...GOOD, name: '华通 客车', bank: '工行 济南 1602 0000 0000 0001' },
      faults: [],
    });
  });

  it.each([
    ['name', { name: ' ' }, 'buyer-name-missing'],
    ['taxNo', { taxNo: '' }, 'buyer-tax-no-length'],
    ['taxNo', { taxNo: '91350100M000100Y4' }, 'buyer-tax-no-length'],
    ['taxNo', { taxNo: '91350100M000100YI3' }, 'buyer-tax-no-format'],
    ['taxNo', { taxNo: '91350100M000100Y44' }, 'buyer-tax-no-check-character'],
    ['bank', { bank: '工商银行' }, 'buyer-account-missing'],
    ['bank', { bank: '工商银行 1234567' }, 'buyer-account-missing'],
    ['invoiceDays', { invoiceDays: 0 }, 'buyer-days-range'],
    ['invoiceDays', { invoiceDays: 181 }, 'buyer-days-range'],
    ['invoiceDays', { invoiceDays: 1.5 }, 'buyer-days-range'],
  ] as const)('%s: %o is refused as %s', (field, change, reason) => {
    expect(checkInvoiceBuyer({ ...GOOD, ...change }).faults).toEqual([{ field, reason }]);
  });

  it('every fault is told at once', () => {
    const faults = checkInvoiceBuyer({ ...EMPTY_INVOICE_BUYER, bank: 'x', invoiceDays: -1 }).faults;
    expect(faults.map(({ field }) => field)).toEqual(['name', 'taxNo', 'bank', 'invoiceDays']);
  });

  it('a setting somebody else wrote is read as far as it goes', () => {
    expect(readInvoiceBuyer(null)).toBeNull();
    expect(readInvoiceBuyer('null')).toBeNull();
    expect(readInvoiceBuyer('{"name":"A","taxNo":5,"invoiceDays":"15"}')).toEqual({
      ...EMPTY_INVOICE_BUYER,
      name: 'A',
    });
    expect(readInvoiceBuyer(JSON.stringify(GOOD))).toEqual(GOOD);
  });
});
