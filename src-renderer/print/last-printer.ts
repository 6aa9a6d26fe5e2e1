import { z } from 'zod';
import { useStoredState } from '../ui/stored-state.ts';

const PrinterName = z.string().max(200);

/** The printer used last on this workstation; empty = the browser's choice, calibrated as one printer. */
export function useLastPrinter(): [string, (name: string) => void] {
  return useStoredState('print.printer', PrinterName, '');
}
