import { useRef, useState, useSyncExternalStore, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { CountSheetDetail } from '../../src-shared/contract/counts.contract.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { SheetGrid, type SheetHandle } from '../grid/SheetGrid.tsx';
import { Button } from '../ui/Button.tsx';
import { KeyCap } from '../ui/KeyCap.tsx';
import { isDialogOpen, useKeys } from '../ui/keyboard.ts';
import { EmptyState } from '../ui/States.tsx';
import { showToast } from '../ui/toasts.ts';
import { useProblemText } from '../ui/use-problem-text.ts';
import { ENTRY_COLUMNS, OPEN_ENTRY_COLUMNS, type EntryLine } from './counts.columns.tsx';
import { BinDialog } from './BinDialog.tsx';
import { ExcelButtons } from './ExcelButtons.tsx';
import { FoundDialog } from './FoundDialog.tsx';
import { ScanTray } from './ScanTray.tsx';
import { UnreachableDialog } from './UnreachableDialog.tsx';
import { InFlight } from './in-flight.ts';
import { isDone, useEntrySheet } from './use-entry-sheet.ts';
import { useFound } from './use-found.ts';
import { useScanning } from './use-scanning.ts';
import { useSubmit } from './use-submit.ts';

interface EntryPaneProps {
  detail: CountSheetDetail;
  onLine: (lineId: string) => void;
  onSubmit: () => void;
}

/** Counting at speed (stock §5.1): one column to write in, Enter goes down, everything else by a key. */
export function EntryPane({ detail, onLine, onSubmit }: EntryPaneProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const grid = useRef<SheetHandle>(null);
  const [asking, setAsking] = useState<'bin' | EntryLine | null>(null);
  const [inFlight] = useState(() => new InFlight());
  const { sheet, markScanned, saveAgain } = useEntrySheet(detail, inFlight, (error) =>
    showToast({ text: text(problemOf(error)), tone: 'bad' }),
  );
  const { rows } = useSyncExternalStore(sheet.state.subscribe, sheet.state.read);
  const done = rows.filter(isDone).length;
  const left = rows.length - done;
  const found = useFound(sheet);
  const scanning = useScanning({ detail, sheet, grid, inFlight, markScanned, onFound: found.open, found: found.desk });
  const writeFound = (part = ''): void =>
    found.open({ bin: scanning.openBin ?? '', part, qtyMilli: null, method: 'GRID', listedIn: null });
  const maySubmit = left === 0 && scanning.unknown.length === 0;
  const { waitsFor, submit } = useSubmit({
    inFlight,
    isFoundOpen: found.start !== null,
    onReady: () => {
      const refuse = (reason: string): void => void showToast({ text: reason, tone: 'bad' });
      if (scanning.unknown.length > 0) refuse(t('counts.scansLeft', { count: scanning.unknown.length }));
      else if (left > 0) refuse(t('counts.linesLeft', { count: left }));
      else if (saveAgain()) refuse(t('counts.notSaved'));
      else onSubmit();
    },
  });
  const [start] = useState(() =>
    Math.max(
      0,
      rows.findIndex((row) => !isDone(row)),
    ),
  );

  const nextLeft = (): void => {
    const from = grid.current?.row() ?? -1;
    const below = rows.findIndex((row, at) => at > from && !isDone(row));
    const next = below >= 0 ? below : rows.findIndex((row) => !isDone(row));
    if (next >= 0) grid.current?.goTo(next);
    else showToast({ text: t('counts.nothingLeft') });
  };
  const askReason = (): void => {
    const row = rows[grid.current?.row() ?? -1];
    if (row !== undefined) setAsking(row);
  };
  const isOpen = detail.sheet.isBlind === 0;
  /** As the book says: one key for what is as it should be, and on to the next line. */
  const asShown = (): void => {
    const at = grid.current?.row() ?? -1;
    const row = rows[at];
    if (row?.shownMilli == null || row.shownMilli < 0) return;
    const cell = { rowId: row.id, key: 'countedMilli', before: row.countedMilli, after: row.shownMilli } as const;
    sheet.apply({ cells: [cell], added: [], removed: [] });
    if (at + 1 < rows.length) grid.current?.goTo(at + 1);
  };
  const keys: Readonly<Record<string, () => void>> = {
    ...(isOpen ? { Space: asShown } : {}),
    'Ctrl+ArrowDown': nextLeft,
    'Ctrl+KeyG': () => setAsking('bin'),
    F4: askReason,
    'Ctrl+Enter': submit,
    Insert: () => writeFound(),
    F8: scanning.switchMode,
  };
  useKeys(keys);
  /** Before the grid: these keys mean something else in other sheets. */
  const onKey = (event: KeyboardEvent): void => {
    const combination = [event.ctrlKey || event.metaKey ? 'Ctrl' : '', event.code]
      .filter((part) => part !== '')
      .join('+');
    const run = event.altKey || event.shiftKey ? undefined : keys[combination];
    if (run === undefined || grid.current?.isEditing() !== false || event.nativeEvent.isComposing) return;
    if (isDialogOpen()) return; // events of a dialog come here too, and its keys are its own
    event.preventDefault();
    event.stopPropagation();
    run();
  };
  const goTo = (row: number): void => {
    setAsking(null);
    requestAnimationFrame(() => grid.current?.goTo(row));
  };
  const mark = (row: EntryLine, note: string | null): void => {
    const kind = note === null ? ('WITHDRAWN' as const) : ('UNREACHABLE' as const);
    const entries = [{ lineId: row.id, kind, qtyMilli: 0, method: 'GRID' as const, note }];
    const { id: sheetId, round } = detail.sheet;
    const entered = api.counts.enter({ sheetId, round, entries });
    inFlight.follow(entered);
    entered.catch((error: unknown) => showToast({ text: text(problemOf(error)), tone: 'bad' }));
    goTo(rows.indexOf(row));
  };
  return (
    <div className="count-entry" onKeyDownCapture={onKey}>
      <div
        className="count-bar"
        role="progressbar"
        aria-valuemin={0}
        aria-valuemax={rows.length}
        aria-valuenow={done}
        aria-label={t('counts.progress')}
      >
        <meter aria-hidden min={0} max={Math.max(1, rows.length)} value={done} />
      </div>
      <div className="tools">
        <span>
          {t('counts.doneCount')} <b data-testid="count-done">{done}</b>
        </span>
        <span>
          {t('counts.left')} <b data-testid="count-left">{left}</b>
        </span>
        <span data-testid="scan-bin">
          {scanning.openBin === null ? t('counts.scanReady') : t('counts.inBin', { bin: scanning.openBin })}
        </span>
        <Button keyName="F8" onClick={scanning.switchMode} testId="scan-mode">
          {t(`counts.scanMode.${scanning.mode}`)}
        </Button>
        {waitsFor === 0 ? null : (
          <span role="status" data-testid="submit-waits">
            {t('counts.submitWaits', { count: waitsFor })}
          </span>
        )}
        <span className="count-actions">
          <Button keyName="Ins" onClick={() => writeFound()} testId="count-found">
            {t('counts.found')}
          </Button>
          <ExcelButtons detail={detail} />
          <Button keyName="Ctrl G" onClick={() => setAsking('bin')} testId="count-bin">
            {t('counts.goToBin')}
          </Button>
          <Button keyName="F4" onClick={askReason} testId="count-unreachable">
            {t('counts.unreachableMark')}
          </Button>
          <Button look="primary" keyName="Ctrl ⏎" onClick={submit} disabled={!maySubmit} testId="count-submit">
            {t('countStep.submit')}
          </Button>
        </span>
      </div>
      <ScanTray codes={scanning.unknown} onEnter={writeFound} onDrop={scanning.settle} />
      {rows.length === 0 ? (
        <EmptyState title={t('counts.noLines')} />
      ) : (
        <SheetGrid<EntryLine>
          columns={isOpen ? OPEN_ENTRY_COLUMNS : ENTRY_COLUMNS}
          sheet={sheet}
          handle={grid}
          start={{ row: start, column: 'countedMilli' }}
          onCurrent={(row) => onLine(row.id)}
          strip={<EntryKeys isOpen={isOpen} />}
          testId="count-grid"
        />
      )}
      {asking === 'bin' ? <BinDialog rows={rows} onGo={goTo} onClose={() => setAsking(null)} /> : null}
      {found.start === null ? null : (
        <FoundDialog
          sheetId={detail.sheet.id}
          round={detail.sheet.round}
          start={found.start}
          scanRef={found.scanRef}
          onAdded={(item) => {
            if (found.start !== null && scanning.unknown.includes(found.start.part)) scanning.settle(found.start.part);
            found.added(item);
            goTo(Math.max(0, grid.current?.row() ?? 0));
          }}
          onClose={found.close}
        />
      )}
      {asking !== null && asking !== 'bin' ? (
        <UnreachableDialog row={asking} onMark={(note) => mark(asking, note)} onClose={() => setAsking(null)} />
      ) : null}
    </div>
  );
}

/** The few keys of counting, always in sight. */
const KEYS = [
  ['⏎', 'next'],
  ['Ctrl ↓', 'nextLeft'],
  ['0', 'zero'],
  ['Del', 'notCounted'],
] as const;

/** Only where the book is shown. */
const AS_SHOWN = ['Space', 'asShown'] as const;

function EntryKeys({ isOpen }: { isOpen: boolean }) {
  const { t } = useTranslation();
  return [...KEYS, ...(isOpen ? [AS_SHOWN] : [])].map(([cap, name]) => (
    <span key={name} className="count-key">
      <KeyCap name={cap} /> {t(`countKey.${name}`)}
    </span>
  ));
}
