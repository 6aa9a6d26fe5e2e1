import { sql } from 'kysely';
import { REPLICATED_TABLES } from '../../src-shared/contract/replicated-tables.generated.ts';
import { formatCursor, type Cursor } from '../../src-shared/contract/sync-wire.ts';
import { rowImage } from './row-image.ts';
import { shapeRows, type RowShape } from './row-shape.ts';
import type { Sequencer } from './sequencer.ts';
import { WireText } from './wire-stream.ts';

export interface PartRequest {
  sequencer: Sequencer;
  shape: RowShape;
  cursor: Omit<Cursor, 'seq'>;
  scope: string;
  table: number;
  bucket: number;
  nowMs(): number;
}

/** All rows of one bucket at an exact number of the feed, to mend a copy whose sums differ there (sync §3.10). */
export async function* partStream(request: PartRequest): AsyncGenerator<Buffer> {
  const table = REPLICATED_TABLES.find(({ id }) => id === request.table);
  if (table === undefined) throw new Error('the table was checked before');
  const part = await request.sequencer.readBeside(async (transaction, seq) => {
    const { rows } = await sql<{ img: string }>`
      select ${sql.raw(rowImage(table, 't'))} as img from ${sql.table(table.name)} t
      where t._scope = ${request.scope} and t._bucket = ${request.bucket} order by t.id`.execute(transaction);
    return { seq, texts: rows.map(({ img }) => img) };
  });
  const rows = shapeRows(request.shape, { tbl: table.id, texts: part.texts, writtenAs: null }) ?? [];
  const text = new WireText();
  yield text.line({ t: 'begin', from: null, to: part.seq, at_ms: request.nowMs() });
  if (rows.length > 0) {
    yield Buffer.concat([
      text.line({ t: 'tbl', id: table.id, name: table.name, n: rows.length }),
      text.rows(rows.join('\n'), rows.length),
    ]);
  }
  yield text.commit({ to: part.seq, cursor: formatCursor({ ...request.cursor, seq: part.seq }) });
  yield text.line({ t: 'end', more: false, head_v: part.seq });
}
