import { useRef, useState, type KeyboardEvent } from 'react';
import type { Filter } from '../../../src-shared/contract/query.ts';
import { openClaims } from './open-figure.ts';

export interface FigureColumn<Row> {
  key: string;
  header: string;
  /** What the figure means, for whoever rests on it. */
  title?: string;
  text: (row: Row) => string;
  isNumber: boolean;
  /** Conditions that find the claims behind the figure; null where there are none. */
  claims: (row: Row) => readonly Filter[] | null;
}

interface FigureTableProps<Row> {
  label: string;
  columns: readonly FigureColumn<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  total?: Row;
  testId: string;
}

type Cell = readonly [row: number, column: number];

const STEPS: Readonly<Record<string, Cell>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  PageUp: [-15, 0],
  PageDown: [15, 0],
  Home: [0, -1000],
  End: [0, 1000],
};

/** Figures by rows and columns: arrows go from one to the next, Enter opens the claims one is made of. */
export function FigureTable<Row>({ label, columns, rows, rowKey, total, testId }: FigureTableProps<Row>) {
  const [at, setAt] = useState<Cell>([0, 0]);
  const box = useRef<HTMLTableElement>(null);
  const all = total === undefined ? rows : [...rows, total];
  const here: Cell = [Math.min(at[0], Math.max(0, all.length - 1)), Math.min(at[1], columns.length - 1)];
  const onKey = (event: KeyboardEvent): void => {
    const step = STEPS[event.key];
    if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const within = (value: number, count: number): number => Math.max(0, Math.min(count - 1, value));
    const next: Cell = [within(here[0] + step[0], all.length), within(here[1] + step[1], columns.length)];
    setAt(next);
    box.current?.querySelector<HTMLElement>(`[data-cell="${String(next[0])}/${String(next[1])}"]`)?.focus();
  };
  return (
    <table ref={box} className="plain-table figure-table" role="grid" aria-label={label} data-testid={testId}>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.key} className={column.isNumber ? 'num' : ''} title={column.title}>
              {column.header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody onKeyDown={onKey}>
        {all.map((row, rowAt) => (
          <tr
            key={rowAt === rows.length ? 'total' : rowKey(row)}
            className={rowAt === rows.length ? 'sum' : ''}
            data-testid={rowAt === rows.length ? `${testId}-total` : `${testId}-row`}
          >
            {columns.map((column, columnAt) => (
              <FigureCell
                key={column.key}
                {...{ column, row }}
                place={`${String(rowAt)}/${String(columnAt)}`}
                isHere={rowAt === here[0] && columnAt === here[1]}
                onFocus={() => setAt([rowAt, columnAt])}
              />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

interface FigureCellProps<Row> {
  column: FigureColumn<Row>;
  row: Row;
  place: string;
  isHere: boolean;
  onFocus: () => void;
}

function FigureCell<Row>({ column, row, place, isHere, onFocus }: FigureCellProps<Row>) {
  const claims = column.claims(row);
  const open = claims === null ? null : () => openClaims(claims);
  const text = column.text(row);
  return (
    <td
      className={[column.isNumber ? 'num' : '', open === null ? '' : 'opens'].filter(Boolean).join(' ')}
      role="gridcell"
      tabIndex={isHere ? 0 : -1}
      title={column.isNumber ? undefined : text}
      data-cell={place}
      data-figure={column.key}
      onFocus={onFocus}
      onClick={open ?? undefined}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || open === null) return;
        event.preventDefault();
        open();
      }}
    >
      {text}
    </td>
  );
}
