import { BrowserWindow, dialog, type WebContents, type WebContentsPrintOptions } from 'electron';
import { writeFile } from 'node:fs/promises';
import { paperMicrons } from '../../src-shared/domain/print/papers.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { HostPrintJob, PrintHost } from '../print/print-host.ts';
import { UI_ORIGIN } from './origin.ts';

/** A dot-matrix printer's own raster; without it some drivers print in miniature (electron #39778). */
const DPI = { horizontal: 300, vertical: 300 };

/**
 * The system's printers. A document is loaded into a window nobody sees and sent from there at 100 %, by the way set for
 * the printer: our page size, the printer's own, or a PDF for another program (grid-excel-print §6.3).
 */
export function nativePrinting(): PrintHost {
  return {
    async printers() {
      const [window] = BrowserWindow.getAllWindows();
      const printers = window === undefined ? [] : await window.webContents.getPrintersAsync();
      return printers.map(({ name, displayName }) => ({
        name,
        label: displayName === '' ? name : displayName,
        isDefault: false,
      }));
    },
    print: (job) =>
      inHiddenWindow(job.address, (contents) =>
        job.route === 'pdf' ? savePdf(contents, job) : sendToPrinter(contents, job),
      ),
    pdf: ({ address }) => inHiddenWindow(address, (contents) => contents.printToPDF(PDF_OPTIONS)),
  };
}

/** What is shown before printing and what is saved are made alike, on the page size of the document. */
const PDF_OPTIONS = { preferCSSPageSize: true, printBackground: true };

async function inHiddenWindow<T>(address: string, use: (contents: WebContents) => Promise<T>): Promise<T> {
  const window = new BrowserWindow({
    show: false,
    webPreferences: {
      nodeIntegration: false,
      contextIsolation: true,
      sandbox: true,
      webviewTag: false,
      devTools: false,
    },
  });
  try {
    await window.loadURL(UI_ORIGIN + address);
    return await use(window.webContents);
  } finally {
    window.destroy();
  }
}

function sendToPrinter(contents: WebContents, job: HostPrintJob): Promise<void> {
  const size =
    job.route === 'printerDefault' ? { usePrinterDefaultPageSize: true } : { pageSize: paperMicrons(job.paper) };
  const options: WebContentsPrintOptions = {
    ...size,
    silent: true,
    deviceName: job.printerName,
    printBackground: true,
    color: false,
    margins: { marginType: 'none' },
    scaleFactor: 100,
    copies: 1,
    dpi: DPI,
    pageRanges: [{ from: job.fromPage - 1, to: job.toPage - 1 }],
  };
  return new Promise((resolve, reject) => {
    contents.print(options, (success, failureReason) => {
      if (success) resolve();
      else reject(new AppError('UNAVAILABLE', 'printer-failed', { printer: job.printerName, detail: failureReason }));
    });
  });
}

async function savePdf(contents: WebContents, job: HostPrintJob): Promise<void> {
  const pdf = await contents.printToPDF({
    ...PDF_OPTIONS,
    pageRanges: `${String(job.fromPage)}-${String(job.toPage)}`,
  });
  const { canceled, filePath } = await dialog.showSaveDialog({ filters: [{ name: 'PDF', extensions: ['pdf'] }] });
  if (canceled || filePath === '') throw new AppError('UNAVAILABLE', 'print-not-saved');
  await writeFile(filePath, pdf);
}
