import { useRef, useState, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { CountSheetDetail } from '../../src-shared/contract/counts.contract.ts';
import { takeScan } from '../../src-shared/domain/counts/take-scan.ts';
import { api } from '../api/client.ts';
import type { SheetHandle } from '../grid/SheetGrid.tsx';
import type { Sheet } from '../grid/sheet.ts';
import { useStoredState } from '../ui/stored-state.ts';
import { showToast } from '../ui/toasts.ts';
import type { EntryLine } from './counts.columns.tsx';
import type { FoundStart } from './FoundDialog.tsx';
import type { InFlight } from './in-flight.ts';
import type { FoundDesk } from './use-found.ts';
import { playTone } from './tones.ts';
import { useWedge } from './use-wedge.ts';

/** PLUS: a scan is one more; TYPE: it goes to the line, where the quantity is typed. */
const SCAN_MODES = ['PLUS', 'TYPE'] as const;
export type ScanMode = (typeof SCAN_MODES)[number];

export interface Scanning {
  openBin: string | null;
  mode: ScanMode;
  switchMode(): void;
  /** Codes nobody knows, to be looked into before the sheet is submitted. */
  unknown: readonly string[];
  settle(code: string): void;
}

interface Desk {
  detail: CountSheetDetail;
  sheet: Sheet<EntryLine>;
  grid: RefObject<SheetHandle | null>;
  inFlight: InFlight;
  markScanned: (lineId: string) => void;
  onFound: (start: FoundStart) => void;
  /** The dialog of a found item: scans that are not its own wait until it is closed, in their order. */
  found: FoundDesk;
}

/** Counting with a scanner: bins, parts, boxes and codes nobody knows, one after the other as they were scanned. Stock §5.2. */
export function useScanning({ detail, sheet, grid, inFlight, markScanned, onFound, found }: Desk): Scanning {
  const { t } = useTranslation();
  const { id: sheetId } = detail.sheet;
  const [openBin, setOpenBin] = useState<string | null>(null);
  const [mode, setMode] = useStoredState<ScanMode>('counts.scanMode', z.enum(SCAN_MODES), 'PLUS');
  const [unknown, setUnknown] = useStoredState<string[]>(`counts.unknown.${sheetId}`, z.array(z.string()), []);
  const latest = useRef({ openBin, unknown, mode });
  latest.current = { openBin, unknown, mode };
  const before = useRef(Promise.resolve());
  const warned = useRef(false);

  const goTo = (lineId: string): void => {
    const row = sheet.rows.findIndex(({ id }) => id === lineId);
    if (row >= 0) grid.current?.goTo(row);
  };
  const add = (lineId: string, addMilli: number): void => {
    const row = sheet.rows.find(({ id }) => id === lineId);
    if (row === undefined) return;
    const after = (row.countedMilli ?? 0) + addMilli;
    markScanned(lineId);
    sheet.apply({
      cells: [{ rowId: lineId, key: 'countedMilli', before: row.countedMilli, after }],
      added: [],
      removed: [],
    });
  };
  /** For a person to look into; also a code that could not be looked up, so that none is lost. */
  const keep = (code: string): void => {
    const { unknown: kept } = latest.current;
    if (!kept.includes(code)) {
      latest.current.unknown = [...kept, code];
      setUnknown(latest.current.unknown);
    }
    playTone('unknown');
  };
  const take = async (code: string): Promise<void> => {
    await found.closed();
    const thing = await api.counts.lookup({ sheetId, code });
    const outcome = takeScan(thing, { lines: sheet.rows, openBin: latest.current.openBin });
    switch (outcome.kind) {
      case 'bin': {
        const first = sheet.rows.find((row) => row.binCode === outcome.binCode);
        if (outcome.left > 0)
          showToast({ text: t('counts.binLeft', { bin: latest.current.openBin, number: outcome.left }) });
        latest.current.openBin = outcome.binCode;
        setOpenBin(outcome.binCode);
        if (first !== undefined) goTo(first.id);
        return playTone(outcome.left > 0 ? 'repeat' : 'ok');
      }
      case 'count':
        goTo(outcome.lineId);
        if (latest.current.mode === 'PLUS') add(outcome.lineId, outcome.addMilli);
        return playTone('ok');
      case 'repeat':
        goTo(outcome.lineId);
        showToast({ text: t('counts.serialAgain', { code }), tone: 'bad' });
        return playTone('repeat');
      case 'needsBin':
        showToast({ text: t('counts.binFirst') });
        return playTone('wrongBin');
      case 'found':
        onFound({
          ...{ bin: latest.current.openBin ?? '', part: thing.part?.partNo ?? code, qtyMilli: outcome.addMilli },
          ...{ method: 'SCAN', listedIn: outcome.listedIn },
        });
        return playTone('wrongBin');
      case 'unknown':
        return keep(code);
    }
  };
  useWedge(detail.wedge, {
    onScan: (code, typing) => {
      if (found.scan(code, typing)) return;
      grid.current?.takeOut(typing.text);
      // One after the other, in the order they were scanned.
      before.current = before.current.then(() => take(code)).catch(() => keep(code));
      inFlight.follow(before.current);
    },
    onInputMethod: () => {
      if (!warned.current) showToast({ text: t('counts.inputMethod') });
      warned.current = true;
    },
  });
  return {
    openBin,
    mode,
    switchMode: () => setMode(mode === 'PLUS' ? 'TYPE' : 'PLUS'),
    unknown,
    settle: (code) => setUnknown(unknown.filter((each) => each !== code)),
  };
}
