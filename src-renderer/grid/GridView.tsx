import { createGrid, type GridApi, type GridOptions } from 'ag-grid-community';
import { useEffect, useRef } from 'react';
import { renumber } from './row-number.ts';

/** What may change while a grid stands; everything else is what it began with. */
const CHANGING = ['columnDefs', 'datasource', 'rowData', 'pinnedBottomRowData'] as const;

/**
 * The grid itself, without React inside: a component for every row and cell that comes into sight is what made frames
 * late while a long list was scrolled. Functions are read anew at each use, so they may close over what is on the screen.
 */
export function GridView<Row>(options: GridOptions<Row>) {
  const box = useRef<HTMLDivElement>(null);
  const latest = useRef(options);
  const given = useRef(options);
  const grid = useRef<GridApi<Row> | null>(null);
  latest.current = options;
  useEffect(() => {
    if (box.current === null) return undefined;
    given.current = latest.current;
    const api = createGrid(box.current, delegating(latest));
    grid.current = api;
    // rows of a list that is here whole move when one is put in, taken out or sorted, and the grid keeps what their cells showed
    if (latest.current.rowData != null) api.addEventListener('modelUpdated', () => renumber(api));
    return () => {
      grid.current = null;
      api.destroy();
    };
  }, []);
  useEffect(() => {
    const changed = CHANGING.filter((name) => options[name] !== given.current[name]);
    given.current = options;
    if (changed.length === 0 || grid.current === null) return;
    grid.current.updateGridOptions(Object.fromEntries(changed.map((name) => [name, options[name]])));
    if (changed.includes('pinnedBottomRowData')) redrawFoot(grid.current);
  });
  return <div ref={box} />;
}

/** A cell of the foot may show more than the value of its column, and the grid redraws only where that value is another one. */
function redrawFoot<Row>(api: GridApi<Row>): void {
  const foot = Array.from({ length: api.getPinnedBottomRowCount() }, (_, index) => api.getPinnedBottomRow(index));
  api.refreshCells({ rowNodes: foot.filter((node) => node !== undefined), force: true });
}

type AnyFunction = (...given: unknown[]) => unknown;

/** The options with every function calling the one of the last drawing. */
function delegating<Row>(latest: { readonly current: GridOptions<Row> }): GridOptions<Row> {
  const { rowClassRules, ...options } = latest.current;
  const entries = Object.entries(options).map(([name, value]: [string, unknown]) =>
    typeof value === 'function' ? [name, delegate(() => read(latest.current, name))] : [name, value],
  );
  const rules = Object.keys(rowClassRules ?? {}).map((name) => [
    name,
    delegate(() => read(latest.current.rowClassRules ?? {}, name)),
  ]);
  return { ...Object.fromEntries(entries), rowClassRules: Object.fromEntries(rules) } as GridOptions<Row>;
}

const read = (from: object, name: string): unknown => (from as Readonly<Record<string, unknown>>)[name];

function delegate(current: () => unknown): AnyFunction {
  return (...args) => (current() as AnyFunction | undefined)?.(...args);
}
