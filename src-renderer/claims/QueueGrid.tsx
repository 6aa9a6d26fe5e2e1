import { useEffect, useMemo, useState, useSyncExternalStore, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClaimRow } from '../../src-shared/contract/claim-row.contract.ts';
import type { GridQuery } from '../../src-shared/contract/query.ts';
import type { SchemeBody } from '../../src-shared/contract/views.contract.ts';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { FilterBar } from '../grid/FilterBar.tsx';
import { withDates, withFilter } from '../grid/filters.ts';
import { GroupSummary } from '../grid/GroupSummary.tsx';
import { SchemeBar } from '../grid/SchemeBar.tsx';
import { PagedGrid, type GridHandle } from '../grid/PagedGrid.tsx';
import { useListExport } from '../grid/use-list-export.ts';
import { NOTHING_TICKED, type TickStore } from '../grid/selection.ts';
import { Button } from '../ui/Button.tsx';
import { useCommands, type Command } from '../ui/commands.ts';
import { dayOfInstant, formatInteger } from '../ui/format.ts';
import { useKeys } from '../ui/keyboard.ts';
import { Panel } from '../ui/Panel.tsx';
import { requestPrint } from '../ui/print-request.ts';
import { setSearchText } from '../ui/search-text.ts';
import { Chip } from '../ui/Tag.tsx';
import { printIds } from './print-ids.ts';
import { CLAIM_COLUMNS, CLAIM_CONDITIONS } from './claims.columns.tsx';
import { schemeOf, totalsRow, viewOfScheme, type ClaimView } from './claim-view.ts';
import { openClaim } from './open-claim.ts';
import { QueueStrip } from './QueueStrip.tsx';
import { useExport } from '../ui/use-export.ts';
import { SweepBar } from './SweepBar.tsx';
import { useQueueKeys, type BulkAction } from './use-queue-keys.ts';

interface QueueGridProps {
  view: ClaimView;
  onView: (part: Partial<ClaimView>) => void;
  query: GridQuery;
  grid: RefObject<GridHandle<ClaimRow> | null>;
  ticks: TickStore;
  total: number;
  onTotal: (total: number) => void;
  onCurrent: (row: ClaimRow | null, index: number) => void;
  onBulk: (action: BulkAction) => void;
  /** Set while a group of alike claims is decided as a whole. */
  sweep: { read: number; onDecide: () => void; onLeave: () => void } | null;
}

const WATCHED = ['claim', 'claim_line', 'rule_hit', 'audit_decision'] as const;

/** What one can group by: the columns with a set of values. */
const GROUPABLE = CLAIM_CONDITIONS.filter(({ filter }) => filter === 'set');

/** A claim that was of this queue when the list was drawn and has left it since: struck through, in its place. */
const hasLeft = (queue: string | null, row: ClaimRow | undefined): boolean =>
  row !== undefined && row.id !== '' && queue !== null && row.queue !== queue;

export function QueueGrid(props: QueueGridProps) {
  const { t } = useTranslation();
  const { view, query, grid, ticks } = props;
  const { filters, text } = query;
  const totals = useCall(['claims', 'totals', filters, text], () => api.claims.totals({ query }), { keep: true });
  const [current, setCurrent] = useState<ClaimRow | null>(null);
  const [editing, setEditing] = useState<string | null>(null);
  const [grouped, setGrouped] = useState(false);
  const ticked = useSyncExternalStore(ticks.subscribe, ticks.read);
  const exportQuery = useExport();
  const schemeNow = (): SchemeBody => schemeOf(view, grid.current?.columns() ?? []);
  const exportShown = useListExport<ClaimRow>({
    ...{ source: 'claims', title: t('claims.list'), query, grid, current: schemeNow },
    conditions: CLAIM_CONDITIONS,
  });
  const print = (): void => {
    void printIds(ticks.read(), query, current).then((ids) => {
      if (ids.length > 0) requestPrint({ subject: 'claim', ids });
    });
  };
  const groupToggle = (): void => setGrouped((open) => !open);
  useKeys({ 'Ctrl+KeyP': print, 'Ctrl+KeyG': groupToggle });
  const nothingTicked = ticked.mode === 'ids' && ticked.ids.size === 0;
  // Ticks belong to the question they were made on.
  useEffect(() => ticks.write(NOTHING_TICKED), [ticks, filters, text]);

  const bulk = useQueueKeys({
    grid,
    ticks,
    current,
    onBulk: props.onBulk,
    sweep: props.sweep,
    onFilter: () => setEditing(grid.current?.focusedColumn() ?? ''),
    onChooseFilter: () => setEditing(''),
  });
  useCommands(
    'queue',
    useMemo<Command[]>(
      () => [
        { id: 'refresh', label: t('key.refresh'), keyName: 'F5', run: () => grid.current?.refresh() },
        { id: 'group', label: t('grid.group.title'), keyName: 'Ctrl G', run: () => setGrouped((open) => !open) },
        { id: 'bulkTake', label: t('claims.bulk.TAKE'), keyName: '⇧G', run: bulk('TAKE') },
        { id: 'bulkHandOver', label: t('claims.bulk.HAND_OVER'), keyName: '⇧Y', run: bulk('HAND_OVER') },
        {
          id: 'exportDetails',
          label: t('claims.exportDetails'),
          keyName: null,
          run: () => exportQuery({ report: 'claimDetails', query }),
        },
      ],
      // `bulk` does the same at every drawing.
      [t, grid, query],
    ),
  );
  const footRow = useMemo(
    () =>
      totals.data === undefined
        ? null
        : totalsRow(totals.data, t('claims.totalOf', { count: formatInteger(totals.data.count) })),
    [totals.data, t],
  );
  return (
    <Panel label={t('room.claims')}>
      {props.sweep === null ? null : (
        <SweepBar
          view={view}
          total={props.total}
          read={props.sweep.read}
          onDecide={props.sweep.onDecide}
          onLeave={props.sweep.onLeave}
        />
      )}
      <div className="tools">
        <FilterBar
          columns={CLAIM_CONDITIONS}
          filters={view.filters}
          onChange={(next) => props.onView({ filters: next, row: 0 })}
          distinct={(column) =>
            api.claims.distinct({
              query: { ...query, filters: query.filters.filter((filter) => filter.column !== column) },
              column,
            })
          }
          editing={editing}
          onEdit={setEditing}
        >
          {text === '' ? (
            <Chip
              on={view.queue !== null}
              {...(view.queue === null ? {} : { onClick: () => props.onView({ queue: null, row: 0 }) })}
            >
              {view.queue === null ? t('claims.all') : `${t(`queue.${view.queue}`)} ×`}
            </Chip>
          ) : (
            <Chip on onClick={() => setSearchText('')}>
              {t('claims.searched', { text })} ×
            </Chip>
          )}
        </FilterBar>
        <SchemeBar
          list="claims"
          current={schemeNow}
          onApply={(body) => {
            props.onView(viewOfScheme(body));
            grid.current?.setColumns(body.columns);
            grid.current?.setSort(body.sort);
          }}
          count={async ({ filters: kept }) => {
            const dated = withDates(kept, dayOfInstant(Date.now()));
            return (await api.claims.totals({ query: { filters: dated, text: '', sort: [] } })).count;
          }}
        />
        <Button keyName="⇧A" disabled={nothingTicked} onClick={() => props.onBulk('APPROVE')} testId="bulk-approve">
          {t('claims.bulkShort')}
        </Button>
        <Button
          keyName="⇧R"
          look="bad"
          disabled={nothingTicked}
          onClick={() => props.onBulk('REJECT')}
          testId="bulk-reject"
        >
          {t('claims.bulkShortReject')}
        </Button>
        <Button keyName="Ctrl P" onClick={print} testId="print">
          {t('print.button')}
        </Button>
        <Button keyName="Ctrl E" onClick={() => exportShown('xlsx')} title={t('grid.exportWays')} testId="export">
          {t('claims.export')}
        </Button>
      </div>
      {grouped ? (
        <GroupSummary<ClaimRow>
          asked={['claims', 'groupTotals', filters, text]}
          columns={GROUPABLE}
          load={(column) => api.claims.groupTotals({ query, column })}
          onPick={(column, value) =>
            props.onView({ filters: withFilter(view.filters, column, { column, op: 'in', values: [value] }), row: 0 })
          }
          onClose={() => {
            setGrouped(false);
            grid.current?.focus();
          }}
        />
      ) : null}
      <PagedGrid<ClaimRow>
        columns={CLAIM_COLUMNS}
        query={query}
        load={(page) => api.claims.page(page)}
        order={(asked) => api.claims.order(asked)}
        onSort={(sort) => props.onView({ sort })}
        onTotal={props.onTotal}
        onCurrent={(row, index) => {
          setCurrent(row);
          props.onCurrent(row, index);
        }}
        onOpen={openClaim}
        ticks={ticks}
        totals={footRow}
        list="claims"
        find={(asked, wanted) => api.claims.find({ query: asked, text: wanted })}
        onFilter={setEditing}
        startIndex={view.row}
        rowClass={{
          'sev-3': ({ data }) => data?.worstSeverity === 3,
          'sev-2': ({ data }) => data?.worstSeverity === 2,
          'sev-1': ({ data }) => data !== undefined && data.id !== '' && data.worstSeverity <= 1,
          'row-left': ({ data }) => hasLeft(text === '' ? view.queue : null, data),
        }}
        emptyText={t(text === '' ? 'claims.emptyQueue' : 'claims.nothingFound')}
        strip={<QueueStrip total={props.total} ticks={ticks} query={query} />}
        watch={WATCHED}
        handle={grid}
        testId="claims-grid"
      />
    </Panel>
  );
}
