import type { FileHandle } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { AppError } from '../../src-shared/errors.ts';

export interface CsvShape {
  encoding: 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';
  separator: string;
  quote: string;
}

const READ_BYTES = 256 * 1024;
const SAMPLE_CHARACTERS = 64 * 1024;
const SEPARATORS = [',', '\t', ';', '|', '，'] as const;

/** The text of a file, piece by piece, decoded; bytes that do not fit the encoding are refused, not replaced. */
export async function* decodedPieces(file: FileHandle, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    for await (const bytes of filePieces(file)) yield decoder.decode(bytes, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) throw new AppError('BAD_REQUEST', 'encoding-unknown', {}, error);
    throw error;
  }
}

async function* filePieces(file: FileHandle): AsyncGenerator<Buffer> {
  let position = 0;
  for (;;) {
    const buffer = Buffer.allocUnsafe(READ_BYTES);
    const { bytesRead } = await file.read(buffer, 0, READ_BYTES, position);
    if (bytesRead === 0) return;
    position += bytesRead;
    yield buffer.subarray(0, bytesRead);
  }
}

/** Encoding by byte order mark, else UTF-8 when the whole file is valid UTF-8, else GB18030 (Excel in China); then separator and quote. */
export async function detectCsv(file: FileHandle): Promise<CsvShape> {
  const encoding = await detectEncoding(file);
  let sample = '';
  for await (const piece of decodedPieces(file, encoding)) {
    sample += piece;
    if (sample.length >= SAMPLE_CHARACTERS) break;
  }
  if (sample.replace(/^\uFEFF/, '').trim() === '') throw new AppError('BAD_REQUEST', 'file-empty');
  if (/\p{Cc}/u.test(sample.replace(/[\t\r\n\u001a\u0085]/g, '')))
    throw new AppError('BAD_REQUEST', 'not-a-spreadsheet');
  const quote = detectQuote(sample);
  return { encoding, quote, separator: detectSeparator(sample, quote) };
}

async function detectEncoding(file: FileHandle): Promise<CsvShape['encoding']> {
  const head = Buffer.alloc(4);
  const { bytesRead } = await file.read(head, 0, 4, 0);
  if (bytesRead >= 2 && head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (bytesRead >= 2 && head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  // Unmarked UTF-16: a plain first letter has a zero byte beside it.
  if (bytesRead === 4 && head[1] === 0 && head[3] === 0 && head[0] !== 0) return 'utf-16le';
  if (bytesRead === 4 && head[0] === 0 && head[2] === 0 && head[1] !== 0) return 'utf-16be';
  try {
    for await (const piece of decodedPieces(file, 'utf-8')) if (piece.includes('\0')) break;
    return 'utf-8';
  } catch (error) {
    if (error instanceof AppError) return 'gb18030';
    throw error;
  }
}

function detectQuote(sample: string): string {
  if (sample.includes('"')) return '"';
  return /(^|[,;\t|])'[^'\n]*'([,;\t|\r\n]|$)/.test(sample) ? "'" : '"';
}

/** The separator under which most records have the same number of columns, and more than one. */
function detectSeparator(sample: string, quote: string): string {
  let best: { separator: string; score: number } = { separator: ',', score: 0 };
  const whole = sample.length < SAMPLE_CHARACTERS ? sample : sample.slice(0, sample.lastIndexOf('\n') + 1);
  for (const separator of SEPARATORS) {
    const score = separatorScore(whole, separator, quote);
    if (score > best.score) best = { separator, score };
  }
  return best.separator;
}

function separatorScore(sample: string, separator: string, quote: string): number {
  if (!sample.includes(separator)) return 0;
  let records: string[][];
  try {
    records = parse(sample, {
      delimiter: separator,
      quote,
      relax_quotes: true,
      relax_column_count: true,
      bom: true,
      to: 100,
    });
  } catch {
    return 0; // a separator under which the sample cannot be read is not the one
  }
  const widths = new Map<number, number>();
  for (const record of records) widths.set(record.length, (widths.get(record.length) ?? 0) + 1);
  const [width, count] = [...widths].sort((left, right) => right[1] - left[1])[0] ?? [1, 0];
  return width < 2 ? 0 : (count / records.length) * Math.min(width, 10);
}
