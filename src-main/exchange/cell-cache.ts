import type { Cell } from '../../src-shared/domain/exchange/cell.ts';

const SLOTS = 512;
/** Longer contents hardly come twice. */
export const CACHED_BYTES = 64;

/**
 * The cells of one column that were read last, by the bytes they were read from: bins, units, names and days repeat all the
 * time, and one that is found here is neither decoded nor made again. Compared byte by byte, so it can never be another.
 */
export class CellCache {
  readonly #cells = new Array<Cell | undefined>(SLOTS);
  readonly #kinds = new Uint16Array(SLOTS);
  readonly #lengths = new Uint8Array(SLOTS);
  #slot = 0;
  readonly #contents = new Uint8Array(SLOTS * CACHED_BYTES);

  /** The cell that was kept for these bytes read in this way, if it is still here. */
  find(kind: number, bytes: Uint8Array, length: number): Cell | undefined {
    const slot = slotOf(bytes, length);
    this.#slot = slot;
    if (this.#lengths[slot] !== length || this.#kinds[slot] !== kind) return undefined;
    const start = slot * CACHED_BYTES;
    for (let at = 0; at < length; at += 1) if (this.#contents[start + at] !== bytes[at]) return undefined;
    return this.#cells[slot];
  }

  /** Keeps the cell that was just looked for in vain. */
  keep(kind: number, bytes: Uint8Array, length: number, cell: Cell): void {
    const slot = this.#slot;
    this.#cells[slot] = cell;
    this.#kinds[slot] = kind;
    this.#lengths[slot] = length;
    const start = slot * CACHED_BYTES;
    for (let at = 0; at < length; at += 1) this.#contents[start + at] = bytes[at] ?? 0;
  }
}

/** Where the bytes belong: FNV-1a. */
function slotOf(bytes: Uint8Array, length: number): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < length; at += 1) hash = Math.imul(hash ^ (bytes[at] ?? 0), 0x01000193);
  return (hash ^ (hash >>> 15)) & (SLOTS - 1);
}
