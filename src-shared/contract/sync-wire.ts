/**
 * The lines of a snapshot or delta stream (sync §3.3): NDJSON, one JSON value per line. Objects steer, arrays are rows;
 * the first byte tells them apart. Everything after the last `commit` of a broken stream is dropped.
 */
export type WireLine =
  | { t: 'begin'; from: string | null; to: number; at_ms: number }
  /**
   * `masked`: some cells may be withheld from this reader and must go from his disk. `copy`: the rows are no JSON but so
   * many bytes of the text format of COPY (snapshot only, where `rows=copy` asked for it).
   */
  | { t: 'tbl'; id: number; name: string; n: number; masked?: true; copy?: number }
  | { t: 'del'; id: number; n: number }
  | { t: 'evict'; id: number; n: number }
  | { t: 'acks'; ids: string[] }
  /**
   * `crc` is the CRC-32 (hex) of the uncompressed bytes since `begin` or the last `commit`, `n` the rows among them;
   * `resume`, in a snapshot, is where to go on after this block. `seal` is the CRC-32 (hex) of `sealedText`: this line
   * stands outside of `crc`, and a number or a cursor with one digit wrong would be as good as any other. Servers before
   * it send none.
   */
  | { t: 'commit'; to: number; n: number; crc: string; cursor: string; resume?: string; seal?: string }
  | { t: 'auth_expired' }
  | { t: 'schema_changed' }
  | { t: 'scopes_changed' }
  | { t: 'end'; more: boolean; head_v?: number };

/** What the seal of a commit covers: its number, its cursor and where to resume (sync §3.3). */
export function sealedText({ to, cursor, resume = '' }: { to: number; cursor: string; resume?: string }): string {
  return [to, cursor, resume].join(' ');
}

/** Where the server tells that deltas cannot help: HTTP 409 with this body. */
export interface Resnapshot {
  resnapshot: 'epoch' | 'future' | 'compacted' | 'scopes' | 'schema';
}

export interface Cursor {
  epoch: string;
  seq: number;
  scopeHash: string;
  schemaHash: string;
}

/** The cursor as text, opaque to the client: `1.<epoch>.<seq>.<scopehash>.<schemahash>` (sync §3.2). */
export function formatCursor(cursor: Cursor): string {
  return ['1', cursor.epoch, String(cursor.seq), cursor.scopeHash, cursor.schemaHash].join('.');
}

/** Reads a cursor back; null when the text is no cursor of this protocol. */
export function parseCursor(text: string): Cursor | null {
  const [version, epoch, seq, scopeHash, schemaHash, ...rest] = text.split('.');
  if (version !== '1' || epoch === undefined || seq === undefined || !/^\d{1,16}$/.test(seq)) return null;
  if (scopeHash === undefined || schemaHash === undefined || rest.length > 0) return null;
  return { epoch, seq: Number(seq), scopeHash, schemaHash };
}
