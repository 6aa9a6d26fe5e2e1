import type { ColDef } from 'ag-grid-community';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { ALL_TICKED, isTicked, NOTHING_TICKED, toggleTick, type TickStore } from './selection.ts';

/** Our own tick column: the built-in one knows only rows that are loaded. */
export function tickColumn<Row extends { id: string }>(store: TickStore): ColDef<Row> {
  return {
    colId: 'tick',
    headerName: '',
    width: 28,
    minWidth: 28,
    maxWidth: 28,
    resizable: false,
    sortable: false,
    suppressMovable: true,
    lockPosition: 'left',
    cellClass: 'tick-cell',
    headerClass: 'tick-cell',
    headerComponent: () => <TickAll store={store} />,
    cellRenderer: ({ data, node }: { data?: Row; node: { rowPinned?: unknown } }) =>
      data === undefined || (node.rowPinned !== undefined && node.rowPinned !== null) ? null : (
        <Tick store={store} id={data.id} />
      ),
  };
}

function Tick({ store, id }: { store: TickStore; id: string }) {
  const { t } = useTranslation();
  const ticked = useSyncExternalStore(store.subscribe, () => isTicked(store.read(), id));
  return (
    <input
      type="checkbox"
      tabIndex={-1}
      aria-label={t('grid.tick')}
      checked={ticked}
      onChange={() => store.write(toggleTick(store.read(), id))}
    />
  );
}

function TickAll({ store }: { store: TickStore }) {
  const { t } = useTranslation();
  const ticked = useSyncExternalStore(store.subscribe, store.read);
  const all = ticked.mode === 'query' && ticked.except.size === 0;
  return (
    <input
      type="checkbox"
      tabIndex={-1}
      aria-label={t('grid.tickAll')}
      checked={all}
      onChange={() => store.write(all ? NOTHING_TICKED : ALL_TICKED)}
    />
  );
}
