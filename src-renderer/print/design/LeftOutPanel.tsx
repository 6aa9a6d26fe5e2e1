import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DesignElement } from '../../../src-shared/domain/print/design/design-elements.ts';
import { leftOutOf, mayLeaveOut, type LeftOut } from '../../../src-shared/domain/print/design/form-contents.ts';
import type { FormDocument, FormTemplate } from '../../../src-shared/domain/print/form-template.ts';
import { Button } from '../../ui/Button.tsx';
import { Section } from '../../ui/Panel.tsx';
import { fieldName } from '../field-name.ts';
import { elementName } from './element-name.ts';

interface LeftOutPanelProps {
  template: FormTemplate;
  document: FormDocument | null;
  chosen: DesignElement | undefined;
  onTakeOut: () => void;
  onTakeIn: (thing: LeftOut) => void;
}

/** What the form prints and what it might: the chosen thing is left out, another one is added. */
export function LeftOutPanel({ template, document, chosen, onTakeOut, onTakeIn }: LeftOutPanelProps) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState(0);
  const things = useMemo(
    // a key without a name is the program's own, such as an id
    () => leftOutOf(template, document).filter(({ key }) => fieldName(t, key) !== key),
    [template, document, t],
  );
  const thing = things[wanted] ?? things[0];
  return (
    <Section title={t('design.leftOut')} testId="design-left-out">
      <div className="design-left-out">
        <select
          className="input"
          value={thing === undefined ? '' : things.indexOf(thing)}
          disabled={things.length === 0}
          aria-label={t('design.leftOut')}
          data-testid="design-left-out-choice"
          onChange={(event) => setWanted(Number(event.target.value))}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || thing === undefined) return;
            event.preventDefault();
            onTakeIn(thing);
          }}
        >
          {things.length === 0 ? <option value="">{t('design.nothingLeftOut')}</option> : null}
          {things.map((each, at) => (
            <option key={`${each.place} ${each.kind} ${each.key} ${String(each.value)}`} value={at}>
              {elementName(t, each)}
            </option>
          ))}
        </select>
        <Button
          onClick={() => {
            if (thing !== undefined) onTakeIn(thing);
          }}
          disabled={thing === undefined}
          testId="design-take-in"
        >
          {t('design.takeIn')}
        </Button>
        <Button
          onClick={onTakeOut}
          disabled={chosen === undefined || !mayLeaveOut(chosen)}
          keyName="Del"
          testId="design-take-out"
        >
          {t('design.takeOut')}
        </Button>
      </div>
    </Section>
  );
}
