import { crc32 } from 'node:zlib';
import type { WireLine } from '../../src-shared/contract/sync-wire.ts';
import { AppError } from '../../src-shared/errors.ts';

export type WireValue = string | number | null;
export type SectionHeader = Extract<WireLine, { t: 'tbl' | 'del' | 'evict' }>;

/** Rows of one table in a batch; the text is parsed only when it is used. */
export interface WireSection {
  header: SectionHeader;
  rows(): WireValue[][];
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
  #sections: (WireSection & { start: number; end: number })[] = [];
  #acks: string[] = [];
  #from: string | null = null;
  readonly #mostBytes: number;

  constructor(mostBytes = MOST_BATCH_BYTES) {
    this.#mostBytes = mostBytes;
  }

  *push(chunk: Buffer): Generator<WireItem> {
    this.#buffer = this.#buffer.length === 0 ? chunk : Buffer.concat([this.#buffer, chunk]);
    for (;;) {
      if (this.#position >= this.#buffer.length) break;
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
      this.#sections.push(this.#section(line, end + 1));
      return null;
    }
    if (line.t === 'acks') {
      this.#acks.push(...line.ids);
      return null;
    }
    return line.t === 'commit' ? { batch: this.#finish(line, start), steer: null } : { batch: null, steer: line };
  }

  #section(header: SectionHeader, start: number): WireSection & { start: number; end: number } {
    const section = { header, start, end: start, rows: (): WireValue[][] => [] };
    return section;
  }

  #finish(commit: Extract<WireLine, { t: 'commit' }>, commitStart: number): WireBatch {
    const bytes = this.#buffer.subarray(this.#batchStart, commitStart);
    const crc = crc32(bytes).toString(16).padStart(8, '0');
    if (crc !== commit.crc.padStart(8, '0')) throw brokenStream('checksum-of-block');
    const announced = this.#sections.reduce((sum, section) => sum + section.header.n, 0);
    if (announced !== commit.n) throw brokenStream('rows-of-block');
    const buffer = this.#buffer;
    const sections = this.#sections.map(({ header, start, end }) => ({
      header,
      rows: () => parseRows(buffer, start, end, header.n),
    }));
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
