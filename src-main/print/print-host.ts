import { AppError } from '../../src-shared/errors.ts';
import type { PrintRoute } from '../../src-shared/contract/print.contract.ts';

export interface HostPrinter {
  name: string;
  label: string;
  isDefault: boolean;
}

export interface HostPrintJob {
  /** Path under which the document was published. */
  address: string;
  printerName: string;
  /** Pages of that document, from 1. */
  fromPage: number;
  toPage: number;
  paper: { widthMm: number; heightMm: number };
  route: PrintRoute;
}

/** The host's printers; a host that only has the browser's own dialog has none. */
export interface PrintHost {
  printers(): Promise<HostPrinter[]>;
  /** Settles when the system has taken the pages; rejects with an AppError when it has not. */
  print(job: HostPrintJob): Promise<void>;
}

/** The page prints itself, with the browser's dialog. */
export const BROWSER_PRINT: PrintHost = {
  printers: () => Promise.resolve([]),
  print: () => Promise.reject(new AppError('UNAVAILABLE', 'print-by-browser')),
};
