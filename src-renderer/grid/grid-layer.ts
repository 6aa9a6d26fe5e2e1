import type { GridApi } from 'ag-grid-community';
import type { TFunction } from 'i18next';
import type { GridColumn } from './columns.tsx';
import type { RowSource } from './fetch-rows.ts';
import type { GridAction } from './grid-actions.ts';
import { ListData, type Copied } from './list-data.ts';
import type { RangeFigures } from './range-figures.ts';
import { RangeLayer } from './range-layer.ts';
import { isBlock, type Ranges } from './range-model.ts';
import { createStateStore, type StateStore } from './state-store.ts';
import { fillCopyEvent, writeClipboard } from './write-clipboard.ts';

/** What a grid lends to its layer; every function is read anew at each use. */
export interface LayerPort<Row extends object> {
  columns: () => readonly GridColumn<Row>[];
  t: () => TFunction;
  fetch: RowSource<Row>['fetch'];
  /** What is not about blocks: find, menu, and in a sheet everything that edits; false leaves the key to the page. */
  act: (action: GridAction, event: KeyboardEvent) => boolean;
  tell: (text: string, tone?: 'plain' | 'bad') => void;
  edit?: EditPort;
}

/** The part of a sheet that changes cells. */
export interface EditPort {
  keyInEditor: (event: KeyboardEvent) => boolean;
  beginComposition: () => void;
  /** Empties the cells of the block, after they have been copied. */
  cut: (ranges: Ranges) => void;
  paste: (data: DataTransfer, ranges: Ranges) => void;
}

/** Figures of the chosen block; `figures` is null while they are unknown or were too many to ask for. */
export interface RangeState {
  cells: number;
  figures: RangeFigures | null;
}

export interface CopyState {
  done: number;
  total: number;
}

const NOTHING: RangeState = { cells: 0, figures: null };
/** A block that is still being drawn needs no figures yet. */
const REST_MS = 120;

/** Blocks, copy and figures of one grid, the same for rows that are all here and rows that stay in the store. */
export class GridLayer<Row extends object> {
  readonly range: RangeLayer;
  readonly data: ListData<Row>;
  readonly state: StateStore<RangeState> = createStateStore<RangeState>(NOTHING);
  readonly copying: StateStore<CopyState | null> = createStateStore<CopyState | null>(null);
  api: GridApi<Row> | null = null;
  readonly #port: LayerPort<Row>;
  #stopCopy: AbortController | null = null;
  #stopFigures: AbortController | null = null;
  #rest: ReturnType<typeof setTimeout> | null = null;
  #letGo: (() => void)[] = [];

  constructor(port: LayerPort<Row>) {
    this.#port = port;
    this.data = new ListData<Row>(() => this.api, port.columns, port.fetch);
    const { edit } = port;
    this.range = new RangeLayer({
      isBlank: ({ row, column }) => this.data.isBlank(row, column),
      act: (action, event) => this.#act(action, event),
      editable: edit !== undefined,
      ...(edit === undefined ? {} : { actInEditor: edit.keyInEditor, beginComposition: edit.beginComposition }),
    });
  }

  attach(api: GridApi<Row>, box: HTMLElement): void {
    this.detach();
    this.api = api;
    this.range.attach(api, box);
    const onCopy = (event: ClipboardEvent): void => this.#onCopy(event);
    const onPaste = (event: ClipboardEvent): void => this.#onPaste(event);
    box.addEventListener('copy', onCopy);
    box.addEventListener('cut', onCopy);
    box.addEventListener('paste', onPaste);
    this.#letGo = [
      () => box.removeEventListener('copy', onCopy),
      () => box.removeEventListener('cut', onCopy),
      () => box.removeEventListener('paste', onPaste),
      this.range.ranges.subscribe(() => this.#figureLater()),
    ];
  }

  detach(): void {
    for (const release of this.#letGo) release();
    this.#letGo = [];
    this.range.detach();
    this.#stopCopy?.abort();
    this.#stopFigures?.abort();
    if (this.#rest !== null) clearTimeout(this.#rest);
    this.api = null;
  }

  /** Copies the block to the clipboard from a menu; with the names of the columns when asked for. */
  async copy(withNames = false): Promise<void> {
    await this.#copyFetched(this.range.ranges.read(), withNames);
  }

  stopCopy(): void {
    this.#stopCopy?.abort();
  }

  /** The figures again, after rows have changed. */
  refigure(): void {
    this.#figureLater();
  }

  #act(action: GridAction, event: KeyboardEvent): boolean {
    return this.#port.act(action, event);
  }

  #onCopy(event: ClipboardEvent): void {
    if (writesText(event.target)) return;
    const ranges = this.range.ranges.read();
    const copied = this.data.copyLoaded(ranges, this.#port.t());
    if (copied?.ok === true) fillCopyEvent(event, copied.table);
    else event.preventDefault();
    if (copied === undefined) void this.#copyFetched(ranges, false);
    else this.#tellCopied(copied);
    if (event.type === 'cut' && copied?.ok === true) this.#port.edit?.cut(ranges);
  }

  #onPaste(event: ClipboardEvent): void {
    if (writesText(event.target)) return;
    event.preventDefault();
    const { edit, tell, t } = this.#port;
    if (edit === undefined) tell(t()('grid.readOnlyList'));
    else if (event.clipboardData !== null) edit.paste(event.clipboardData, this.range.ranges.read());
  }

  async #copyFetched(ranges: Ranges, withNames: boolean): Promise<void> {
    this.#stopCopy?.abort();
    const abort = new AbortController();
    this.#stopCopy = abort;
    const { t, tell } = this.#port;
    const onProgress = (done: number, total: number): void => this.copying.write({ done, total });
    try {
      const copied = await this.data.copyFetched(ranges, t(), { signal: abort.signal, onProgress });
      if (copied.ok) await writeClipboard(withNames ? [this.#names(ranges), ...copied.table] : copied.table);
      this.#tellCopied(copied);
    } catch (error) {
      tell(t()(abort.signal.aborted ? 'grid.copyStopped' : 'grid.copyFailed'), 'bad');
      if (!abort.signal.aborted) console.warn('copy failed', error);
    } finally {
      this.copying.write(null);
    }
  }

  #names(ranges: Ranges): { text: string; asText: boolean }[] {
    const columns = this.data.shownColumns();
    const last = ranges.at(-1);
    if (last === undefined) return [];
    const [from, to] = [last.anchor.column, last.head.column].sort((a, b) => a - b);
    return columns.slice(from, (to ?? 0) + 1).map((column) => ({ text: this.#port.t()(column.header), asText: true }));
  }

  #tellCopied(copied: Copied): void {
    const { t, tell } = this.#port;
    if (!copied.ok) tell(t()(`grid.copy.${copied.reason}`), 'bad');
    else if (copied.table.length > 1) {
      tell(t()('grid.copied', { rows: copied.table.length, columns: copied.table[0]?.length ?? 0 }));
    }
  }

  #figureLater(): void {
    if (this.#rest !== null) clearTimeout(this.#rest);
    this.#stopFigures?.abort();
    const ranges = this.range.ranges.read();
    if (!isBlock(ranges)) {
      this.state.write(NOTHING);
      return;
    }
    this.#rest = setTimeout(() => void this.#figure(ranges), REST_MS);
  }

  async #figure(ranges: Ranges): Promise<void> {
    const abort = new AbortController();
    this.#stopFigures = abort;
    const cells = ranges.reduce((sum, { anchor, head }) => {
      return sum + (Math.abs(anchor.row - head.row) + 1) * (Math.abs(anchor.column - head.column) + 1);
    }, 0);
    this.state.write({ cells, figures: null });
    try {
      const figures = await this.data.figures(ranges, { signal: abort.signal, onProgress: () => undefined });
      if (!abort.signal.aborted) this.state.write({ cells, figures });
    } catch {
      // The store did not answer, or another block was chosen: the count of cells stays, no figure is made up.
    }
  }
}

/** A box to write in keeps its own clipboard. */
function writesText(target: EventTarget | null): boolean {
  return target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type !== 'checkbox');
}
