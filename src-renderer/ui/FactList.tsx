import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import type { Scalar } from '../../src-shared/contract/values.ts';
import { formatFen, formatHours, formatInstant, formatInteger, formatPercent, formatQty } from './format.ts';

/** Units stand in the names of values, so the name says how a value reads. */
const FORMAT_BY_SUFFIX: readonly (readonly [string, (value: number) => string])[] = [
  ['Fen', formatFen],
  ['AtMs', formatInstant],
  ['Centi', formatHours],
  ['Milli', formatQty],
  ['Bp', formatPercent],
  ['Km', formatInteger],
];

/** A fact as a person reads it; words of the program (APPROVE, ON_HOLD) through the catalogue. */
export function factText(t: TFunction, name: string, value: Scalar): string {
  if (value === null) return '–';
  if (typeof value === 'boolean') return t(value ? 'ui.yes' : 'ui.no');
  if (typeof value === 'number') {
    const format = FORMAT_BY_SUFFIX.find(([suffix]) => name.endsWith(suffix))?.[1];
    return format === undefined ? String(value) : format(value);
  }
  return t(
    [
      `${name}.${value}`,
      `word.${value}`,
      `warranty.source.${value}`,
      `claimStatus.${value}`,
      `countStatus.${value}`,
      `reason.${value}`,
      `holdReason.${value}`,
      'ui.verbatim',
    ],
    {
      value,
    },
  );
}

export function factLabel(t: TFunction, name: string): string {
  return t([`fact.${name}`, 'ui.verbatim'], { value: name });
}

export function FactList({ facts }: { facts: Readonly<Record<string, Scalar>> }) {
  const { t } = useTranslation();
  return (
    <dl className="facts">
      {Object.entries(facts).map(([name, value]) => (
        <FactRow key={name} label={factLabel(t, name)} text={factText(t, name, value)} />
      ))}
    </dl>
  );
}

function FactRow({ label, text }: { label: string; text: string }) {
  return (
    <>
      <dt>{label}</dt>
      <dd>{text}</dd>
    </>
  );
}
