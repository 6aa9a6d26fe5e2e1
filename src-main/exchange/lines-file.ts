import { closeSync, openSync, readSync, writeSync } from 'node:fs';

const BUFFER_BYTES = 1024 * 1024;
/** UTF-8 takes at most this many bytes for one UTF-16 unit. */
const BYTES_PER_UNIT = 3;
const LINE_END = 10;

/**
 * A file of lines, written in large pieces, of which any line can be read again. It works synchronously: only in a process
 * of its own, where nobody waits for it.
 */
export class LinesFile {
  readonly #file: number;
  #buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  #filled = 0;
  #written = 0;

  constructor(path: string) {
    this.#file = openSync(path, 'w+');
  }

  /** Adds the line and returns its place. */
  add(line: string): number {
    const needed = line.length * BYTES_PER_UNIT + 1;
    if (this.#filled + needed > this.#buffer.length) this.#write();
    if (needed > this.#buffer.length) this.#buffer = Buffer.allocUnsafe(needed);
    const place = this.#written + this.#filled;
    this.#filled += this.#buffer.write(line, this.#filled, 'utf8');
    this.#buffer[this.#filled] = LINE_END;
    this.#filled += 1;
    return place;
  }

  /** The line that was added at this place. */
  lineAt(place: number): string {
    this.#write();
    const pieces: Buffer[] = [];
    for (let at = place; ;) {
      const piece = Buffer.allocUnsafe(4096);
      const length = readSync(this.#file, piece, 0, piece.length, at);
      const end = piece.subarray(0, length).indexOf(LINE_END);
      pieces.push(piece.subarray(0, end === -1 ? length : end));
      if (end !== -1 || length === 0) return Buffer.concat(pieces).toString('utf8');
      at += length;
    }
  }

  close(): void {
    this.#write();
    closeSync(this.#file);
  }

  #write(): void {
    for (let at = 0; at < this.#filled;)
      at += writeSync(this.#file, this.#buffer, at, this.#filled - at, this.#written + at);
    this.#written += this.#filled;
    this.#filled = 0;
  }
}
