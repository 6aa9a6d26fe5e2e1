import type { ColDef, ICellRendererComp, ICellRendererParams } from 'ag-grid-community';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { ALL_TICKED, isTicked, NOTHING_TICKED, toggleTick, type TickStore } from './selection.ts';

/** Our own tick column: the built-in one knows only rows that are loaded. */
export function tickColumn<Row extends { id: string }>(store: TickStore, label: string): ColDef<Row> {
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
    cellRenderer: tickCell<Row>(store, label),
  };
}

/** One box per row that comes into sight: an element, not a component (see drawn-cell.ts). */
function tickCell<Row extends { id: string }>(store: TickStore, label: string): ColDef<Row>['cellRenderer'] {
  return class implements ICellRendererComp<Row> {
    readonly #root = document.createElement('span');
    readonly #box = document.createElement('input');
    #id: string | null = null;
    #release: (() => void) | null = null;

    init(params: ICellRendererParams<Row>): void {
      this.#box.type = 'checkbox';
      this.#box.tabIndex = -1;
      this.#box.setAttribute('aria-label', label);
      this.#box.addEventListener('change', () => {
        if (this.#id !== null) store.write(toggleTick(store.read(), this.#id));
      });
      this.#release = store.subscribe(() => this.#show());
      this.refresh(params);
    }

    getGui(): HTMLElement {
      return this.#root;
    }

    refresh({ data, node }: ICellRendererParams<Row>): boolean {
      const isRow = data !== undefined && (node.rowPinned === undefined || node.rowPinned === null);
      this.#id = isRow ? data.id : null;
      this.#root.replaceChildren(...(isRow ? [this.#box] : []));
      this.#show();
      return true;
    }

    destroy(): void {
      this.#release?.();
    }

    #show(): void {
      if (this.#id !== null) this.#box.checked = isTicked(store.read(), this.#id);
    }
  };
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
