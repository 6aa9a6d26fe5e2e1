import { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { WriteStores } from '../db/stores.ts';
import { rebuildOverlay } from './overlay.ts';
import { readState, STATE_KEYS, writeState } from './replica-state.ts';
import { RowWriter } from './row-writer.ts';
import { WireReader, type WireBatch } from './wire-reader.ts';

/** The number of the feed at which the server read a part. */
export function partSeq(_stores: WriteStores, input: { body: Uint8Array }): { seq: number } {
  return { seq: readPart(input.body).commit.to };
}

/**
 * Puts the server's rows in the place of a whole bucket, in one transaction and without looking at versions: what stands
 * there is what is in doubt. False when the copy does not stand at the number of the part.
 */
export function replaceBucket(
  stores: WriteStores,
  input: { body: Uint8Array; scope: string; tbl: number; bucket: number },
): boolean {
  const part = readPart(input.body);
  const file = stores.replicaFile;
  if (Number(readState(file, STATE_KEYS.seq) ?? 0) !== part.commit.to) return false;
  const table = REPLICATED_TABLES.find(({ id }) => id === input.tbl);
  if (table === undefined) throw new AppError('UNAVAILABLE', 'broken-stream', { part: 'unknown-table' });
  const writer = new RowWriter(file);
  file
    .transaction(() => {
      file.prepare(`delete from ${table.name} where _scope = ? and _bucket = ?`).run(input.scope, input.bucket);
      for (const section of part.sections) writer.replace(section);
    })
    .immediate();
  rebuildOverlay(stores);
  return true;
}

/** Grants or columns changed and nothing has to be fetched: rows of scopes no longer granted go with the new cursor. */
export function restamp(stores: WriteStores, input: { cursor: string; scopes: string[]; drop: string[] }): void {
  const file = stores.replicaFile;
  file
    .transaction(() => {
      dropScopes(file, input.drop);
      writeState(file, { [STATE_KEYS.cursor]: input.cursor, [STATE_KEYS.scopes]: JSON.stringify(input.scopes) });
    })
    .immediate();
  file.pragma('wal_checkpoint(TRUNCATE)');
  rebuildOverlay(stores);
}

/** The caller owns the transaction. */
export function dropScopes(file: WriteStores['replicaFile'], scopes: readonly string[]): void {
  if (scopes.length === 0) return;
  const marks = scopes.map(() => '?').join(',');
  for (const table of REPLICATED_TABLES) {
    file.prepare(`delete from ${table.name} where _scope in (${marks})`).run(...scopes);
  }
}

function readPart(body: Uint8Array): WireBatch {
  const reader = new WireReader();
  for (const { batch } of reader.push(Buffer.from(body.buffer, body.byteOffset, body.length))) {
    if (batch !== null) return batch;
  }
  throw new AppError('UNAVAILABLE', 'broken-stream', { part: 'end' });
}
