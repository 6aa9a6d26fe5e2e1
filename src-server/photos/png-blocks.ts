import { constants, inflateSync } from 'node:zlib';
import type { PhotoBlocks } from './photo-blocks.ts';

interface Header {
  width: number;
  height: number;
  /** Bits of a sample. */
  depth: number;
  /** Samples of a dot. */
  channels: number;
  isPalette: boolean;
  isInterlaced: boolean;
}

/** Dots that come together: every `dx`th of every `dy`th row, from a place on. */
interface Pass {
  x: number;
  y: number;
  dx: number;
  dy: number;
}

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const WHOLE: readonly Pass[] = [{ x: 0, y: 0, dx: 1, dy: 1 }];
/** The seven turns of an interlaced picture (PNG, "Adam7"). */
const ADAM7: readonly Pass[] = [
  { x: 0, y: 0, dx: 8, dy: 8 },
  { x: 4, y: 0, dx: 8, dy: 8 },
  { x: 0, y: 4, dx: 4, dy: 8 },
  { x: 2, y: 0, dx: 4, dy: 4 },
  { x: 0, y: 2, dx: 2, dy: 4 },
  { x: 1, y: 0, dx: 2, dy: 2 },
  { x: 0, y: 1, dx: 1, dy: 2 },
];
/** Samples of a dot by the type of its colour; a type that is not here is none. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
/** Unpacked bytes of thirty million dots in four colours; a small file must not fill the memory. */
const MOST_BYTES = 128 * 1024 * 1024;

/** The brightness of every block of eight by eight dots of a PNG, or null when it is none that can be read. Transparency is not looked at. */
export function pngBlocks(png: Uint8Array): PhotoBlocks | null {
  const parts: Uint8Array[] = [];
  let header: Header | null = null;
  let palette = new Uint8Array(0);
  for (const { type, data } of pngChunks(png)) {
    if (type === 'IHDR') header = readHeader(data);
    else if (type === 'PLTE') palette = lumaOfPalette(data);
    else if (type === 'IDAT') parts.push(data);
  }
  if (header === null || parts.length === 0) return null;
  const passes = header.isInterlaced ? ADAM7 : WHOLE;
  const sizes = passes.map((pass) => sizeOf(header, pass));
  const bytes = sizes.reduce((sum, { rows, stride }) => sum + rows * (stride + 1), 0);
  if (bytes > MOST_BYTES) return null;
  const raw = unpacked(parts, bytes);
  if (raw === null) return null;
  const sums = new BlockSums(header.width, header.height);
  let at = 0;
  for (const [index, pass] of passes.entries()) {
    const size = sizes[index] ?? { columns: 0, rows: 0, stride: 0 };
    if (size.columns === 0) continue;
    const end = at + size.rows * (size.stride + 1);
    readPass(raw.subarray(at, end), { header, pass, size, palette, sums });
    at = end;
  }
  return sums.means();
}

interface Chunk {
  type: string;
  data: Uint8Array;
}

/** The pieces of a PNG up to its end or damage; none when the file is no PNG. */
export function* pngChunks(png: Uint8Array): Generator<Chunk> {
  if (!SIGNATURE.every((byte, index) => png[index] === byte)) return;
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  for (let at = 8; at + 12 <= png.length;) {
    const length = view.getUint32(at);
    const end = at + 8 + length;
    if (end > png.length) return;
    yield { type: String.fromCharCode(...png.subarray(at + 4, at + 8)), data: png.subarray(at + 8, end) };
    at = end + 4;
  }
}

function readHeader(data: Uint8Array): Header | null {
  if (data.length < 13) return null;
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const [width, height, depth, colour] = [view.getUint32(0), view.getUint32(4), view.getUint8(8), view.getUint8(9)];
  const channels = CHANNELS[colour];
  const isPalette = colour === 3;
  const isDepth = [1, 2, 4, 8, 16].includes(depth) && (depth >= 8 || channels === 1) && !(isPalette && depth === 16);
  if (channels === undefined || !isDepth || width === 0 || height === 0) return null;
  return { width, height, depth, channels, isPalette, isInterlaced: view.getUint8(12) === 1 };
}

/** Brightness as the eye has it, of 255. */
function lumaOf(red: number, green: number, blue: number): number {
  return (red * 299 + green * 587 + blue * 114) / 1000;
}

function lumaOfPalette(data: Uint8Array): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: Math.floor(data.length / 3) }, (_, index) =>
    Math.round(lumaOf(data[index * 3] ?? 0, data[index * 3 + 1] ?? 0, data[index * 3 + 2] ?? 0)),
  );
}

interface PassSize {
  columns: number;
  rows: number;
  /** Bytes of a row without the one that names its filter. */
  stride: number;
}

function sizeOf({ width, height, depth, channels }: Header, { x, y, dx, dy }: Pass): PassSize {
  const columns = Math.max(0, Math.ceil((width - x) / dx));
  const rows = columns === 0 ? 0 : Math.max(0, Math.ceil((height - y) / dy));
  return { columns: rows === 0 ? 0 : columns, rows, stride: Math.ceil((columns * channels * depth) / 8) };
}

/** Null when the data cannot be unpacked at all; of a file that was cut off comes what is there. */
function unpacked(parts: readonly Uint8Array[], bytes: number): Uint8Array | null {
  try {
    const options = { maxOutputLength: Math.max(1, bytes), finishFlush: constants.Z_SYNC_FLUSH };
    return inflateSync(Buffer.concat(parts), options);
  } catch {
    // not packed as PNG says, or more of it than the picture has dots
    return null;
  }
}

interface PassRead {
  header: Header;
  pass: Pass;
  size: PassSize;
  palette: Uint8Array;
  sums: BlockSums;
}

function readPass(raw: Uint8Array, { header, pass, size, palette, sums }: PassRead): void {
  const step = Math.max(1, (header.channels * header.depth) >> 3);
  const from = { header, palette };
  let above = new Uint8Array(size.stride);
  for (let row = 0; row < size.rows; row += 1) {
    const start = row * (size.stride + 1);
    const line = raw.subarray(start + 1, start + 1 + size.stride);
    if (line.length < size.stride) return;
    unfilter(line, above, { filter: raw[start] ?? 0, step });
    for (let column = 0; column < size.columns; column += 1) {
      sums.add(pass.x + column * pass.dx, pass.y + row * pass.dy, brightnessOf(line, column, from));
    }
    above = line as Uint8Array<ArrayBuffer>;
  }
}

/**
 * Undoes what makes a row pack better: each byte is told by its neighbours on the left and above. A loop for each filter: there
 * are tens of millions of bytes in a photograph, and nothing else of the server moves meanwhile.
 */
function unfilter(line: Uint8Array, above: Uint8Array, { filter, step }: { filter: number; step: number }): void {
  const { length } = line;
  if (filter === 1) {
    for (let at = step; at < length; at += 1) line[at] = (line[at] ?? 0) + (line[at - step] ?? 0);
  } else if (filter === 2) {
    for (let at = 0; at < length; at += 1) line[at] = (line[at] ?? 0) + (above[at] ?? 0);
  } else if (filter === 3) {
    for (let at = 0; at < length; at += 1) {
      const left = at < step ? 0 : (line[at - step] ?? 0);
      line[at] = (line[at] ?? 0) + ((left + (above[at] ?? 0)) >> 1);
    }
  } else if (filter === 4) {
    // beyond the left edge everything is dark, and then the dot above is the nearest
    for (let at = 0; at < step; at += 1) line[at] = (line[at] ?? 0) + (above[at] ?? 0);
    for (let at = step; at < length; at += 1) {
      line[at] = (line[at] ?? 0) + nearest(line[at - step] ?? 0, above[at] ?? 0, above[at - step] ?? 0);
    }
  }
}

/** The neighbour that is nearest to left + up − corner ("Paeth"). */
function nearest(left: number, up: number, corner: number): number {
  const toLeft = Math.abs(up - corner);
  const toUp = Math.abs(left - corner);
  const toCorner = Math.abs(left + up - 2 * corner);
  if (toLeft <= toUp && toLeft <= toCorner) return left;
  return toUp <= toCorner ? up : corner;
}

function brightnessOf(
  line: Uint8Array,
  column: number,
  { header: { depth, channels, isPalette }, palette }: { header: Header; palette: Uint8Array },
): number {
  if (depth < 8) {
    const bit = column * depth;
    const value = ((line[bit >> 3] ?? 0) >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
    return isPalette ? (palette[value] ?? 0) : (value * 255) / ((1 << depth) - 1);
  }
  // of sixteen bits the upper eight are enough
  const size = depth >> 3;
  const at = column * channels * size;
  if (isPalette) return palette[line[at] ?? 0] ?? 0;
  if (channels < 3) return line[at] ?? 0;
  return lumaOf(line[at] ?? 0, line[at + size] ?? 0, line[at + 2 * size] ?? 0);
}

/** Sums and counts of the dots of every block. */
class BlockSums {
  readonly #width: number;
  readonly #height: number;
  readonly #blocksWide: number;
  readonly #sums: Float64Array;
  readonly #counts: Uint8Array;

  constructor(width: number, height: number) {
    this.#width = width;
    this.#height = height;
    this.#blocksWide = Math.ceil(width / 8);
    this.#sums = new Float64Array(this.#blocksWide * Math.ceil(height / 8));
    this.#counts = new Uint8Array(this.#sums.length);
  }

  add(x: number, y: number, brightness: number): void {
    const block = (y >> 3) * this.#blocksWide + (x >> 3);
    this.#sums[block] = (this.#sums[block] ?? 0) + brightness;
    this.#counts[block] = (this.#counts[block] ?? 0) + 1;
  }

  /** In eighths, as a JPEG has them. */
  means(): PhotoBlocks {
    const brightness = Int32Array.from(this.#sums, (sum, index) =>
      Math.round((sum * 8) / Math.max(1, this.#counts[index] ?? 1)),
    );
    const blocksHigh = Math.ceil(this.#height / 8);
    return { width: this.#width, height: this.#height, blocksWide: this.#blocksWide, blocksHigh, brightness };
  }
}
