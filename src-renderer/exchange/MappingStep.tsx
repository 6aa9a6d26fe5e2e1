import { useTranslation } from 'react-i18next';
import type {
  FieldSource,
  FileInspection,
  ImportField,
  ImportMapping,
} from '../../src-shared/contract/exchange.contract.ts';
import { Button } from '../ui/Button.tsx';
import { formatInstant, formatInteger } from '../ui/format.ts';
import { useKeys } from '../ui/keyboard.ts';
import { Figure, Panel, Section } from '../ui/Panel.tsx';
import { Notice } from '../ui/Tag.tsx';
import { SourceEditor } from './SourceEditor.tsx';
import type { ImportFlow } from './use-import.ts';

interface MappingStepProps {
  flow: ImportFlow;
  inspection: FileInspection;
  fields: readonly ImportField[];
}

/** What was found in the file, and which column or fixed value feeds each field. */
export function MappingStep({ flow, inspection, fields }: MappingStepProps) {
  const { t } = useTranslation();
  const missing = fields.filter((field) => field.required && isOpen(flow.mapping.fields[field.key]));
  const ready = missing.length === 0 && !flow.busy;
  useKeys({ F9: () => ready && flow.makePreview(), Escape: flow.back });
  return (
    <>
      <Panel testId="import-mapping-step">
        <Found flow={flow} inspection={inspection} />
      </Panel>
      <Panel>
        <div className="scroll">
          <table className="plain-table mapping">
            <thead>
              <tr>
                <th>{t('exchange.mapping.field')}</th>
                <th>{t('exchange.mapping.source')}</th>
                <th>{t('exchange.mapping.value')}</th>
                <th>{t('exchange.mapping.samples')}</th>
              </tr>
            </thead>
            <tbody>
              {fields.map((field) => (
                <SourceEditor
                  key={field.key}
                  kind={flow.kind}
                  field={field}
                  source={flow.mapping.fields[field.key] ?? null}
                  columns={inspection.columns}
                  onChange={(source) => flow.map(field.key, source)}
                />
              ))}
            </tbody>
          </table>
        </div>
        <div className="dialog-foot">
          {missing.length === 0 ? null : (
            <span className="cut" data-testid="mapping-missing">
              {t('exchange.mapping.missing', {
                fields: missing.map((field) => t(`exchange.field.${flow.kind}.${field.key}`)).join(' · '),
              })}
            </span>
          )}
          <span className="grow" />
          <Button onClick={flow.back} keyName="Esc">
            {t('exchange.back')}
          </Button>
          <Button look="primary" onClick={flow.makePreview} disabled={!ready} keyName="F9" testId="import-preview">
            {flow.busy ? t('exchange.mapping.checking') : t('exchange.mapping.preview')}
          </Button>
        </div>
      </Panel>
    </>
  );
}

/** Nothing chosen yet, or a fixed value not written yet. */
function isOpen(source: FieldSource | undefined): boolean {
  return source === undefined || (source.from === 'fixed' && source.value === '');
}

const SEPARATOR_NAMES: Readonly<Record<string, string>> = {
  ',': 'comma',
  '，': 'comma',
  '\t': 'tab',
  ';': 'semicolon',
  '|': 'bar',
};
/** Names as a list in a document has them: separated by commas or tabs. */
function namesOf(text: string): string[] {
  return text
    .split(/[,，\t]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

const DATE_ORDERS: readonly ImportMapping['dateOrder'][] = ['ymd', 'dmy', 'mdy'];

function Found({ flow, inspection }: { flow: ImportFlow; inspection: FileInspection }) {
  const { t } = useTranslation();
  const { sheets, sheet, headerRowNo } = inspection;
  return (
    <Section title={inspection.fileName}>
      <div className="figures">
        <Figure label={t('exchange.found.rows')} value={formatInteger(inspection.rowCount)} testId="found-rows" />
        <Figure label={t('exchange.found.columns')} value={inspection.columns.length} />
        <Figure label={t('exchange.found.format')} value={inspection.format} />
        {inspection.encoding === null ? null : (
          <Figure
            label={t('exchange.found.encoding')}
            value={inspection.encoding.toUpperCase()}
            testId="found-encoding"
          />
        )}
        {inspection.separator === null ? null : (
          <Figure
            label={t('exchange.found.separator')}
            value={t(`exchange.separator.${SEPARATOR_NAMES[inspection.separator] ?? 'comma'}`)}
          />
        )}
        {inspection.quote === null ? null : <Figure label={t('exchange.found.quote')} value={inspection.quote} />}
      </div>
      <div className="found-choices">
        {sheets.length === 0 ? null : (
          <label className="field">
            <span className="label">{t('exchange.found.sheet')}</span>
            <select
              className="input"
              value={sheet ?? ''}
              data-testid="import-sheet"
              data-sheet={sheet}
              onChange={(event) => flow.look(event.target.value, null)}
            >
              {sheets.map((each) => (
                <option key={each.name} value={each.name}>
                  {t('exchange.found.sheetRows', { name: each.name, rows: each.rowCount })}
                </option>
              ))}
            </select>
          </label>
        )}
        <label className="field">
          <span className="label">{t('exchange.found.headerRow')}</span>
          <input
            className="input"
            type="number"
            min={0}
            key={headerRowNo}
            defaultValue={headerRowNo}
            data-testid="import-header-row"
            onBlur={(event) => {
              const rowNo = event.target.valueAsNumber;
              if (Number.isInteger(rowNo) && rowNo >= 0 && rowNo !== headerRowNo)
                flow.look(sheet, rowNo, inspection.columnNames);
            }}
          />
        </label>
        <label className="field">
          <span className="label">{t('exchange.found.columnNames')}</span>
          <input
            className="input names"
            placeholder={t('exchange.found.columnNamesHint')}
            key={inspection.columnNames?.join(',') ?? ''}
            defaultValue={inspection.columnNames?.join(',') ?? ''}
            data-testid="import-column-names"
            onBlur={(event) => {
              const names = namesOf(event.target.value);
              if (names.join() === (inspection.columnNames ?? []).join()) return;
              flow.look(
                sheet,
                names.length === 0 ? null : headerRowNo <= 1 ? 0 : headerRowNo,
                names.length === 0 ? null : names,
              );
            }}
          />
        </label>
        <label className="field">
          <span className="label">{t('exchange.found.dateOrder')}</span>
          <select
            className="input"
            value={flow.mapping.dateOrder}
            data-testid="import-date-order"
            onChange={(event) => {
              const order = DATE_ORDERS.find((each) => each === event.target.value);
              if (order !== undefined) flow.setDateOrder(order);
            }}
          >
            {DATE_ORDERS.map((order) => (
              <option key={order} value={order}>
                {t(`exchange.dateOrder.${order}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      {inspection.mappingFromAtMs === null ? null : (
        <Notice tone="info" testId="mapping-reused">
          {t('exchange.found.mappingReused', { at: formatInstant(inspection.mappingFromAtMs) })}
        </Notice>
      )}
      {inspection.importedBeforeAtMs === null ? null : (
        <Notice tone="warn" testId="imported-before">
          {t('exchange.found.importedBefore', { at: formatInstant(inspection.importedBeforeAtMs) })}
        </Notice>
      )}
    </Section>
  );
}
