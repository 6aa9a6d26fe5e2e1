import { randomBytes } from 'node:crypto';

/** Documents kept at most: a preview, the batch being printed, and a few a person may go back to. */
const KEPT = 8;
export const PRINT_ADDRESS = '/print/';
const PDF_ENDING = '.pdf';

interface Published {
  html: string;
  pdf: Promise<Uint8Array> | null;
  /** Set when the PDF is made. */
  bytes: Uint8Array | null;
}

/** Print documents wait here for the window that shows and prints them, under names nobody can guess. */
export class PublishedDocuments {
  readonly #documents = new Map<string, Published>();

  /** Returns the path the host serves it under. */
  publish(html: string): string {
    const address = PRINT_ADDRESS + randomBytes(24).toString('base64url');
    this.#documents.set(address, { html, pdf: null, bytes: null });
    for (const oldest of this.#documents.keys()) {
      if (this.#documents.size <= KEPT) break;
      this.#documents.delete(oldest);
    }
    return address;
  }

  /** The document behind a path; null when there is none any more. */
  html(address: string): string | null {
    return this.#documents.get(address)?.html ?? null;
  }

  /** The PDF of a document behind the path that `withPdf` gave; null when there is none. */
  pdf(address: string): Uint8Array | null {
    if (!address.endsWith(PDF_ENDING)) return null;
    return this.#documents.get(address.slice(0, -PDF_ENDING.length))?.bytes ?? null;
  }

  /** Makes the PDF of a document once, however often it is asked for; null when the document is gone. */
  async withPdf(address: string, make: (html: string) => Promise<Uint8Array>): Promise<string | null> {
    const document = this.#documents.get(address);
    if (document === undefined) return null;
    document.pdf ??= make(document.html);
    try {
      document.bytes = await document.pdf;
    } catch (error) {
      document.pdf = null;
      throw error;
    }
    return address + PDF_ENDING;
  }

  /** Another person signs in: nothing of the last one stays. */
  clear(): void {
    this.#documents.clear();
  }
}
