import type { Database } from 'better-sqlite3';

/**
 * All that `read` reads of the file is as it stood at its first statement: the writer may commit between two statements of one
 * question, and an answer of two moments shows what never was (0300).
 */
export async function atOneMoment<Output>(file: Database, read: () => Output | Promise<Output>): Promise<Output> {
  file.exec('begin');
  try {
    return await read();
  } finally {
    // after some errors SQLite has ended it itself
    if (file.inTransaction) file.exec('commit');
  }
}
