import { useTranslation } from 'react-i18next';
import type { ElementEdit } from '../../../src-shared/domain/print/design/change-element.ts';
import type { DesignElement } from '../../../src-shared/domain/print/design/design-elements.ts';
import { fieldOf } from '../../../src-shared/domain/print/design/form-faults.ts';
import { ALIGNS, FONTS, type Field, type FormTemplate } from '../../../src-shared/domain/print/form-template.ts';
import { Section } from '../../ui/Panel.tsx';
import { elementName } from './element-name.ts';
import { NumberBox } from './NumberBox.tsx';

interface ElementPanelProps {
  template: FormTemplate;
  element: DesignElement | undefined;
  /** `name` joins what is typed into one box into one step back. */
  onEdit: (edit: ElementEdit, name: string) => void;
}

const SMALLEST_TYPE = 8;
const LARGEST_TYPE = 72;
const MOST_LINES = 40;

/** Everything of the chosen thing that can be set, by figures. */
export function ElementPanel({ template, element, onEdit }: ElementPanelProps) {
  const { t } = useTranslation();
  if (element === undefined) {
    return (
      <Section title={t('design.nothingChosen')}>
        <p className="dim">{t('design.howTo')}</p>
      </Section>
    );
  }
  const { kind } = element;
  const field = fieldOf(template, element.id);
  return (
    <Section
      title={elementName(t, element)}
      aside={<span className="mono">{element.key}</span>}
      testId="design-element"
    >
      <div className={kind === 'lines' ? 'design-figures wide' : 'design-figures'}>
        {kind === 'lines' ? (
          <LinesFigures template={template} element={element} onEdit={onEdit} />
        ) : (
          <BoxFigures element={element} onEdit={onEdit} />
        )}
      </div>
      {kind === 'date' ? <DateType template={template} id={element.id} onEdit={onEdit} /> : null}
      {field === undefined ? null : <FieldType field={field} onEdit={onEdit} />}
    </Section>
  );
}

type Edits = Pick<ElementPanelProps, 'onEdit'>;

function BoxFigures({ element, onEdit }: { element: DesignElement } & Edits) {
  const { t } = useTranslation();
  const { kind, room } = element;
  const figures =
    ({ check: ['x', 'y', 'w'], foot: ['y', 'h'] } as const)[kind as string] ?? (['x', 'y', 'w', 'h'] as const);
  return figures.map((name) => (
    <NumberBox
      key={name}
      label={t(kind === 'check' && name === 'w' ? 'design.figure.side' : `design.figure.${name}`)}
      value={element[name]}
      step={0.5}
      least={name === 'y' ? room.y : 0}
      most={500}
      unit="mm"
      testId={`design-${name}`}
      onChange={(value) => onEdit({ [name]: value }, name)}
    />
  ));
}

function LinesFigures({ template, element, onEdit }: { template: FormTemplate; element: DesignElement } & Edits) {
  const { t } = useTranslation();
  const { lines } = template;
  if (lines === null) return null;
  const figures = [
    ['firstTop', element.y, (value: number): ElementEdit => ({ y: value })],
    ['nextTop', lines.nextTop, (value: number): ElementEdit => ({ nextTop: value })],
    ['bottom', lines.bottom, (value: number): ElementEdit => ({ h: value - lines.firstTop })],
    ['rowHeight', lines.rowHeight, (value: number): ElementEdit => ({ rowHeight: value })],
  ] as const;
  return figures.map(([name, value, edit]) => (
    <NumberBox
      key={name}
      label={t(`design.figure.${name}`)}
      value={value}
      step={0.5}
      least={name === 'rowHeight' ? 2 : 0}
      most={500}
      unit="mm"
      testId={`design-${name}`}
      onChange={(next) => onEdit(edit(next), name)}
    />
  ));
}

function DateType({ template, id, onEdit }: { template: FormTemplate; id: string } & Edits) {
  const [place, , at] = id.split('.');
  const date = (place === 'foot' ? template.foot?.dates : template.dates)?.[Number(at)];
  if (date === undefined) return null;
  return <TypeSize size={date.size} font={date.font} onEdit={onEdit} />;
}

function TypeSize({ size, font, onEdit }: Pick<Field, 'size' | 'font'> & Edits) {
  const { t } = useTranslation();
  return (
    <div className="design-figures">
      <NumberBox
        label={t('design.size')}
        value={size}
        step={0.5}
        least={SMALLEST_TYPE}
        most={LARGEST_TYPE}
        unit={t('design.points')}
        testId="design-size"
        onChange={(value) => onEdit({ size: value }, 'size')}
      />
      <label className="field">
        <span className="label">{t('design.font')}</span>
        <select
          className="input"
          value={font}
          data-testid="design-font"
          onChange={(event) => {
            const next = FONTS.find((name) => name === event.target.value);
            if (next !== undefined) onEdit({ font: next }, 'font');
          }}
        >
          {FONTS.map((name) => (
            <option key={name} value={name}>
              {t(`design.font.${name}`)}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

function FieldType({ field, onEdit }: { field: Field } & Edits) {
  const { t } = useTranslation();
  return (
    <>
      <TypeSize size={field.size} font={field.font} onEdit={onEdit} />
      <fieldset className="design-align">
        <legend>{t('design.align')}</legend>
        {ALIGNS.map((align) => (
          <label key={align}>
            <input
              type="radio"
              name="align"
              checked={field.align === align}
              data-testid={`design-align-${align}`}
              onChange={() => onEdit({ align }, 'align')}
            />{' '}
            {t(`design.align.${align}`)}
          </label>
        ))}
      </fieldset>
      <NumberBox
        label={t('design.maxLines')}
        value={field.maxLines}
        step={1}
        least={1}
        most={MOST_LINES}
        unit=""
        testId="design-maxLines"
        onChange={(value) => onEdit({ maxLines: Math.trunc(value) }, 'maxLines')}
      />
      {(['shrink', 'bold'] as const).map((name) => (
        <label key={name}>
          <input
            type="checkbox"
            checked={field[name]}
            data-testid={`design-${name}`}
            onChange={(event) => onEdit({ [name]: event.target.checked }, name)}
          />{' '}
          {t(`design.${name}`)}
        </label>
      ))}
    </>
  );
}
