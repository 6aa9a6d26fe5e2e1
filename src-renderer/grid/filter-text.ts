import type { TFunction } from 'i18next';
import type { Filter } from '../../src-shared/contract/query.ts';
import { formatFen } from '../ui/format.ts';
import type { ConditionColumn } from './columns.tsx';
import { boundsOf } from './filters.ts';

const MOST_NAMED = 2;

/** A condition in words: 金华、衢州 +3 · ≥ 1,000.00 · 2026-01-01 – 2026-01-31. */
export function filterText<Row>(t: TFunction, column: ConditionColumn<Row>, filter: Filter): string {
  const word = (value: string | number | null): string => valueText(t, column, value);
  if (filter.op === 'in') {
    const named = filter.values.slice(0, MOST_NAMED).map(word).join(t('grid.listSeparator'));
    const more = filter.values.length - MOST_NAMED;
    return more > 0 ? `${named} +${more}` : named;
  }
  if (filter.op === 'period') return t(`period.${String(filter.values[0] ?? '')}`);
  if (filter.op === 'contains') return word(filter.values[0] ?? null);
  const { from, to } = boundsOf(filter);
  if (from !== null && to !== null) return `${word(from)} – ${word(to)}`;
  return from === null ? `≤ ${word(to)}` : `≥ ${word(from)}`;
}

export function valueText<Row>(t: TFunction, column: ConditionColumn<Row>, value: string | number | null): string {
  if (value === null || value === '') return t('ui.blank');
  if (column.filter === 'fen' && typeof value === 'number') return formatFen(value);
  return column.words === undefined ? String(value) : t([`${column.words}.${value}`, 'ui.verbatim'], { value });
}
