import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Filter } from '../../src-shared/contract/query.ts';
import { PERIODS } from '../../src-shared/domain/units/periods.ts';
import { Button } from '../ui/Button.tsx';
import { DateInput } from '../ui/DateInput.tsx';
import { formatInteger, formatScaled } from '../ui/format.ts';
import { ErrorState, LoadingState } from '../ui/States.tsx';
import { Chip } from '../ui/Tag.tsx';
import type { ConditionColumn } from './columns.tsx';
import { valueText } from './filter-text.ts';
import { useTextMatch } from './use-text-match.ts';
import { boundsOf, parseYuan, rangeFilter } from './filters.ts';

export type DistinctValues = readonly { value: string | number | null; count: number }[];

interface FilterEditorProps<Row> {
  column: ConditionColumn<Row>;
  filter: Filter | undefined;
  distinct: () => Promise<DistinctValues>;
  onApply: (filter: Filter | null) => void;
  onClose: () => void;
}

export function FilterEditor<Row>(props: FilterEditorProps<Row>) {
  const { filter } = props.column;
  if (filter === 'set') return <SetEditor {...props} />;
  return filter === 'text' ? <TextEditor {...props} /> : <RangeEditor {...props} />;
}

function SetEditor<Row>({ column, filter, distinct, onApply, onClose }: FilterEditorProps<Row>) {
  const { t } = useTranslation();
  const [values, setValues] = useState<DistinctValues | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<ReadonlySet<string | number>>(() => new Set(filter?.values));
  useEffect(() => {
    let here = true;
    distinct().then(
      (found) => here && setValues(found),
      (problem: unknown) => here && setError(problem),
    );
    return () => {
      here = false;
    };
    // Asked once per opening; the list stands still while a person ticks in it.
  }, []);
  const matches = useTextMatch(search);
  if (error !== null) return <ErrorState error={error} />;
  if (values === null) return <LoadingState lines={5} />;
  const shown = values.filter(({ value }) => matches(valueText(t, column, value)));
  const toggle = (value: string | number): void => {
    const next = new Set(chosen);
    if (!next.delete(value)) next.add(value);
    setChosen(next);
  };
  return (
    <form
      className="dialog-body"
      onSubmit={(event) => {
        event.preventDefault();
        onApply(chosen.size === 0 ? null : { column: column.key, op: 'in', values: [...chosen] });
      }}
    >
      <input
        className="input"
        autoFocus
        placeholder={t('grid.find')}
        aria-label={t('grid.find')}
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <div className="list-head">
        <Button look="link" onClick={() => setChosen(new Set([...chosen, ...shown.map(({ value }) => value ?? '')]))}>
          {t('grid.chooseShown', { count: shown.length })}
        </Button>
        <Button look="link" onClick={() => setChosen(new Set())}>
          {t('grid.chooseNone')}
        </Button>
      </div>
      <div className="list">
        {shown.map(({ value, count }) => (
          <label key={String(value)}>
            <input type="checkbox" checked={chosen.has(value ?? '')} onChange={() => toggle(value ?? '')} />
            <span className="one-line">{valueText(t, column, value)}</span>
            <span className="dim">{formatInteger(count)}</span>
          </label>
        ))}
      </div>
      <Foot onClose={onClose} onClear={() => onApply(null)} />
    </form>
  );
}

function TextEditor<Row>({ column, filter, onApply, onClose }: FilterEditorProps<Row>) {
  const { t } = useTranslation();
  const [text, setText] = useState(String(filter?.values[0] ?? ''));
  return (
    <form
      className="dialog-body"
      onSubmit={(event) => {
        event.preventDefault();
        const plain = text.trim();
        onApply(plain === '' ? null : { column: column.key, op: 'contains', values: [plain] });
      }}
    >
      <input
        className="input"
        autoFocus
        aria-label={t('grid.contains')}
        placeholder={t('grid.contains')}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <Foot onClose={onClose} onClear={() => onApply(null)} />
    </form>
  );
}

function RangeEditor<Row>({ column, filter, onApply, onClose }: FilterEditorProps<Row>) {
  const { t } = useTranslation();
  const isDate = column.filter === 'date';
  const bounds = boundsOf(filter);
  const show = (value: string | number | null): string =>
    value === null ? '' : typeof value === 'number' && column.filter === 'fen' ? formatScaled(value, 2) : String(value);
  const [from, setFrom] = useState(show(bounds.from));
  const [to, setTo] = useState(show(bounds.to));
  const parse = (text: string): string | number | null | undefined => {
    if (isDate) return text === '' ? null : text;
    if (column.filter === 'fen') return parseYuan(text);
    return text.trim() === '' ? null : /^-?\d{1,12}$/.test(text.trim()) ? Number(text) : undefined;
  };
  const parsed = { from: parse(from), to: parse(to) };
  const wrong = parsed.from === undefined || parsed.to === undefined;
  return (
    <form
      className="dialog-body"
      onSubmit={(event) => {
        event.preventDefault();
        if (!wrong) onApply(rangeFilter(column.key, parsed.from ?? null, parsed.to ?? null));
      }}
    >
      <div className="pair">
        <Bound isDate={isDate} label={t('grid.from')} value={from} onChange={setFrom} autoFocus />
        <span>–</span>
        <Bound isDate={isDate} label={t('grid.to')} value={to} onChange={setTo} />
      </div>
      {wrong ? <span className="cut">{t('grid.noNumber')}</span> : null}
      {isDate ? (
        <div className="periods">
          {PERIODS.map((period) => (
            <Chip
              key={period}
              on={filter?.op === 'period' && filter.values[0] === period}
              onClick={() => onApply({ column: column.key, op: 'period', values: [period] })}
              testId={`period-${period}`}
            >
              {t(`period.${period}`)}
            </Chip>
          ))}
        </div>
      ) : null}
      <Foot onClose={onClose} onClear={() => onApply(null)} />
    </form>
  );
}

interface BoundProps {
  isDate: boolean;
  label: string;
  value: string;
  onChange: (value: string) => void;
  autoFocus?: boolean;
}

function Bound({ isDate, label, value, onChange, autoFocus = false }: BoundProps) {
  if (isDate) return <DateInput value={value} label={label} onChange={onChange} autoFocus={autoFocus} />;
  return (
    <input
      className="input"
      autoFocus={autoFocus}
      aria-label={label}
      placeholder={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

function Foot({ onClose, onClear }: { onClose: () => void; onClear: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="foot">
      <Button look="plain" onClick={onClear}>
        {t('grid.clear')}
      </Button>
      <Button onClick={onClose}>{t('ui.cancel')}</Button>
      <Button type="submit" look="primary" testId="filter-apply">
        {t('grid.apply')}
      </Button>
    </div>
  );
}
