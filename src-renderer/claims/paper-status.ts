import type { TFunction } from 'i18next';
import type { PaperKind } from '../../src-shared/contract/paper.contract.ts';

/** Under which name the catalogue keeps the states of a kind of paper; the others share one list. */
const WORDS: Readonly<Partial<Record<PaperKind, string>>> = {
  claim: 'claimStatus',
  statement: 'statementStatus',
  oldPart: 'oldPartStatus',
  supplierClaim: 'supplierClaimStatus',
  followUp: 'followUpResult',
  preauth: 'preauthStatus',
  invoice: 'invoiceStatus',
  adjustment: 'adjustmentStatus',
  partsApplication: 'applicationStatus',
};

/** The state of a paper as a person reads it. */
export function paperStatusText(t: TFunction, kind: PaperKind, status: string): string {
  return t([`${WORDS[kind] ?? 'paperStatus'}.${status}`, 'ui.verbatim'], { value: status });
}
