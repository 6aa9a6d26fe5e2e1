import type { TFunction } from 'i18next';
import type { Sentence } from '../../src-shared/contract/claim-row.contract.ts';

/** Facts that are codes of the program, and where the catalogue has their words. */
const WORDS: Readonly<Record<string, string>> = {
  ...{ status: 'vehicleStatus', field: 'fact', kind: 'attachmentKind', missing: 'attachmentKind' },
  ...{ productLine: 'productLine', authorised: 'productLine' },
  usualClasses: 'componentClass',
};

/** The facts as a person reads them: one code or several become words; a code without a word stays. */
function readable(t: TFunction, facts: Sentence['facts']): Sentence['facts'] {
  const entries = Object.entries(facts).map(([name, value]) => {
    const prefix = WORDS[name];
    if (prefix === undefined || typeof value !== 'string') return [name, value] as const;
    const codes = value.split(/[\s,]+/u).filter((code) => code !== '');
    const words = codes.map((code) => t([`${prefix}.${code}`, 'ui.verbatim'], { value: code }));
    return [name, words.join(', ')] as const;
  });
  // hits of before the name was kept say who it was by the id
  const { userId } = facts;
  return { ...(userId === undefined ? {} : { userName: userId }), ...Object.fromEntries(entries) };
}

/** The rule's finding in one sentence, with the facts that disagree. */
export function sentenceText(t: TFunction, { ruleId, facts }: Sentence): string {
  return t([`rule.${ruleId}.sentence`, `rule.${ruleId}.title`, 'claims.unknownRule'], {
    ...readable(t, facts),
    ruleId,
  });
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
