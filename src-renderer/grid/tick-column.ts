import type { ColDef, ICellRendererComp, ICellRendererParams, IHeaderComp } from 'ag-grid-community';
import { ALL_TICKED, isTicked, NOTHING_TICKED, toggleTick, type Ticked, type TickStore } from './selection.ts';

/** Our own tick column: the built-in one knows only rows that are loaded. */
export function tickColumn<Row extends { id: string }>(
  store: TickStore,
  labels: { one: string; all: string },
): ColDef<Row> {
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
    headerComponent: tickAll(store, labels.all),
    cellRenderer: tickCell<Row>(store, labels.one),
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

/** Ticks all rows of the view, or none. */
function tickAll(store: TickStore, label: string): new () => IHeaderComp {
  return class implements IHeaderComp {
    readonly #box = document.createElement('input');
    readonly #release = store.subscribe(() => this.#show());

    init(): void {
      this.#box.type = 'checkbox';
      this.#box.tabIndex = -1;
      this.#box.setAttribute('aria-label', label);
      this.#box.addEventListener('change', () => store.write(isAllTicked(store.read()) ? NOTHING_TICKED : ALL_TICKED));
      this.#show();
    }

    getGui(): HTMLElement {
      return this.#box;
    }

    refresh(): boolean {
      return true;
    }

    destroy(): void {
      this.#release();
    }

    #show(): void {
      this.#box.checked = isAllTicked(store.read());
    }
  };
}

const isAllTicked = (ticked: Ticked): boolean => ticked.mode === 'query' && ticked.except.size === 0;
