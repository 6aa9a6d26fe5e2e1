import { randomBytes } from 'node:crypto';

/** Documents kept at most: a preview, the batch being printed, and a few a person may go back to. */
const KEPT = 8;
export const PRINT_ADDRESS = '/print/';

/** Print documents wait here for the window that shows and prints them, under names nobody can guess. */
export class PublishedDocuments {
  readonly #documents = new Map<string, string>();

  /** Returns the path the host serves it under. */
  publish(html: string): string {
    const id = randomBytes(24).toString('base64url');
    this.#documents.set(id, html);
    for (const oldest of this.#documents.keys()) {
      if (this.#documents.size <= KEPT) break;
      this.#documents.delete(oldest);
    }
    return PRINT_ADDRESS + id;
  }

  /** The document behind a path; null when there is none any more. */
  html(address: string): string | null {
    return address.startsWith(PRINT_ADDRESS)
      ? (this.#documents.get(address.slice(PRINT_ADDRESS.length)) ?? null)
      : null;
  }

  /** Another person signs in: nothing of the last one stays. */
  clear(): void {
    this.#documents.clear();
  }
}
