import type { ExpectedInvoice, InvoiceFact, UsedInvoice } from '../../src-shared/domain/settlement/invoice-rules.ts';

/* The second evaluator, continued: the rules about invoices, F01–F04, which judge a statement and no claim. */

export interface InvoiceCase {
  expected: ExpectedInvoice;
  invoices: readonly InvoiceFact[];
  used: readonly UsedInvoice[];
}

/** Every hit as `rule:severity:invoice`, sorted. */
export function referenceInvoiceHits({ expected, invoices, used }: InvoiceCase): string[] {
  const hits: string[] = [];
  let sumFen = 0;
  for (const { grossFen } of invoices) sumFen += grossFen;
  if (sumFen !== expected.grossFen) hits.push('F01:BLOCK:');
  const seen: string[] = [];
  for (const { id, invoiceNo, sellerTaxNo, sellerName, taxRateBp, issueDate } of invoices) {
    // a name nobody read from the paper is not compared
    const otherName = sellerName !== null && sellerName !== expected.sellerName;
    if (sellerTaxNo !== expected.sellerTaxNo || otherName || taxRateBp !== expected.taxRateBp)
      hits.push(`F02:BLOCK:${id}`);
    const elsewhere = used.some((one) => one.statementId !== expected.statementId && one.invoiceNo === invoiceNo);
    if (elsewhere || seen.includes(invoiceNo)) hits.push(`F03:BLOCK:${id}`);
    if (issueDate < expected.approvedDate) hits.push(`F04:WARN:${id}`);
    seen.push(invoiceNo);
  }
  return hits.sort();
}
