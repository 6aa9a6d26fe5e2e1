import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { CountSheetRow } from '../../src-shared/contract/counts.contract.ts';
import { Filter, Sort, type GridQuery } from '../../src-shared/contract/query.ts';
import type { SchemeBody } from '../../src-shared/contract/views.contract.ts';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { FilterBar } from '../grid/FilterBar.tsx';
import { withDates } from '../grid/filters.ts';
import { PagedGrid, type GridHandle } from '../grid/PagedGrid.tsx';
import { SchemeBar } from '../grid/SchemeBar.tsx';
import { Button } from '../ui/Button.tsx';
import { dayOfInstant, formatInteger } from '../ui/format.ts';
import { useKeys } from '../ui/keyboard.ts';
import { navigate } from '../ui/navigation.ts';
import { Panel } from '../ui/Panel.tsx';
import { requestPrint } from '../ui/print-request.ts';
import { setSearchText, useSearchText } from '../ui/search-text.ts';
import { useStoredState } from '../ui/stored-state.ts';
import { Chip } from '../ui/Tag.tsx';
import { SHEET_COLUMNS } from './counts.columns.tsx';

const SheetView = z.object({ filters: z.array(Filter), sort: z.array(Sort), row: z.int().min(0) });
type SheetView = z.infer<typeof SheetView>;
const START: SheetView = { filters: [], sort: [], row: 0 };
const WATCHED = ['count_sheet', 'count_plan', 'count_line'] as const;

export function CountsGrid({ onPlan }: { onPlan: () => void }) {
  const { t } = useTranslation();
  const [view, setView] = useStoredState('counts.view', SheetView, START);
  const text = useSearchText().trim();
  const [total, setTotal] = useState(0);
  const [editing, setEditing] = useState<string | null>(null);
  const [current, setCurrent] = useState<CountSheetRow | null>(null);
  const grid = useRef<GridHandle<CountSheetRow>>(null);
  const query = useMemo<GridQuery>(
    () => ({ filters: withDates(view.filters, dayOfInstant(Date.now())), sort: view.sort, text }),
    [view, text],
  );
  const options = useCall(['counts', 'options'], () => api.counts.options({}));
  const found = useCall(
    ['counts', 'totals', query.filters, query.text],
    () => api.counts.sheets({ query: { ...query, sort: [] }, offset: 0, limit: 1 }),
    { keep: true },
  );
  const mayPlan = options.data?.mayPlan === true;
  const schemeNow = (): SchemeBody => ({
    filters: view.filters,
    sort: view.sort,
    columns: grid.current?.columns() ?? [],
  });
  const open = (): void => {
    if (current !== null) navigate('counts', current.id);
  };
  const print = (): void => {
    if (current !== null) requestPrint({ subject: 'countSheet', ids: [current.id] });
  };
  useKeys({
    KeyJ: () => grid.current?.move(1),
    ArrowDown: () => grid.current?.move(1),
    KeyK: () => grid.current?.move(-1),
    ArrowUp: () => grid.current?.move(-1),
    Enter: open,
    NumpadEnter: open,
    KeyO: open,
    F1: () => (mayPlan ? onPlan() : undefined),
    F5: () => grid.current?.refresh(),
    'Ctrl+KeyP': print,
    'Ctrl+Shift+KeyL': () => setEditing(''),
    'Alt+ArrowDown': () => setEditing(grid.current?.focusedColumn() ?? ''),
  });
  return (
    <Panel label={t('room.counts')}>
      <div className="tools">
        <FilterBar
          columns={SHEET_COLUMNS}
          filters={view.filters}
          onChange={(filters) => setView({ ...view, filters, row: 0 })}
          distinct={(column) => distinctOf(query, column)}
          editing={editing}
          onEdit={setEditing}
        >
          {text === '' ? null : (
            <Chip on onClick={() => setSearchText('')}>
              {t('claims.searched', { text })} ×
            </Chip>
          )}
        </FilterBar>
        <SchemeBar
          list="counts"
          current={schemeNow}
          onApply={({ filters, sort, columns }) => {
            setView({ filters, sort, row: 0 });
            grid.current?.setColumns(columns);
            grid.current?.setSort(sort);
          }}
          count={async ({ filters }) => {
            const dated = withDates(filters, dayOfInstant(Date.now()));
            const asked = { query: { filters: dated, text: '', sort: [] }, offset: 0, limit: 1 };
            return (await api.counts.sheets(asked)).total;
          }}
        />
        <Button keyName="Ctrl P" onClick={print} disabled={current === null} testId="print">
          {t('print.button')}
        </Button>
        {mayPlan ? (
          <Button look="primary" keyName="F1" onClick={onPlan} testId="new-count">
            {t('counts.plan')}
          </Button>
        ) : null}
      </div>
      <PagedGrid<CountSheetRow>
        columns={SHEET_COLUMNS}
        query={query}
        load={(page) => api.counts.sheets(page)}
        order={(asked) => api.counts.sheetOrder(asked)}
        onSort={(sort) => setView({ ...view, sort })}
        onTotal={setTotal}
        onCurrent={(row, index) => {
          setCurrent(row);
          setView({ ...view, row: index });
        }}
        onOpen={(row) => navigate('counts', row.id)}
        list="counts"
        onFilter={setEditing}
        startIndex={view.row}
        emptyText={t(
          text !== '' || view.filters.length > 0
            ? 'counts.nothingFound'
            : mayPlan
              ? 'counts.empty'
              : 'counts.emptyForMe',
        )}
        strip={
          <>
            <span>
              {t('grid.count')} <b data-testid="grid-total">{formatInteger(total)}</b>
            </span>
            {found.data === undefined ? null : (
              <span>
                {t('counts.left')} <b>{formatInteger(found.data.totals.leftCount)}</b>
              </span>
            )}
          </>
        }
        watch={WATCHED}
        handle={grid}
        testId="counts-grid"
      />
    </Panel>
  );
}

const MOST_READ = 1000;

/** The values of a column among the sheets found under the other conditions; sheets are few enough to be read. */
async function distinctOf(query: GridQuery, column: string): Promise<{ value: string; count: number }[]> {
  const others = { ...query, filters: query.filters.filter((filter) => filter.column !== column) };
  const { rows } = await api.counts.sheets({ query: others, offset: 0, limit: MOST_READ });
  const counts = new Map<string, number>();
  for (const row of rows) {
    const value = String(Object.entries(row).find(([name]) => name === column)?.[1] ?? '');
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
}
