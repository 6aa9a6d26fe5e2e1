import { sumExact } from '../units/rounding.ts';

/** What a statement expects of its invoices; money in fen. */
export interface ExpectedInvoice {
  statementId: string;
  grossFen: number;
  sellerTaxNo: string;
  sellerName: string;
  taxRateBp: number;
  approvedDate: string;
}

export interface InvoiceFact {
  id: string;
  invoiceNo: string;
  issueDate: string;
  sellerTaxNo: string;
  sellerName: string | null;
  taxRateBp: number;
  grossFen: number;
}

/** An invoice number that other statements hold already. */
export interface UsedInvoice {
  invoiceNo: string;
  statementId: string;
  statementNo: string;
}

export interface InvoiceFinding {
  ruleId: 'F01' | 'F02' | 'F03' | 'F04';
  severity: 'BLOCK' | 'WARN';
  invoiceId: string | null;
  facts: Record<string, string | number | null>;
}

/** F01: the invoices do not add up to the statement's gross amount. Claims §5. */
export function invoiceSumDiffers(expected: ExpectedInvoice, invoices: readonly InvoiceFact[]): InvoiceFinding[] {
  const receivedFen = sumExact(invoices.map((invoice) => invoice.grossFen));
  if (receivedFen === expected.grossFen) return [];
  const facts = { expectedFen: expected.grossFen, receivedFen, differenceFen: receivedFen - expected.grossFen };
  return [{ ruleId: 'F01', severity: 'BLOCK', invoiceId: null, facts }];
}

/** F02: tax number, name or rate is not that of the station's file; a name that was not read is not compared. Claims §5. */
export function invoiceSellerDiffers(expected: ExpectedInvoice, invoices: readonly InvoiceFact[]): InvoiceFinding[] {
  return invoices.flatMap((invoice): InvoiceFinding[] => {
    const pairs = [
      ['taxNo', invoice.sellerTaxNo, expected.sellerTaxNo],
      ['name', invoice.sellerName ?? expected.sellerName, expected.sellerName],
      ['rate', invoice.taxRateBp, expected.taxRateBp],
    ] as const;
    const differing = pairs.find(([, given, wanted]) => given !== wanted);
    if (differing === undefined) return [];
    const [context, given, wanted] = differing;
    const facts = { invoiceNo: invoice.invoiceNo, context, given: String(given), expected: String(wanted) };
    return [{ ruleId: 'F02', severity: 'BLOCK', invoiceId: invoice.id, facts }];
  });
}

/** F03: the number is already on another statement, or twice on this one. Claims §5. */
export function invoiceReused(
  expected: ExpectedInvoice,
  invoices: readonly InvoiceFact[],
  used: readonly UsedInvoice[],
): InvoiceFinding[] {
  return invoices.flatMap((invoice, index): InvoiceFinding[] => {
    const other = used.find((one) => one.invoiceNo === invoice.invoiceNo && one.statementId !== expected.statementId);
    const isTwice = invoices.findIndex((one) => one.invoiceNo === invoice.invoiceNo) < index;
    if (other === undefined && !isTwice) return [];
    const facts = { invoiceNo: invoice.invoiceNo, otherStatementNo: other?.statementNo ?? null };
    return [{ ruleId: 'F03', severity: 'BLOCK', invoiceId: invoice.id, facts }];
  });
}

/** F04: the invoice is dated before the statement was approved. Claims §5. */
export function invoiceTooEarly(expected: ExpectedInvoice, invoices: readonly InvoiceFact[]): InvoiceFinding[] {
  return invoices.flatMap(({ id, invoiceNo, issueDate }): InvoiceFinding[] =>
    issueDate < expected.approvedDate
      ? [
          {
            ...{ ruleId: 'F04', severity: 'WARN', invoiceId: id },
            facts: { invoiceNo, issueDate, approvedDate: expected.approvedDate },
          },
        ]
      : [],
  );
}

/** All findings about the invoices of one statement, F01 to F04. Claims §5. */
export function checkInvoices(
  expected: ExpectedInvoice,
  invoices: readonly InvoiceFact[],
  used: readonly UsedInvoice[],
): InvoiceFinding[] {
  return [
    ...invoiceSumDiffers(expected, invoices),
    ...invoiceSellerDiffers(expected, invoices),
    ...invoiceReused(expected, invoices, used),
    ...invoiceTooEarly(expected, invoices),
  ];
}
