import { sumExact } from '../units/rounding.ts';

/** An invoice as it lies on the table; money in fen, the rate in basis points. */
export interface InvoiceFacts {
  invoiceNo: string;
  invoiceCode: string | null;
  issueDate: string;
  sellerTaxNo: string | null;
  netFen: number;
  taxRateBp: number;
  taxFen: number;
  grossFen: number;
}

export interface InvoiceStatement {
  taxNo: string | null;
  /** Business date of the second level's approval; null when it is not known. */
  approvedDate: string | null;
  groups: readonly { taxRateBp: number; taxBaseFen: number; taxFen: number }[];
  /** Invoices received before this one and not sent back. */
  received: readonly Pick<InvoiceFacts, 'taxRateBp' | 'netFen' | 'taxFen' | 'grossFen'>[];
}

export type InvoiceField = 'invoiceNo' | 'issueDate' | 'sellerTaxNo' | 'taxRateBp' | 'netFen' | 'taxFen' | 'grossFen';

export interface InvoiceFinding {
  ruleId: 'F01' | 'F02' | 'F03' | 'F04';
  severity: 'BLOCK' | 'WARN';
  reason: string;
  field: InvoiceField;
  details: Record<string, string | number | null>;
}

/** Where else the number was used: the other statement's number, or null. */
export type UsedElsewhere = string | null;

/** F01: net + tax = gross, and per rate no more than the statement says; less is allowed while other invoices are awaited. */
export function invoiceAmounts(invoice: InvoiceFacts, statement: InvoiceStatement): InvoiceFinding[] {
  const { netFen, taxFen, grossFen, taxRateBp } = invoice;
  if (netFen + taxFen !== grossFen) {
    return [block('F01', 'invoice-does-not-add-up', 'grossFen', { netFen, taxFen, grossFen })];
  }
  const group = statement.groups.find((row) => row.taxRateBp === taxRateBp);
  if (group === undefined) return [];
  const before = statement.received.filter((row) => row.taxRateBp === taxRateBp);
  return (
    [
      ['netFen', group.taxBaseFen],
      ['taxFen', group.taxFen],
    ] as const
  ).flatMap(([field, expectedFen]) => {
    const sumFen = sumExact([...before.map((row) => row[field]), invoice[field]]);
    const differenceFen = sumFen - expectedFen;
    const reason = field === 'netFen' ? 'invoice-net-above-statement' : 'invoice-tax-above-statement';
    return differenceFen > 0 ? [block('F01', reason, field, { sumFen, expectedFen, differenceFen })] : [];
  });
}

/** F02: the seller is the station of the statement and the rate one of its tax groups. */
export function invoiceParty(invoice: InvoiceFacts, statement: InvoiceStatement): InvoiceFinding[] {
  const { sellerTaxNo, taxRateBp } = invoice;
  const findings: InvoiceFinding[] = [];
  if (statement.taxNo !== null && sellerTaxNo !== statement.taxNo) {
    findings.push(block('F02', 'invoice-other-seller', 'sellerTaxNo', { sellerTaxNo, expectedTaxNo: statement.taxNo }));
  }
  if (!statement.groups.some((group) => group.taxRateBp === taxRateBp)) {
    const expectedRates = statement.groups.map((group) => `${String(group.taxRateBp / 100)}%`).join(', ');
    findings.push(block('F02', 'invoice-other-rate', 'taxRateBp', { taxRateBp, expectedRates }));
  }
  return findings;
}

/** F03: a number (with its code, on old paper) is used once. */
export function invoiceReuse({ invoiceNo }: InvoiceFacts, usedOn: UsedElsewhere): InvoiceFinding[] {
  return usedOn === null ? [] : [block('F03', 'invoice-used-before', 'invoiceNo', { invoiceNo, otherNo: usedOn })];
}

/** F04: an invoice dated before the statement was approved is told, not refused. */
export function invoiceDate({ issueDate }: InvoiceFacts, { approvedDate }: InvoiceStatement): InvoiceFinding[] {
  if (approvedDate === null || issueDate >= approvedDate) return [];
  const details = { issueDate, approvedDate };
  return [{ ruleId: 'F04', severity: 'WARN', reason: 'invoice-before-approval', field: 'issueDate', details }];
}

/** All findings on an invoice, blocking ones first. Claims §5, F01–F04. */
export function checkInvoice(
  invoice: InvoiceFacts,
  statement: InvoiceStatement,
  usedOn: UsedElsewhere,
): InvoiceFinding[] {
  return [
    ...invoiceParty(invoice, statement),
    ...invoiceAmounts(invoice, statement),
    ...invoiceReuse(invoice, usedOn),
    ...invoiceDate(invoice, statement),
  ];
}

/** True when the invoices make up every tax group of the statement to the fen (claims §3.3: Σ invoices = gross). */
export function invoicesComplete(
  groups: InvoiceStatement['groups'],
  invoices: readonly Pick<InvoiceFacts, 'taxRateBp' | 'netFen' | 'taxFen'>[],
): boolean {
  return groups.every((group) => {
    const own = invoices.filter((invoice) => invoice.taxRateBp === group.taxRateBp);
    return (
      sumExact(own.map((invoice) => invoice.netFen)) === group.taxBaseFen &&
      sumExact(own.map((invoice) => invoice.taxFen)) === group.taxFen
    );
  });
}

function block(
  ruleId: InvoiceFinding['ruleId'],
  reason: string,
  field: InvoiceField,
  details: InvoiceFinding['details'],
): InvoiceFinding {
  return { ruleId, severity: 'BLOCK', reason, field, details };
}
