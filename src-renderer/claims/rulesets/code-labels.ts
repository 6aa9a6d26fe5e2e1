import type { TFunction } from 'i18next';
import { codeWords, NO_WORDS, type CodeWords } from '../../../src-shared/domain/claims/rulesets/code-words.ts';
import { CATALOGUES } from '../../../src-shared/i18n/index.ts';

/** Where the catalogue keeps the words of a column's or a parameter's codes. */
const PREFIXES: Readonly<Record<string, string>> = {
  ...{ productLine: 'productLine', claimantType: 'claimantType', grade: 'stationGrade', costType: 'costType' },
  ...{ position: 'warranty.position', responsibility: 'form.responsibility' },
  ...{ claimType: 'claimType', claimTypes: 'claimType', exemptTypes: 'claimType', seasonTypes: 'claimType' },
  ...{ componentClass: 'componentClass', classes: 'componentClass', longClasses: 'componentClass' },
  ...{ noContractTypes: 'stationType', statuses: 'vehicleStatus', validStatuses: 'preauthStatus' },
  ...{ kinds: 'attachmentKind', results: 'inspectResult', actionCodes: 'actionCode', moneyFields: 'fact' },
  ...{ awaitedStatuses: 'oldPartStatus', receivedStatuses: 'oldPartStatus' },
};

const wordsByLanguage = new WeakMap<TFunction, Map<string, CodeWords>>();

/** The words of the codes under this name in the language of the screen; those of the other language are read as well. */
export function codeLabels(t: TFunction, name: string): CodeWords {
  const prefix = PREFIXES[name];
  if (prefix === undefined) return NO_WORDS;
  const known = wordsByLanguage.get(t) ?? new Map<string, CodeWords>();
  wordsByLanguage.set(t, known);
  let words = known.get(prefix);
  if (words === undefined) known.set(prefix, (words = wordsOf(t, `${prefix}.`)));
  return words;
}

function wordsOf(t: TFunction, start: string): CodeWords {
  const keys = Object.keys(CATALOGUES.en).filter((key) => key.startsWith(start));
  return codeWords(
    keys.map((key) => ({
      ...{ code: key.slice(start.length), word: t(key) },
      others: Object.values(CATALOGUES).map((catalogue) => catalogue[key] ?? ''),
    })),
  );
}
