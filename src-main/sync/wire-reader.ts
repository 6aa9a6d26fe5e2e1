import { crc32 } from 'node:zlib';
import { CopyReader } from '../../src-shared/contract/copy-text.ts';
import { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';
import { sealedText, type WireLine } from '../../src-shared/contract/sync-wire.ts';
import { AppError } from '../../src-shared/errors.ts';

export type WireValue = string | number | null;
export type SectionHeader = Extract<WireLine, { t: 'tbl' | 'del' | 'evict' }>;

/** Rows of one table in a batch; the text is parsed only when it is used. */
export interface WireSection {
  header: SectionHeader;
  rows(): WireValue[][];
  /** The rows one after the other, where they came in PostgreSQL's own text instead of JSON. */
  copied?(): CopyReader;
}

export interface WireBatch {
  /** The cursor it follows on; null in a snapshot, whose blocks follow on nothing. */
  from: string | null;
  sections: WireSection[];
  acks: string[];
  commit: Extract<WireLine, { t: 'commit' }>;
}

export type WireItem =
  | { batch: WireBatch; steer: null }
  | {
      batch: null;
      steer: Extract<WireLine, { t: 'begin' | 'end' | 'auth_expired' | 'schema_changed' | 'scopes_changed' }>;
    };

/** More than this without a commit is no batch of ours: the server sends a new copy above 200,000 rows (sync §2). */
const MOST_BATCH_BYTES = 256 * 1024 * 1024;
const KNOWN_LINES: ReadonlySet<WireLine['t']> = new Set<WireLine['t']>([
  ...(['begin', 'tbl', 'del', 'evict', 'acks', 'commit'] as const),
  ...(['auth_expired', 'schema_changed', 'scopes_changed', 'end'] as const),
]);
const NEWLINE = 10;
const OBJECT_START = 123;

/** Cuts an NDJSON stream of sync/1 into whole batches; a batch is handed out only after its count and CRC have been found right. */
export class WireReader {
  #buffer: Buffer = Buffer.alloc(0);
  /** Where the bytes counted by the CRC begin. */
  #batchStart = 0;
  #position = 0;
  #searchFrom = 0;
  /** Where rows of a known length end. */
  #rowsEnd = 0;
  /** What has come of them; joined once, when all of it is there. */
  #waiting: Buffer[] = [];
  #waitingBytes = 0;
  #sections: (WireSection & { start: number; end: number })[] = [];
  #acks: string[] = [];
  #from: string | null = null;
  readonly #mostBytes: number;

  constructor(mostBytes = MOST_BATCH_BYTES) {
    this.#mostBytes = mostBytes;
  }

  *push(chunk: Buffer): Generator<WireItem> {
    if (!this.#joined(chunk)) return;
    for (;;) {
      if (this.#position >= this.#buffer.length) break;
      if (this.#position < this.#rowsEnd) {
        if (this.#buffer.length < this.#rowsEnd) break;
        this.#position = this.#rowsEnd;
        continue;
      }
      if (this.#buffer[this.#position] !== OBJECT_START) {
        if (!this.#skipRows()) break;
        continue;
      }
      const end = this.#buffer.indexOf(NEWLINE, this.#position);
      if (end < 0) break;
      const item = this.#steer(end);
      if (item !== null) yield item;
    }
    this.#compact();
    if (this.#buffer.length > this.#mostBytes) throw brokenStream('too-long');
  }

  /** False while rows of a known length have not come whole: joining every piece would copy a block dozens of times. */
  #joined(chunk: Buffer): boolean {
    this.#waiting.push(chunk);
    this.#waitingBytes += chunk.length;
    const length = this.#buffer.length + this.#waitingBytes;
    if (length > this.#mostBytes && length < this.#rowsEnd) throw brokenStream('too-long');
    if (length < this.#rowsEnd) return false;
    this.#buffer = this.#waiting.length === 1 && this.#buffer.length === 0 ? chunk : this.#all();
    this.#waiting = [];
    this.#waitingBytes = 0;
    return true;
  }

  #all(): Buffer {
    return Buffer.concat([this.#buffer, ...this.#waiting]);
  }

  /** Moves past the rows up to the next steering line; false when that line has not come yet. */
  #skipRows(): boolean {
    const next = this.#buffer.indexOf('\n{', Math.max(this.#searchFrom, this.#position));
    if (next < 0) {
      this.#searchFrom = Math.max(this.#position, this.#buffer.length - 1);
      return false;
    }
    const section = this.#sections.at(-1);
    if (section === undefined) throw brokenStream('rows-before-table');
    section.end = next;
    this.#position = next + 1;
    return true;
  }

  #steer(end: number): WireItem | null {
    const start = this.#position;
    const line = parseLine(this.#buffer.toString('utf8', start, end));
    // These lines stand outside every CRC: a flipped byte must not become a request for a whole new copy.
    if (!KNOWN_LINES.has(line.t)) throw brokenStream('line');
    if (line.t === 'end' && typeof line.more !== 'boolean') throw brokenStream('line');
    this.#position = end + 1;
    if (line.t === 'begin') {
      this.#batchStart = start;
      this.#sections = [];
      this.#acks = [];
      this.#from = line.from;
      return { batch: null, steer: line };
    }
    if (line.t === 'tbl' || line.t === 'del' || line.t === 'evict') {
      const length = line.t === 'tbl' ? (line.copy ?? 0) : 0;
      if (!Number.isSafeInteger(length) || length < 0 || length > this.#mostBytes) throw brokenStream('line');
      const rowsEnd = end + 1 + length;
      this.#sections.push({ header: line, start: end + 1, end: length > 0 ? rowsEnd - 1 : end + 1, rows: () => [] });
      this.#rowsEnd = rowsEnd;
      return null;
    }
    if (line.t === 'acks') {
      this.#acks.push(...line.ids);
      return null;
    }
    return line.t === 'commit' ? { batch: this.#finish(line, start), steer: null } : { batch: null, steer: line };
  }

  #finish(commit: Extract<WireLine, { t: 'commit' }>, commitStart: number): WireBatch {
    const bytes = this.#buffer.subarray(this.#batchStart, commitStart);
    const crc = crc32(bytes).toString(16).padStart(8, '0');
    // a flipped byte in the name of the field leaves a line without one
    if (crc !== String(commit.crc).padStart(8, '0')) throw brokenStream('checksum-of-block');
    const seal = crc32(sealedText(commit)).toString(16).padStart(8, '0');
    if (commit.seal !== undefined && commit.seal !== seal) throw brokenStream('seal-of-block');
    const announced = this.#sections.reduce((sum, section) => sum + section.header.n, 0);
    if (announced !== commit.n) throw brokenStream('rows-of-block');
    const buffer = this.#buffer;
    const sections = this.#sections.map(({ header, start, end }): WireSection => {
      if (header.t !== 'tbl' || header.copy === undefined)
        return { header, rows: () => parseRows(buffer, start, end, header.n) };
      const copied = (): CopyReader => new CopyReader(buffer.subarray(start, end), kindsOf(header.id));
      return { header, copied, rows: () => copiedRows(copied(), header.n, kindsOf(header.id).length) };
    });
    const acks = this.#acks;
    this.#batchStart = this.#position;
    this.#sections = [];
    this.#acks = [];
    return { from: this.#from, sections, acks, commit };
  }

  /** Drops what has been handed out; offsets of the open batch move along. */
  #compact(): void {
    const drop = this.#batchStart;
    if (drop === 0) return;
    this.#buffer = this.#buffer.subarray(drop);
    this.#position -= drop;
    this.#searchFrom = Math.max(0, this.#searchFrom - drop);
    this.#rowsEnd = Math.max(0, this.#rowsEnd - drop);
    this.#batchStart = 0;
    for (const section of this.#sections) {
      section.start -= drop;
      section.end -= drop;
    }
  }
}

function parseRows(buffer: Buffer, start: number, end: number, expected: number): WireValue[][] {
  const text = end > start ? buffer.toString('utf8', start, end) : '';
  const rows = parseLines(text);
  if (rows.length !== expected) throw brokenStream('rows-of-table');
  return rows;
}

function kindsOf(table: number): string {
  return REPLICATED_TABLES.find(({ id }) => id === table)?.kinds ?? '';
}

function copiedRows(reader: CopyReader, expected: number, width: number): WireValue[][] {
  const rows: WireValue[][] = [];
  while (!reader.done) {
    const cells = Array<WireValue>(width);
    if (reader.read(cells, 1) !== 1) throw brokenStream('columns');
    rows.push(cells);
  }
  if (rows.length !== expected) throw brokenStream('rows-of-table');
  return rows;
}

function parseLines(text: string): WireValue[][] {
  try {
    return JSON.parse(`[${text.replaceAll('\n', ',')}]`) as WireValue[][];
  } catch (error) {
    throw new AppError('UNAVAILABLE', 'broken-stream', { part: 'row' }, error);
  }
}

function parseLine(text: string): WireLine {
  try {
    return JSON.parse(text) as WireLine;
  } catch (error) {
    throw new AppError('UNAVAILABLE', 'broken-stream', { part: 'line' }, error);
  }
}

function brokenStream(part: string): AppError {
  return new AppError('UNAVAILABLE', 'broken-stream', { part });
}
