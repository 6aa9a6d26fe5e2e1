import { useTranslation } from 'react-i18next';
import type {
  FieldSource,
  FileInspection,
  ImportField,
  ImportKind,
} from '../../src-shared/contract/exchange.contract.ts';

interface SourceEditorProps {
  kind: ImportKind;
  field: ImportField;
  source: FieldSource | null;
  columns: FileInspection['columns'];
  onChange: (source: FieldSource | null) => void;
}

const NONE = 'none';
const FIXED = 'fixed';
const SEVERAL = 'columns';
const COLUMN = 'column:';

/** One field of the mapping: from no column, one column, several joined, or a fixed value for every row. */
export function SourceEditor({ kind, field, source, columns, onChange }: SourceEditorProps) {
  const { t } = useTranslation();
  const label = t(`exchange.field.${kind}.${field.key}`);
  const open = field.required && source === null;
  return (
    <tr className={open ? 'open' : ''} data-testid={`map-${field.key}`}>
      <td>
        {label}
        {field.required ? <b className="cut"> *</b> : null}
        {field.isKey ? <span className="faint"> {t('exchange.mapping.key')}</span> : null}
      </td>
      <td>
        <select
          className="input"
          aria-label={t('exchange.mapping.sourceOf', { field: label })}
          value={choiceOf(source)}
          onChange={(event) => onChange(sourceOf(event.target.value, columns))}
        >
          <option value={NONE}>{t('exchange.mapping.none')}</option>
          <option value={FIXED}>{t('exchange.mapping.fixed')}</option>
          {field.isKey && columns.length > 1 ? <option value={SEVERAL}>{t('exchange.mapping.several')}</option> : null}
          {columns.map((column) => (
            <option key={column.name} value={COLUMN + column.name}>
              {column.name}
            </option>
          ))}
        </select>
      </td>
      <td>
        <SourceDetail field={field} label={label} source={source} columns={columns} onChange={onChange} />
      </td>
      <td className="one-line dim">{samplesOf(source, columns)}</td>
    </tr>
  );
}

/** Types whose decimals may be rounded when the person asks for it. */
const ROUNDED_TYPES: ReadonlySet<ImportField['type']> = new Set([
  'moneyFen',
  'hoursCenti',
  'qtyMilli',
  'decimal',
  'integer',
]);

function SourceDetail({
  field,
  label,
  source,
  columns,
  onChange,
}: Omit<SourceEditorProps, 'kind'> & { label: string }) {
  const { t } = useTranslation();
  if (source?.from === 'fixed') {
    const shared = {
      className: 'input',
      value: source.value,
      'aria-label': t('exchange.mapping.fixedOf', { field: label }),
    };
    if (field.choices.length === 0) {
      return <input {...shared} onChange={(event) => onChange({ from: 'fixed', value: event.target.value })} />;
    }
    return (
      <select {...shared} onChange={(event) => onChange({ from: 'fixed', value: event.target.value })}>
        <option value="">{t('exchange.mapping.none')}</option>
        {field.choices.map((choice) => (
          <option key={choice} value={choice}>
            {t([`exchange.choice.${choice}`, `claimType.${choice}`, `costType.${choice}`, 'ui.verbatim'], {
              value: choice,
            })}
          </option>
        ))}
      </select>
    );
  }
  if (source?.from === 'column' && ROUNDED_TYPES.has(field.type)) {
    return (
      <label>
        <input
          type="checkbox"
          checked={source.rounds === true}
          onChange={(event) => onChange({ from: 'column', column: source.column, rounds: event.target.checked })}
        />{' '}
        {t('exchange.mapping.rounds')}
      </label>
    );
  }
  if (source?.from !== 'columns') return null;
  return (
    <div className="several" role="group" aria-label={t('exchange.mapping.severalOf', { field: label })}>
      {columns.map((column) => (
        <label key={column.name}>
          <input
            type="checkbox"
            checked={source.columns.includes(column.name)}
            onChange={() => onChange({ from: 'columns', columns: toggled(source.columns, column.name) })}
          />
          {column.name}
        </label>
      ))}
    </div>
  );
}

function choiceOf(source: FieldSource | null): string {
  if (source === null) return NONE;
  return source.from === 'column' ? COLUMN + source.column : source.from;
}

function sourceOf(choice: string, columns: FileInspection['columns']): FieldSource | null {
  if (choice === FIXED) return { from: 'fixed', value: '' };
  if (choice === SEVERAL) return { from: 'columns', columns: columns.slice(0, 2).map((column) => column.name) };
  return choice === NONE ? null : { from: 'column', column: choice.slice(COLUMN.length) };
}

/** In the order they were ticked, so that the joined text is the same every time. */
function toggled(columns: readonly string[], name: string): string[] {
  return columns.includes(name) ? columns.filter((each) => each !== name) : [...columns, name];
}

function samplesOf(source: FieldSource | null, columns: FileInspection['columns']): string {
  if (source === null || source.from === 'fixed') return '';
  const names = source.from === 'column' ? [source.column] : source.columns;
  const samples = names.map((name) => columns.find((column) => column.name === name)?.samples ?? []);
  return source.from === 'column' ? (samples[0] ?? []).join(' · ') : samples.map((each) => each[0] ?? '').join(' | ');
}
