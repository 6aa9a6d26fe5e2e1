import type { InvoiceBuyer } from '../../src-shared/domain/settings/invoice-buyer.ts';

/** The form as it is typed: everything is text. */
export type BuyerDraft = Record<keyof InvoiceBuyer, string>;

export function draftOf({ invoiceDays, ...texts }: InvoiceBuyer): BuyerDraft {
  return { ...texts, invoiceDays: invoiceDays === null ? '' : String(invoiceDays) };
}

/** What is typed as the rule takes it; days that are no number become one that the rule refuses. */
export function readDraft({ invoiceDays, ...texts }: BuyerDraft): InvoiceBuyer {
  const typed = invoiceDays.trim();
  return { ...texts, invoiceDays: typed === '' ? null : /^\d{1,3}$/.test(typed) ? Number(typed) : -1 };
}
