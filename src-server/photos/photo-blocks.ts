/** The brightness of a JPEG in blocks of eight by eight dots, in no particular unit; `width` and `height` in dots. */
export interface PhotoBlocks {
  width: number;
  height: number;
  /** Blocks in a row; `brightness` holds them row by row. */
  blocksWide: number;
  blocksHigh: number;
  brightness: Int32Array;
}

interface Component {
  id: number;
  across: number;
  down: number;
  dc: Uint16Array;
  ac: Uint16Array;
  lastDc: number;
}

interface Frame {
  width: number;
  height: number;
  isProgressive: boolean;
  components: Component[];
}

const NO_TABLE = new Uint16Array(0);
/** More than two hundred million dots; no camera of a workshop takes them, and a forged header must not fill the memory. */
const MOST_UNITS = 3_200_000;

/**
 * The brightness of every block of a JPEG, or null when it is none that is read here (sequential or progressive, Huffman coded).
 * Only the first number of a block is kept, which is its mean: the rest of the picture is stepped over, so that twelve million
 * dots take a fraction of a second and of a megabyte. Nothing is written outside the result, whatever the bytes say.
 */
export function photoBlocks(jpeg: Uint8Array): PhotoBlocks | null {
  if (jpeg[0] !== 0xff || jpeg[1] !== 0xd8) return null;
  const tables = new Map<number, Uint16Array>();
  let frame: Frame | null = null;
  let restartEvery = 0;
  for (const { marker, start, end } of segmentsOf(jpeg)) {
    if (marker === 0xc4) readTables(jpeg, { start, end }, tables);
    else if (marker === 0xdd) restartEvery = wordAt(jpeg, start);
    else if (marker >= 0xc0 && marker <= 0xc2) frame = readFrame(jpeg, start, marker === 0xc2);
    else if (marker === 0xda) {
      if (frame === null) return null;
      const scanned = scanOf(jpeg, start, { frame, tables });
      // the first scan of the brightness has its means, in a progressive picture as well
      return scanned === null ? null : readScan(jpeg, end, { frame, scanned, restartEvery });
    }
  }
  return null;
}

const wordAt = (bytes: Uint8Array, at: number): number => ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);

interface Segment {
  marker: number;
  start: number;
  end: number;
}

/** The marked segments up to the first scan, without their marker and length. */
export function* segmentsOf(jpeg: Uint8Array): Generator<Segment> {
  let at = 2;
  while (at + 4 <= jpeg.length && jpeg[at] === 0xff) {
    const marker = jpeg[at + 1] ?? 0;
    const end = at + 2 + wordAt(jpeg, at + 2);
    if (end > jpeg.length || end < at + 4) return;
    yield { marker, start: at + 4, end };
    if (marker === 0xda) return;
    at = end;
  }
}

/** Each table as a list of all sixteen-bit beginnings: length of the code in the high byte, its symbol in the low one. */
function readTables(
  jpeg: Uint8Array,
  { start, end }: { start: number; end: number },
  tables: Map<number, Uint16Array>,
): void {
  let at = start;
  while (at + 17 <= end) {
    const table = new Uint16Array(65_536);
    const counts = jpeg.subarray(at + 1, at + 17);
    let symbolAt = at + 17;
    let code = 0;
    for (const [index, count] of counts.entries()) {
      const bits = index + 1;
      for (let each = 0; each < count && symbolAt < end; each += 1) {
        const from = code << (16 - bits);
        table.fill((bits << 8) | (jpeg[symbolAt] ?? 0), from, from + (1 << (16 - bits)));
        symbolAt += 1;
        code += 1;
      }
      code <<= 1;
    }
    tables.set(jpeg[at] ?? 0, table);
    at = symbolAt;
  }
}

function readFrame(jpeg: Uint8Array, start: number, isProgressive: boolean): Frame {
  const count = Math.min(4, jpeg[start + 5] ?? 0);
  return {
    height: wordAt(jpeg, start + 1),
    width: wordAt(jpeg, start + 3),
    isProgressive,
    components: Array.from({ length: count }, (_, index) => {
      const at = start + 6 + index * 3;
      const sampling = jpeg[at + 1] ?? 0;
      return { id: jpeg[at] ?? 0, across: sampling >> 4, down: sampling & 15, dc: NO_TABLE, ac: NO_TABLE, lastDc: 0 };
    }),
  };
}

/** The components of the scan with their tables; null when it does not hold the means of the brightness. */
function scanOf(
  jpeg: Uint8Array,
  start: number,
  { frame, tables }: { frame: Frame; tables: ReadonlyMap<number, Uint16Array> },
): Component[] | null {
  const count = jpeg[start] ?? 0;
  const found: Component[] = [];
  for (let index = 0; index < count; index += 1) {
    const at = start + 1 + index * 2;
    const component = frame.components.find((each) => each.id === jpeg[at]);
    const use = jpeg[at + 1] ?? 0;
    const dc = tables.get(use >> 4);
    const ac = tables.get(0x10 | (use & 15)) ?? NO_TABLE;
    if (component === undefined || dc === undefined || (ac === NO_TABLE && !frame.isProgressive)) return null;
    found.push(Object.assign(component, { dc, ac }));
  }
  const [luma] = frame.components;
  const isSane = found.every(({ across, down }) => across >= 1 && across <= 4 && down >= 1 && down <= 4);
  return luma !== undefined && found.includes(luma) && isSane && jpeg[start + 1 + count * 2] === 0 ? found : null;
}

interface Scan {
  frame: Frame;
  scanned: Component[];
  restartEvery: number;
}

function readScan(jpeg: Uint8Array, start: number, { frame, scanned, restartEvery }: Scan): PhotoBlocks | null {
  const { width, height, components, isProgressive } = frame;
  const [luma] = components;
  if (luma === undefined || width === 0 || height === 0) return null;
  const most = {
    across: Math.max(...components.map((each) => each.across)),
    down: Math.max(...components.map((each) => each.down)),
  };
  // a scan of one component comes block by block, one of several in groups of what belongs together
  const alone = scanned.length === 1;
  const across = alone ? 1 : luma.across;
  const down = alone ? 1 : luma.down;
  const unit = alone
    ? { width: (8 * most.across) / luma.across, height: (8 * most.down) / luma.down }
    : { width: 8 * most.across, height: 8 * most.down };
  const [unitsWide, unitsHigh] = [Math.ceil(width / unit.width), Math.ceil(height / unit.height)];
  if (unitsWide * unitsHigh > MOST_UNITS) return null;
  const blocksWide = unitsWide * across;
  const brightness = new Int32Array(blocksWide * unitsHigh * down);
  const bits = new BitReader(jpeg, start);
  for (let index = 0; index < unitsWide * unitsHigh; index += 1) {
    if (restartEvery > 0 && index > 0 && index % restartEvery === 0) restart(bits, scanned);
    const left = (index % unitsWide) * across;
    const top = Math.floor(index / unitsWide) * down;
    for (const component of scanned) {
      const blocks = alone ? 1 : component.across * component.down;
      for (let block = 0; block < blocks; block += 1) {
        const mean = readBlock(bits, component, isProgressive);
        if (component !== luma) continue;
        brightness[(top + Math.floor(block / across)) * blocksWide + left + (block % across)] = mean;
      }
    }
  }
  return { width, height, blocksWide, blocksHigh: unitsHigh * down, brightness };
}

function restart(bits: BitReader, scanned: readonly Component[]): void {
  bits.skipMarker();
  for (const component of scanned) component.lastDc = 0;
}

function readBlock(bits: BitReader, component: Component, isProgressive: boolean): number {
  const size = bits.symbol(component.dc) & 15;
  component.lastDc += size === 0 ? 0 : signed(bits.take(size), size);
  if (isProgressive) return component.lastDc;
  for (let place = 1; place < 64;) {
    const symbol = bits.symbol(component.ac);
    const length = symbol & 15;
    if (length === 0 && symbol !== 0xf0) break;
    place += (symbol >> 4) + 1;
    if (length > 0) bits.take(length);
  }
  return component.lastDc;
}

function signed(value: number, size: number): number {
  return value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
}

/** Bits of the coded picture, the highest first; behind its end come zeros. */
class BitReader {
  private readonly bytes: Uint8Array;
  private at: number;
  private held = 0;
  private count = 0;

  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  symbol(table: Uint16Array): number {
    this.fill();
    const entry = table[(this.held >>> (this.count - 16)) & 0xffff] ?? 0;
    // a code that is in no table is stepped over bit by bit
    this.count -= entry >> 8 === 0 ? 1 : entry >> 8;
    return entry & 0xff;
  }

  take(size: number): number {
    this.fill();
    this.count -= size;
    return (this.held >>> this.count) & ((1 << size) - 1);
  }

  /** To the byte behind the next restart marker. */
  skipMarker(): void {
    [this.held, this.count] = [0, 0];
    while (
      this.at + 1 < this.bytes.length &&
      !(this.bytes[this.at] === 0xff && isRestart(this.bytes[this.at + 1] ?? 0))
    )
      this.at += 1;
    this.at += 2;
  }

  /** At least sixteen bits, at most twenty-four, so that they stay within what a shift can hold. */
  private fill(): void {
    while (this.count < 16) {
      let byte = this.bytes[this.at] ?? 0;
      if (byte === 0xff) {
        // a marker is never part of the picture: the reader stays before it
        if (this.bytes[this.at + 1] === 0) this.at += 2;
        else byte = 0;
      } else this.at += 1;
      this.held = ((this.held << 8) | byte) & 0xffffff;
      this.count += 8;
    }
  }
}

const isRestart = (marker: number): boolean => marker >= 0xd0 && marker <= 0xd7;
