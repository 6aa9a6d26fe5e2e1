import type { TFunction } from 'i18next';
import type { ParameterLabels } from '../../../src-shared/domain/claims/rulesets/parameter-text.ts';
import { CATALOGUES } from '../../../src-shared/i18n/index.ts';
import { codeLabels } from './code-labels.ts';

const PREFIX = 'ruleParameter.';

/** Labels of both languages: what was written in one is read in the other. */
const NAMES: ReadonlyMap<string, string> = new Map(
  Object.values(CATALOGUES).flatMap((catalogue) =>
    Object.entries(catalogue).flatMap(([key, label]) =>
      key.startsWith(PREFIX) ? [[label, key.slice(PREFIX.length)] as const] : [],
    ),
  ),
);

const labelsOf = new WeakMap<TFunction, ParameterLabels>();

/** What the parameters of the rules are called in the language of the screen. */
export function parameterLabels(t: TFunction): ParameterLabels {
  let labels = labelsOf.get(t);
  if (labels === undefined) {
    labels = {
      labelOf: (name) => t([`${PREFIX}${name}`, 'ui.verbatim'], { value: name }),
      nameOf: (label) => NAMES.get(label),
      wordsOf: (name) => codeLabels(t, name),
    };
    labelsOf.set(t, labels);
  }
  return labels;
}
