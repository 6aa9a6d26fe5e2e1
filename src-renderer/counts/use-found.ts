import { useRef, useState, type RefObject } from 'react';
import type { Sheet } from '../grid/sheet.ts';
import type { EntryLine } from './counts.columns.tsx';
import type { FoundAdded, FoundScan, FoundStart } from './FoundDialog.tsx';
import type { ScanTyping } from './use-wedge.ts';

/** What scanning asks of the dialog. */
export interface FoundDesk {
  /** Resolves when no dialog is open, and what it added stands on the sheet. */
  closed(): Promise<void>;
  /** True when the dialog took the scan into one of its fields; what it typed elsewhere in the dialog is taken out again. */
  scan(code: string, typing: ScanTyping): boolean;
}

interface Found {
  start: FoundStart | null;
  open(start: FoundStart): void;
  close(): void;
  added(item: FoundAdded): void;
  scanRef: RefObject<FoundScan | null>;
  desk: FoundDesk;
}

/** How long the line of a found item may take to come onto the sheet before the next scan is looked at all the same. */
const LINE_PATIENCE_MS = 3000;

/** The dialog of one found item after another. Stock §5.2. */
export function useFound(sheet: Sheet<EntryLine>): Found {
  const [start, setStart] = useState<FoundStart | null>(null);
  const scanRef = useRef<FoundScan>(null);
  const waiting = useRef<{ over: Promise<void>; end: () => void } | null>(null);
  const finish = (line: Promise<void>): void => {
    setStart(null);
    const open = waiting.current;
    void line.then(() => {
      if (waiting.current === open) waiting.current = null;
      open?.end();
    });
  };
  return {
    start,
    scanRef,
    open: (next) => {
      const { promise: over, resolve: end } = Promise.withResolvers<void>();
      waiting.current ??= { over, end };
      setStart(next);
    },
    close: () => finish(Promise.resolve()),
    added: (item) => finish(untilOnSheet(sheet, item)),
    desk: {
      closed: () => waiting.current?.over ?? Promise.resolve(),
      scan: (code, typing) => scanRef.current?.(code, typing) ?? false,
    },
  };
}

function untilOnSheet(sheet: Sheet<EntryLine>, { partId, binCode }: FoundAdded): Promise<void> {
  const isThere = (): boolean => sheet.rows.some((row) => row.partId === partId && row.binCode === binCode);
  if (isThere()) return Promise.resolve();
  return new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      stop();
      resolve();
    };
    const stop = sheet.state.subscribe(() => {
      if (isThere()) finish();
    });
    const timer = setTimeout(finish, LINE_PATIENCE_MS);
  });
}
