import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCall } from '../api/use-api.ts';
import { Button } from '../ui/Button.tsx';
import { meantBy } from '../ui/keyboard.ts';
import { ErrorState, LoadingState } from '../ui/States.tsx';
import type { ConditionColumn, GridColumn } from './columns.tsx';
import { valueText } from './filter-text.ts';
import { ListGrid } from './ListGrid.tsx';

/** What one group of rows comes to. */
export interface GroupTotals {
  value: string | number | null;
  count: number;
  claimedFen: number;
  payableFen: number;
}

interface GroupLine extends GroupTotals {
  text: string;
}

interface GroupSummaryProps<Row> {
  /** The question whose rows are grouped, as a key of its answer. */
  asked: readonly [string, string, ...unknown[]];
  /** Columns one can group by: those with a set of values. */
  columns: readonly ConditionColumn<Row>[];
  load: (column: string) => Promise<GroupTotals[]>;
  /** The group is to be looked at: its value becomes a condition. */
  onPick: (column: string, value: string | number) => void;
  onClose: () => void;
}

const LINE_COLUMNS: readonly GridColumn<GroupLine>[] = [
  { key: 'text', header: 'grid.group.value', kind: 'text', width: 160, flex: 1 },
  { key: 'count', header: 'grid.group.count', kind: 'integer', width: 72 },
  { key: 'claimedFen', header: 'claims.claimed', kind: 'fen', width: 110 },
  { key: 'payableFen', header: 'claims.payable', kind: 'fen', width: 110 },
];

/** Sums by the values of one column, above the list they are of: Enter makes the group a condition, Esc leaves. */
export function GroupSummary<Row>(props: GroupSummaryProps<Row>) {
  const { t } = useTranslation();
  const { columns } = props;
  const [by, setBy] = useState(columns[0]?.key ?? '');
  const box = useRef<HTMLElement>(null);
  const current = useRef<GroupLine | null>(null);
  const found = useCall([...props.asked, by], () => props.load(by), { keep: true });
  const column = columns.find(({ key }) => key === by);
  const lines = useMemo<GroupLine[]>(
    () =>
      (found.data ?? []).map((group) => ({
        ...group,
        text: column === undefined ? '' : valueText(t, column, group.value),
      })),
    [found.data, column, t],
  );
  const foot = useMemo<GroupLine | null>(() => {
    if (lines.length === 0) return null;
    const sum = (key: 'count' | 'claimedFen' | 'payableFen'): number =>
      lines.reduce((total, line) => total + line[key], 0);
    return {
      ...{ value: null, text: t('grid.group.total', { count: lines.length }) },
      ...{ count: sum('count'), claimedFen: sum('claimedFen'), payableFen: sum('payableFen') },
    };
  }, [lines, t]);
  const pick = (line: GroupLine | null): void => {
    if (line !== null) props.onPick(by, line.value ?? '');
  };
  useEffect(() => box.current?.querySelector('select')?.focus(), []);
  return (
    <section
      ref={box}
      className="group-summary"
      aria-label={t('grid.group.title')}
      data-testid="group-summary"
      // What is pressed here is about groups: no key of the page may act on a claim meanwhile.
      onKeyDown={(event) => {
        if (meantBy(event.nativeEvent) === 'Ctrl+KeyG') {
          // the key that opened it, wherever in it the keyboard is
          event.preventDefault();
          event.stopPropagation();
          return props.onClose();
        }
        if (event.ctrlKey || event.metaKey || event.altKey || /^F\d+$/.test(event.key)) return;
        event.stopPropagation();
        const inList = event.target instanceof Element && event.target.closest('.ag-cell') !== null;
        if (event.key === 'Escape') props.onClose();
        else if (event.key === 'Enter' && inList) pick(current.current);
        return undefined;
      }}
    >
      <div className="tools">
        <label>
          {t('grid.group.by')}{' '}
          <select className="input" value={by} onChange={(event) => setBy(event.target.value)} data-testid="group-by">
            {columns.map(({ key, header }) => (
              <option key={key} value={key}>
                {t(header)}
              </option>
            ))}
          </select>
        </label>
        <span className="grow" />
        <Button keyName="Esc" onClick={props.onClose} testId="group-close">
          {t('ui.close')}
        </Button>
      </div>
      {found.error !== null && found.data === undefined ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : found.data === undefined ? (
        <LoadingState lines={4} />
      ) : (
        <ListGrid<GroupLine>
          columns={LINE_COLUMNS}
          rows={lines}
          rowId={(line) => String(line.value)}
          totals={foot}
          onCurrent={(line) => {
            current.current = line;
          }}
          onOpen={pick}
          emptyText={t('grid.group.empty')}
          testId="group-lines"
        />
      )}
    </section>
  );
}
