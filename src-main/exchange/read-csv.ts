import type { FileHandle } from 'node:fs/promises';
import { CsvError, parse, type Info } from 'csv-parse';
import { EMPTY_CELL, type Cell } from '../../src-shared/domain/exchange/cell.ts';
import { AppError } from '../../src-shared/errors.ts';
import { decodedPieces, type CsvShape } from './csv-detect.ts';
import type { RowListener } from './read-sheet.ts';

const MAX_RECORD_CHARACTERS = 1024 * 1024;

interface RecordWithInfo {
  record: string[];
  info: Info;
}

/** Reads the records of a csv in order; the row number is the line of the file a record starts on. */
export async function readCsv(file: FileHandle, shape: CsvShape, onRow: RowListener): Promise<void> {
  const parser = parse({
    delimiter: shape.separator,
    quote: shape.quote,
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: MAX_RECORD_CHARACTERS,
  });
  const feeding = feed(file, shape, parser);
  let lastLine = 0;
  try {
    for await (const item of parser as AsyncIterable<RecordWithInfo>) {
      const go = onRow(lastLine + 1, item.record.map(textCell));
      lastLine = item.info.lines;
      if (!go) break;
    }
  } catch (error) {
    throw error instanceof CsvError ? csvProblem(error, lastLine + 1) : error;
  } finally {
    parser.destroy();
    await feeding;
  }
}

function textCell(text: string): Cell {
  return text === '' ? EMPTY_CELL : { is: 'text', text };
}

async function feed(file: FileHandle, shape: CsvShape, parser: ReturnType<typeof parse>): Promise<void> {
  try {
    for await (const piece of decodedPieces(file, shape.encoding)) {
      if (parser.destroyed) return;
      if (!parser.write(piece)) {
        await new Promise<void>((resolve) => {
          const go = (): void => {
            parser.off('drain', go).off('close', go);
            resolve();
          };
          parser.once('drain', go).once('close', go);
        });
      }
    }
    if (!parser.destroyed) parser.end();
  } catch (error) {
    parser.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}

function csvProblem(error: CsvError, rowNo: number): AppError {
  const reason = error.code === 'CSV_QUOTE_NOT_CLOSED' ? 'csv-quote-not-closed' : 'csv-damaged';
  return new AppError('BAD_REQUEST', reason, { rowNo }, error);
}
