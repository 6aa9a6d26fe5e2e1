import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { BalanceRow } from '../../src-shared/contract/parts.contract.ts';
import { Filter, Sort, type GridQuery } from '../../src-shared/contract/query.ts';
import type { SchemeBody } from '../../src-shared/contract/views.contract.ts';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { FilterBar } from '../grid/FilterBar.tsx';
import { withDates } from '../grid/filters.ts';
import { PagedGrid, type GridHandle } from '../grid/PagedGrid.tsx';
import { SchemeBar } from '../grid/SchemeBar.tsx';
import { dayOfInstant, formatFen, formatInteger } from '../ui/format.ts';
import { useKeys } from '../ui/keyboard.ts';
import { navigate } from '../ui/navigation.ts';
import { Panel } from '../ui/Panel.tsx';
import { setSearchText, useSearchText } from '../ui/search-text.ts';
import { useStoredState } from '../ui/stored-state.ts';
import { Chip } from '../ui/Tag.tsx';
import { BALANCE_COLUMNS } from './parts.columns.tsx';

const BalanceView = z.object({ filters: z.array(Filter), sort: z.array(Sort), row: z.int().min(0) });
type BalanceView = z.infer<typeof BalanceView>;
const START: BalanceView = { filters: [], sort: [], row: 0 };
const WATCHED = ['stock_balance', 'stock_reservation', 'part'] as const;

export function BalancesGrid() {
  const { t } = useTranslation();
  const [view, setView] = useStoredState('parts.view', BalanceView, START);
  const text = useSearchText().trim();
  const [total, setTotal] = useState(0);
  const [editing, setEditing] = useState<string | null>(null);
  const [current, setCurrent] = useState<BalanceRow | null>(null);
  const grid = useRef<GridHandle<BalanceRow>>(null);
  const query = useMemo<GridQuery>(
    () => ({ filters: withDates(view.filters, dayOfInstant(Date.now())), sort: view.sort, text }),
    [view, text],
  );
  const found = useCall(
    ['parts', 'totals', query.filters, query.text],
    () => api.parts.balances({ query: { ...query, sort: [] }, offset: 0, limit: 1 }),
    { keep: true },
  );
  const schemeNow = (): SchemeBody => ({
    filters: view.filters,
    sort: view.sort,
    columns: grid.current?.columns() ?? [],
  });
  const open = (): void => {
    if (current !== null) navigate('parts', current.id);
  };
  useKeys({
    KeyJ: () => grid.current?.move(1),
    ArrowDown: () => grid.current?.move(1),
    KeyK: () => grid.current?.move(-1),
    ArrowUp: () => grid.current?.move(-1),
    Enter: open,
    NumpadEnter: open,
    KeyO: open,
    F5: () => grid.current?.refresh(),
    'Ctrl+Shift+KeyL': () => setEditing(''),
    'Alt+ArrowDown': () => setEditing(grid.current?.focusedColumn() ?? ''),
  });
  return (
    <Panel label={t('room.parts')}>
      <div className="tools">
        <FilterBar
          columns={BALANCE_COLUMNS}
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
          list="parts"
          current={schemeNow}
          onApply={({ filters, sort, columns }) => {
            setView({ filters, sort, row: 0 });
            grid.current?.setColumns(columns);
            grid.current?.setSort(sort);
          }}
          count={async ({ filters }) => {
            const dated = withDates(filters, dayOfInstant(Date.now()));
            const asked = { query: { filters: dated, text: '', sort: [] }, offset: 0, limit: 1 };
            return (await api.parts.balances(asked)).total;
          }}
        />
      </div>
      <PagedGrid<BalanceRow>
        columns={BALANCE_COLUMNS}
        query={query}
        load={(page) => api.parts.balances(page)}
        order={(asked) => api.parts.balanceOrder(asked)}
        onSort={(sort) => setView({ ...view, sort })}
        onTotal={setTotal}
        onCurrent={(row, index) => {
          setCurrent(row);
          setView({ ...view, row: index });
        }}
        onOpen={(row) => navigate('parts', row.id)}
        list="parts"
        onFilter={setEditing}
        startIndex={view.row}
        emptyText={t(text !== '' || view.filters.length > 0 ? 'parts.nothingFound' : 'parts.empty')}
        strip={
          <>
            <span>
              {t('grid.count')} <b data-testid="grid-total">{formatInteger(total)}</b>
            </span>
            {found.data === undefined ? null : (
              <>
                <span>
                  {t('parts.value')} <b data-testid="parts-value">{formatFen(found.data.totals.valueFen)}</b>
                </span>
                {found.data.totals.withheld === 0 ? null : (
                  <span>{t('parts.withheld', { number: found.data.totals.withheld })}</span>
                )}
              </>
            )}
          </>
        }
        watch={WATCHED}
        handle={grid}
        testId="parts-grid"
      />
    </Panel>
  );
}

const MOST_READ = 1000;

/** The values of a column among the balances found under the other conditions, as far as they are read. */
async function distinctOf(query: GridQuery, column: string): Promise<{ value: string; count: number }[]> {
  const others = { ...query, filters: query.filters.filter((filter) => filter.column !== column) };
  const { rows } = await api.parts.balances({ query: others, offset: 0, limit: MOST_READ });
  const counts = new Map<string, number>();
  for (const row of rows) {
    const value = String(Object.entries(row).find(([name]) => name === column)?.[1] ?? '');
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
}
