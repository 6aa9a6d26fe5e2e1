import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { MOST_DOCUMENTS } from '../../src-shared/contract/print.contract.ts';
import { Filter, Sort, type GridQuery } from '../../src-shared/contract/query.ts';
import type { SchemeBody } from '../../src-shared/contract/views.contract.ts';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { FilterBar } from '../grid/FilterBar.tsx';
import { withDates } from '../grid/filters.ts';
import { SchemeBar } from '../grid/SchemeBar.tsx';
import { PagedGrid, type GridHandle } from '../grid/PagedGrid.tsx';
import { useListExport } from '../grid/use-list-export.ts';
import { Button } from '../ui/Button.tsx';
import { dayOfInstant, formatFen, formatInteger } from '../ui/format.ts';
import { useKeys } from '../ui/keyboard.ts';
import { navigate } from '../ui/navigation.ts';
import { Panel } from '../ui/Panel.tsx';
import { requestPrint } from '../ui/print-request.ts';
import { setSearchText, useSearchText } from '../ui/search-text.ts';
import { useStoredState } from '../ui/stored-state.ts';
import { Chip } from '../ui/Tag.tsx';
import { statementFoot } from './statement-totals.ts';
import { STATEMENT_COLUMNS, type Statement } from './statements.columns.tsx';

const StatementView = z.object({ filters: z.array(Filter), sort: z.array(Sort), row: z.int().min(0) });
type StatementView = z.infer<typeof StatementView>;
const START: StatementView = { filters: [], sort: [{ column: 'createdAtMs', direction: 'desc' }], row: 0 };
const WATCHED = ['statement', 'settlement_run'] as const;

export function StatementsGrid({ onRun }: { onRun: () => void }) {
  const { t } = useTranslation();
  const [view, setView] = useStoredState('settlement.view', StatementView, START);
  const text = useSearchText().trim();
  const [total, setTotal] = useState(0);
  const [editing, setEditing] = useState<string | null>(null);
  const [current, setCurrent] = useState<Statement | null>(null);
  const grid = useRef<GridHandle<Statement>>(null);
  const query = useMemo<GridQuery>(
    () => ({ filters: withDates(view.filters, dayOfInstant(Date.now())), sort: view.sort, text }),
    [view, text],
  );
  const found = useCall(
    ['settlement', 'totals', query.filters, query.text],
    () => api.settlement.statements({ query: { ...query, sort: [] }, offset: 0, limit: 1 }),
    { keep: true },
  );
  const totals = found.data?.totals ?? null;
  const schemeNow = (): SchemeBody => ({
    filters: view.filters,
    sort: view.sort,
    columns: grid.current?.columns() ?? [],
  });
  useListExport<Statement>({
    ...{ source: 'statements', title: t('settlement.list'), query, grid, current: schemeNow },
    conditions: STATEMENT_COLUMNS,
  });
  const open = (): void => {
    if (current !== null) navigate('settlement', current.id);
  };
  const printAll = (): void => {
    void api.settlement.statements({ query, offset: 0, limit: MOST_DOCUMENTS }).then(({ rows }) => {
      if (rows.length > 0) requestPrint({ subject: 'statement', ids: rows.map(({ id }) => id) });
    });
  };
  useKeys({
    'Ctrl+KeyP': () => {
      if (current !== null) requestPrint({ subject: 'statement', ids: [current.id] });
    },
    'Ctrl+Shift+KeyP': printAll,
    KeyJ: () => grid.current?.move(1),
    ArrowDown: () => grid.current?.move(1),
    KeyK: () => grid.current?.move(-1),
    ArrowUp: () => grid.current?.move(-1),
    Enter: open,
    NumpadEnter: open,
    KeyO: open,
    F1: onRun,
    F5: () => grid.current?.refresh(),
    'Ctrl+Shift+KeyL': () => setEditing(''),
    'Alt+ArrowDown': () => setEditing(grid.current?.focusedColumn() ?? ''),
  });
  const foot = useMemo(() => (totals === null ? null : statementFoot(totals, t('claims.total'))), [totals, t]);
  return (
    <Panel label={t('room.settlement')}>
      <div className="tools">
        <FilterBar
          columns={STATEMENT_COLUMNS}
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
          list="statements"
          current={schemeNow}
          onApply={({ filters, sort, columns }) => {
            setView({ filters, sort, row: 0 });
            grid.current?.setColumns(columns);
            grid.current?.setSort(sort);
          }}
          count={async ({ filters }) => {
            const dated = withDates(filters, dayOfInstant(Date.now()));
            const asked = { query: { filters: dated, text: '', sort: [] }, offset: 0, limit: 1 };
            return (await api.settlement.statements(asked)).total;
          }}
        />
        <Button keyName="Ctrl ⇧ P" onClick={printAll} disabled={total === 0} testId="print-all">
          {t('print.all')}
        </Button>
        <Button look="primary" keyName="F1" onClick={onRun} testId="new-run">
          {t('settlement.run')}
        </Button>
      </div>
      <PagedGrid<Statement>
        columns={STATEMENT_COLUMNS}
        query={query}
        load={(page) => api.settlement.statements(page)}
        order={(asked) => api.settlement.statementOrder(asked)}
        onSort={(sort) => setView({ ...view, sort })}
        onTotal={setTotal}
        onCurrent={(row, index) => {
          setCurrent(row);
          setView({ ...view, row: index });
        }}
        onOpen={(row) => navigate('settlement', row.id)}
        totals={foot}
        list="statements"
        onFilter={setEditing}
        startIndex={view.row}
        emptyText={t(text === '' && view.filters.length === 0 ? 'settlement.empty' : 'settlement.nothingFound')}
        strip={
          <>
            <span>
              {t('grid.count')} <b data-testid="grid-total">{formatInteger(total)}</b>
            </span>
            {totals === null ? null : (
              <span>
                {t('settlement.payable')} <b>{formatFen(totals.payableFen)}</b>
              </span>
            )}
          </>
        }
        watch={WATCHED}
        handle={grid}
        testId="statements-grid"
      />
    </Panel>
  );
}

const MOST_READ = 1000;

/** The values of a column among the statements found under the other conditions; statements are few enough to be read. */
async function distinctOf(query: GridQuery, column: string): Promise<{ value: string; count: number }[]> {
  const others = { ...query, filters: query.filters.filter((filter) => filter.column !== column) };
  const { rows } = await api.settlement.statements({ query: others, offset: 0, limit: MOST_READ });
  const counts = new Map<string, number>();
  for (const row of rows) {
    const value = String(Object.entries(row).find(([name]) => name === column)?.[1] ?? '');
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count);
}
