import { usccCheck } from '../checks/uscc-check.ts';

/** Who invoices are made out to, as the notice to invoice states it (claims §7 output 2). Texts the company leaves out are empty. */
export interface InvoiceBuyer {
  name: string;
  /** Unified social credit code, 18 characters. */
  taxNo: string;
  /** Address and telephone in one line, as on an invoice. */
  address: string;
  /** Bank and account number in one line, as on an invoice. */
  bank: string;
  /** Where paper invoices are sent to. */
  mailAddress: string;
  /** Days after the tax date by which the invoice is due; null = the notice states none. */
  invoiceDays: number | null;
}

export const EMPTY_INVOICE_BUYER: InvoiceBuyer = {
  ...{ name: '', taxNo: '', address: '', bank: '', mailAddress: '', invoiceDays: null },
};

/** Most characters of each text, as the screen lets them be typed and the server takes them. */
export const BUYER_TEXT_LENGTHS = {
  ...{ name: 100, taxNo: 40, address: 200, bank: 200, mailAddress: 200 },
} as const satisfies Partial<Record<keyof InvoiceBuyer, number>>;

/** The key under which the setting stands in both stores. */
export const INVOICE_BUYER_KEY = 'invoiceBuyer';
const MOST_DAYS = 180;

export type BuyerFault =
  | 'buyer-name-missing'
  | 'buyer-tax-no-length'
  | 'buyer-tax-no-format'
  | 'buyer-tax-no-check-character'
  | 'buyer-account-missing'
  | 'buyer-days-range';

/** What a person typed, trimmed and with the tax number in capitals without blanks; and every reason why it cannot stand. */
export function checkInvoiceBuyer(typed: InvoiceBuyer): {
  buyer: InvoiceBuyer;
  faults: { field: keyof InvoiceBuyer; reason: BuyerFault }[];
} {
  const line = (text: string): string => text.replace(/\s+/gu, ' ').trim();
  const uscc = usccCheck({ code: typed.taxNo });
  const buyer: InvoiceBuyer = {
    name: line(typed.name),
    taxNo: uscc.normalised,
    address: line(typed.address),
    bank: line(typed.bank),
    mailAddress: line(typed.mailAddress),
    invoiceDays: typed.invoiceDays,
  };
  const faults: { field: keyof InvoiceBuyer; reason: BuyerFault }[] = [];
  if (buyer.name === '') faults.push({ field: 'name', reason: 'buyer-name-missing' });
  if (uscc.reason !== null) faults.push({ field: 'taxNo', reason: `buyer-tax-no-${uscc.reason}` });
  if (buyer.bank !== '' && !hasAccount(buyer.bank)) faults.push({ field: 'bank', reason: 'buyer-account-missing' });
  if (!isDays(buyer.invoiceDays)) faults.push({ field: 'invoiceDays', reason: 'buyer-days-range' });
  return { buyer, faults };
}

/** Account numbers of Chinese banks have 8 to 30 digits, often written in groups. */
function hasAccount(bank: string): boolean {
  return /(?<!\d)\d{8,30}(?!\d)/.test(bank.replace(/(?<=\d)[ -](?=\d)/g, ''));
}

function isDays(days: number | null): boolean {
  return days === null || (Number.isInteger(days) && days >= 1 && days <= MOST_DAYS);
}

/** The setting as it stands in a store, whoever wrote it; what is missing or of another type is empty. Null for no setting. */
export function readInvoiceBuyer(json: string | null): InvoiceBuyer | null {
  const value: unknown = json === null ? null : JSON.parse(json);
  if (typeof value !== 'object' || value === null) return null;
  const stored = value as Readonly<Record<string, unknown>>;
  const text = (key: string): string => (typeof stored[key] === 'string' ? stored[key] : '');
  return {
    ...{ name: text('name'), taxNo: text('taxNo'), address: text('address'), bank: text('bank') },
    mailAddress: text('mailAddress'),
    invoiceDays: typeof stored['invoiceDays'] === 'number' ? stored['invoiceDays'] : null,
  };
}
