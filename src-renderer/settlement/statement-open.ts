import type { z } from 'zod';
import type { StatementDetail } from '../../src-shared/contract/settlement.contract.ts';

type Detail = z.infer<typeof StatementDetail>;

export interface OpenGroup {
  taxRateBp: number;
  netFen: number;
  taxFen: number;
}

const COUNTED: ReadonlySet<string> = new Set(['RECEIVED', 'MATCHED']);

/** What is still to be invoiced, by rate, the largest first; rates that are through come last with nothing. */
export function openToInvoice({ groups, invoices }: Pick<Detail, 'groups' | 'invoices'>): OpenGroup[] {
  return groups
    .map(({ taxRateBp, taxBaseFen, taxFen }) => {
      const own = invoices.filter((invoice) => invoice.taxRateBp === taxRateBp && COUNTED.has(invoice.status));
      return {
        taxRateBp,
        netFen: own.reduce((left, invoice) => left - invoice.netFen, taxBaseFen),
        taxFen: own.reduce((left, invoice) => left - invoice.taxFen, taxFen),
      };
    })
    .sort((a, b) => b.netFen - a.netFen);
}

/** What is still to be paid of a closed statement, fen. */
export function openToPay({ statement, payments }: Pick<Detail, 'statement' | 'payments'>): number {
  return payments.reduce((left, payment) => left - payment.amountFen, statement.payableFen);
}
