import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Filter } from '../../src-shared/contract/query.ts';
import { Chip } from '../ui/Tag.tsx';
import type { ConditionColumn } from './columns.tsx';
import { FilterEditor, type DistinctValues } from './FilterEditor.tsx';
import { FilterPop } from './FilterPop.tsx';
import { filterText } from './filter-text.ts';
import { withFilter } from './filters.ts';

interface FilterBarProps<Row> {
  columns: readonly ConditionColumn<Row>[];
  filters: readonly Filter[];
  onChange: (filters: Filter[]) => void;
  distinct: (column: string) => Promise<DistinctValues>;
  /** The column whose editor is open, `''` = choosing a column, null = none. Held by the page, so that Alt+↓ can open it. */
  editing: string | null;
  onEdit: (column: string | null) => void;
  /** Chips of the page before the conditions: the queue, the search. */
  children?: ReactNode;
}

/** The conditions as chips; a click changes one, × takes it away, ＋ adds one. */
export function FilterBar<Row>(props: FilterBarProps<Row>) {
  const { t } = useTranslation();
  const [left, setLeft] = useState(0);
  const open = (column: string, element: HTMLElement): void => {
    setLeft(Math.max(0, element.offsetLeft - (element.parentElement?.scrollLeft ?? 0)));
    props.onEdit(props.editing === column ? null : column);
  };
  const editing = props.columns.find((column) => column.key === props.editing);
  return (
    <>
      <div className="chips">
        {props.children}
        {props.filters.map((filter) => {
          const column = props.columns.find((candidate) => candidate.key === filter.column);
          if (column === undefined) return null;
          return (
            <span key={filter.column} className="chip on" data-testid={`filter-${filter.column}`}>
              <button
                type="button"
                className="btn link"
                disabled={column.filter === undefined}
                onClick={(event) => open(column.key, event.currentTarget)}
              >
                {t('grid.condition', { column: t(column.header), text: filterText(t, column, filter) })}
              </button>
              <button
                type="button"
                className="btn link"
                aria-label={t('grid.removeCondition')}
                onClick={() => props.onChange(withFilter(props.filters, filter.column, null))}
              >
                ×
              </button>
            </span>
          );
        })}
        <span onClickCapture={(event) => open('', event.currentTarget)}>
          <Chip testId="add-filter">{t('grid.addCondition')}</Chip>
        </span>
      </div>
      {props.editing === null ? null : (
        <FilterPop label={t('grid.addCondition')} left={left} onClose={() => props.onEdit(null)}>
          {editing === undefined ? (
            <div className="list">
              {props.columns
                .filter((column) => column.filter !== undefined)
                .map((column, at) => (
                  <button
                    key={column.key}
                    type="button"
                    data-choice
                    autoFocus={at === 0}
                    data-testid={`condition-${column.key}`}
                    onClick={() => props.onEdit(column.key)}
                  >
                    {t(column.header)}
                  </button>
                ))}
            </div>
          ) : (
            <FilterEditor
              key={editing.key}
              column={editing}
              filter={props.filters.find((filter) => filter.column === editing.key)}
              distinct={() => props.distinct(editing.key)}
              onClose={() => props.onEdit(null)}
              onApply={(next) => {
                props.onEdit(null);
                props.onChange(withFilter(props.filters, editing.key, next));
              }}
            />
          )}
        </FilterPop>
      )}
    </>
  );
}
