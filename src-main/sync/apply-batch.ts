import type { Database } from 'better-sqlite3';
import { AppError } from '../../src-shared/errors.ts';
import { parseCursor } from '../../src-shared/contract/sync-wire.ts';
import { readState, STATE_KEYS, writeState } from './replica-state.ts';
import type { RowWriter } from './row-writer.ts';
import type { WireBatch } from './wire-reader.ts';

/** Claims whose own row, lines or decisions a batch touched: their overlay has to be computed again. */
const CLAIM_KEY_COLUMN: Readonly<Record<string, number>> = { claim: 0, claim_line: 5, audit_decision: 5 };

export interface AppliedBatch {
  seq: number;
  tables: Set<string>;
  claimIds: Set<string>;
  acks: string[];
  /** Rows left this desk's scopes or cells are withheld from it: what stood there must go from the disk too. */
  mustForget: boolean;
}

/** Applies one batch and its cursor; the caller has begun the transaction and commits it, so readers never see half a batch. */
export function applyBatch(database: Database, writer: RowWriter, batch: WireBatch): AppliedBatch {
  // An older answer that comes late, or comes again, follows on another place: nothing of it is taken (sync §6, case 11).
  if (batch.from !== null && batch.from !== readState(database, STATE_KEYS.cursor)) {
    throw new AppError('UNAVAILABLE', 'broken-stream', { part: 'another-place' });
  }
  const tables = new Set<string>();
  const claimIds = new Set<string>();
  let mustForget = false;
  for (const section of batch.sections) {
    const name = writer.tableName(section.header.id);
    const rows = writer.apply(section);
    tables.add(name);
    mustForget ||= section.header.t === 'evict' || (section.header.t === 'tbl' && section.header.masked === true);
    const column = section.header.t === 'tbl' ? CLAIM_KEY_COLUMN[name] : name === 'claim' ? 0 : undefined;
    if (column === undefined) continue;
    for (const row of rows) {
      const id = row[column];
      if (typeof id === 'string') claimIds.add(id);
    }
  }
  const seq = parseCursor(batch.commit.cursor)?.seq ?? batch.commit.to;
  writeState(database, { [STATE_KEYS.cursor]: batch.commit.cursor, [STATE_KEYS.seq]: String(seq) });
  return { seq, tables, claimIds, acks: batch.acks, mustForget };
}
