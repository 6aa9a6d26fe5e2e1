import { useTranslation } from 'react-i18next';
import type { DesignElement } from '../../../src-shared/domain/print/design/design-elements.ts';
import type { FormFault } from '../../../src-shared/domain/print/design/form-faults.ts';
import type { Overflow } from '../../../src-shared/domain/print/lay-out.ts';
import { formatInteger } from '../../ui/format.ts';
import { Section } from '../../ui/Panel.tsx';
import { fieldName } from '../field-name.ts';
import { elementName } from './element-name.ts';

interface DesignFindingsProps {
  faults: readonly FormFault[];
  overflows: readonly Overflow[];
  elements: readonly DesignElement[];
  onPick: (id: string) => void;
}

/** As many as can be read beside a form; the number of all stands above. */
const SHOWN = 12;

/** What stops the form from being published, what is worth a look, and texts of the sample that do not fit. */
export function DesignFindings({ faults, overflows, elements, onPick }: DesignFindingsProps) {
  const { t } = useTranslation();
  const places = overflowPlaces(overflows, elements);
  const number = faults.length + places.length;
  const nameOf = ({ id, key }: FormFault): string => {
    const element = elements.find((each) => each.id === id);
    return element === undefined ? key : elementName(t, element);
  };
  return (
    <Section title={t('design.findings', { number: formatInteger(number) })} testId="design-findings">
      {number === 0 ? <p className="dim">{t('design.noFindings')}</p> : null}
      <ul className="design-findings" aria-live="polite">
        {faults.slice(0, SHOWN).map((fault, index) => (
          <li key={`fault-${String(index)}`} className={fault.blocks ? 'bad' : 'warn'}>
            <button
              type="button"
              className="btn link"
              onClick={() => onPick(fault.id)}
              data-testid={`design-fault-${fault.kind}`}
            >
              {t(`design.fault.${fault.kind}`, {
                name: nameOf(fault),
                other: fault.otherKey === null ? '' : fieldName(t, fault.otherKey),
              })}
            </button>
          </li>
        ))}
        {places.slice(0, SHOWN).map(({ id, overflow, number: count }) => (
          <li key={`overflow-${id}`} className="warn">
            <button type="button" className="btn link" onClick={() => onPick(id)} data-testid="design-overflow">
              {t('design.overflow', {
                name: fieldName(t, overflow.field),
                text: overflow.text,
                number: formatInteger(count),
              })}
            </button>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** One entry a place: the first text that does not fit it, and how many do not. */
export function overflowPlaces(
  overflows: readonly Overflow[],
  elements: readonly DesignElement[],
): { id: string; overflow: Overflow; number: number }[] {
  return elements.flatMap((element) => {
    if (element.place === 'area' || element.kind === 'check') return [];
    const own = overflows.filter(
      ({ field, line }) => field === element.key && (line !== null) === (element.place === 'row'),
    );
    const [overflow] = own;
    return overflow === undefined ? [] : [{ id: element.id, overflow, number: own.length }];
  });
}
