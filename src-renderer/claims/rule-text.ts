import type { TFunction } from 'i18next';
import type { Sentence } from '../../src-shared/contract/claims.contract.ts';

/** The rule's finding in one sentence, with the facts that disagree. */
export function sentenceText(t: TFunction, { ruleId, facts }: Sentence): string {
  return t([`rule.${ruleId}.sentence`, `rule.${ruleId}.title`, 'claims.unknownRule'], { ...facts, ruleId });
}

export function ruleTitle(t: TFunction, ruleId: string): string {
  return t([`rule.${ruleId}.title`, 'claims.unknownRule'], { ruleId });
}

/** For the one cell of the queue: the short form when the catalogue has one. */
export function headlineText(t: TFunction, { ruleId, facts }: Sentence): string {
  return t([`rule.${ruleId}.headline`, `rule.${ruleId}.title`, 'claims.unknownRule'], { ...facts, ruleId });
}

/** What a group has in common: the rules that fired, by their names. */
export function signatureText(t: TFunction, signature: string): string {
  if (signature === '') return t('claims.noHit');
  return signature
    .split(',')
    .map((ruleId) => ruleTitle(t, ruleId))
    .join(' + ');
}
