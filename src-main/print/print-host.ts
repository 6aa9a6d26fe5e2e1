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

/** Makes the PDF of a document by the engine that prints it; the document stands under its address, too. */
export type PdfMaker = (document: { address: string; html: string }) => Promise<Uint8Array>;

/** The host's printers; a host that only has the browser's own dialog has none. */
export interface PrintHost {
  printers(): Promise<HostPrinter[]>;
  /** Settles when the system has taken the pages; rejects with an AppError when it has not. */
  print(job: HostPrintJob): Promise<void>;
  /** Null on a host without an engine of its own: the document itself is shown then. */
  pdf: PdfMaker | null;
}

/** The page prints itself, with the browser's dialog; its PDF is made beside it where there is a Chromium. */
export function browserPrint(pdf: PdfMaker | null): PrintHost {
  return {
    printers: () => Promise.resolve([]),
    print: () => Promise.reject(new AppError('UNAVAILABLE', 'print-by-browser')),
    pdf,
  };
}
