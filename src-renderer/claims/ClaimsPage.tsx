import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClaimRow } from '../../src-shared/contract/claim-row.contract.ts';
import type { GridHandle } from '../grid/PagedGrid.tsx';
import { createTickStore, NOTHING_TICKED, selectionOf, type Ticked } from '../grid/selection.ts';
import { navigate } from '../ui/navigation.ts';
import { useSearchText } from '../ui/search-text.ts';
import { showToast } from '../ui/toasts.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useProblemText } from '../ui/use-problem-text.ts';
import { BatchDialog } from './BatchDialog.tsx';
import { BulkDialog } from './BulkDialog.tsx';
import { ClaimPanel } from './ClaimPanel.tsx';
import { useClaimQuery, useClaimView, type ClaimView } from './claim-view.ts';
import { QueueGrid } from './QueueGrid.tsx';
import { READ_FIRST } from './SweepBar.tsx';
import { QueuePane } from './QueuePane.tsx';
import { SWEEP_ENDED } from './sweep-view.ts';
import type { BulkAction } from './use-queue-keys.ts';

/** The audit: queues on the left, the grid in the middle, the evidence of the current row on the right. */
export function ClaimsPage() {
  const text = useSearchText().trim();
  const [view, setView] = useClaimView(text);
  const query = useClaimQuery(view, text);
  const grid = useRef<GridHandle<ClaimRow>>(null);
  const ticks = useMemo(createTickStore, []);
  const [current, setCurrent] = useState<{ id: string | null; index: number }>({ id: null, index: 0 });
  const [total, setTotal] = useState(0);
  const [bulk, setBulk] = useState<BulkAction | null>(null);
  const sweep = useSweep(view, total, current.id, {
    onDecide: () => setBulk('APPROVE'),
    onLeave: () => {
      setView(SWEEP_ENDED);
      navigate('today');
    },
  });
  const [batchId, setBatchId] = useState<string | null>(null);
  const offerBatchUndo = useBatchUndo();

  const onCurrent = (row: ClaimRow | null, index: number): void => {
    setCurrent({ id: row?.id ?? null, index });
    if (row !== null) setView({ row: index });
  };
  const onDecided = useCallback(
    () => grid.current?.moveToNext((row) => row.queue !== 'NONE' && row.queue !== 'WAITING'),
    [],
  );
  return (
    <div className="work claims-work" data-testid="claims-page">
      <QueuePane
        queue={text === '' ? view.queue : null}
        onPick={(queue) =>
          setView({
            ...{ queue, row: 0, filters: view.filters.filter(({ column }) => column !== 'holderName') },
            ...(view.sweep ? SWEEP_ENDED : {}),
          })
        }
        isMine={text === '' && view.queue === null && view.filters.some(({ column }) => column === 'holderName')}
        onMine={(name) =>
          setView({
            ...{ queue: null, row: 0, sweep: false, filters: [{ column: 'holderName', op: 'in', values: [name] }] },
          })
        }
      />
      <QueueGrid
        view={view}
        onView={setView}
        query={query}
        grid={grid}
        ticks={ticks}
        total={total}
        onTotal={(next) => {
          setTotal(next);
          if (next === 0) setCurrent({ id: null, index: 0 });
        }}
        onCurrent={onCurrent}
        onBulk={(action) => setBulk(action)}
        sweep={sweep}
      />
      <ClaimPanel
        id={current.id}
        place={total === 0 ? undefined : { index: current.index, total }}
        onDecided={onDecided}
      />
      {bulk === null ? null : (
        <BulkDialog
          action={bulk}
          selection={
            sweep !== null && isNothingTicked(ticks.read())
              ? { mode: 'query', query, except: [] }
              : selectionOf(ticks.read(), query)
          }
          onClose={() => setBulk(null)}
          onDone={(id, undoUntilMs) => {
            setBulk(null);
            setBatchId(id);
            ticks.write(NOTHING_TICKED);
            offerBatchUndo(id, undoUntilMs);
          }}
        />
      )}
      {batchId === null ? null : (
        <BatchDialog
          batchId={batchId}
          onClose={() => {
            setBatchId(null);
            grid.current?.refresh();
          }}
        />
      )}
    </div>
  );
}

const isNothingTicked = (ticks: Ticked): boolean => ticks.mode === 'ids' && ticks.ids.size === 0;

/** Counts which claims of the group have been looked at; three of them, or all, open the way to decide the group. */
function useSweep(
  view: ClaimView,
  total: number,
  currentId: string | null,
  doors: { onDecide: () => void; onLeave: () => void },
): { read: number; onDecide: () => void; onLeave: () => void } | null {
  const { t } = useTranslation();
  const [read, setRead] = useState<ReadonlySet<string>>(new Set());
  const group = JSON.stringify([view.sweep, view.queue, view.filters]);
  useEffect(() => setRead(new Set()), [group]);
  useEffect(() => {
    if (currentId !== null) setRead((known) => (known.has(currentId) ? known : new Set([...known, currentId])));
  }, [currentId, group]);
  if (!view.sweep) return null;
  const wanted = Math.min(READ_FIRST, total);
  const decide = (): void => {
    if (total === 0) doors.onLeave();
    else if (read.size < wanted) showToast({ text: t('sweep.readFirst', { wanted: wanted - read.size }) });
    else doors.onDecide();
  };
  return { read: read.size, onDecide: decide, onLeave: doors.onLeave };
}

function useBatchUndo(): (batchId: string, undoUntilMs: number | null) => void {
  const { t } = useTranslation();
  const text = useProblemText();
  return (batchId, undoUntilMs) => {
    const undo = (): void => {
      api.claims.undoBatch({ batchId }).then(
        () => showToast({ text: t('claims.batchUndone') }),
        (error: unknown) => showToast({ text: text(problemOf(error)), tone: 'bad' }),
      );
    };
    showToast({
      text: t('claims.batchQueued'),
      ...(undoUntilMs === null
        ? {}
        : { untilMs: undoUntilMs, action: { label: t('ui.undo'), keyName: 'Z', run: undo } }),
    });
  };
}
