import type { CommandBody } from '../../src-shared/contract/commands.ts';
import type { AttentionRow } from '../../src-shared/contract/sync.contract.ts';
import type { ReadStores } from '../db/stores.ts';
import type { Result } from './outbox.tasks.ts';

/** So many are listed one by one; the number of all of them stands beside it. */
export const MOST_ROWS = 500;

type Replica = Pick<ReadStores, 'replicaFile'>;

/** What a person entered with one command row by row, where it is more than one: claims of a bulk decision, counts of a sheet. */
export function attentionRows(
  stores: Replica,
  body: CommandBody,
  { targetIds, result }: { targetIds: readonly string[] | null; result: Result | null },
): { rows: AttentionRow[]; rowCount: number } {
  if (body.kind === 'claim.decideMany' || body.kind === 'claim.undoMany') {
    const all = targetIds ?? (body.kind === 'claim.decideMany' ? body.targets.map(([id]) => id) : []);
    return { rows: all.slice(0, MOST_ROWS).map((id) => claimRow(stores, id, result)), rowCount: all.length };
  }
  if (body.kind === 'count.enter') {
    const line = stores.replicaFile.prepare(
      `select p.part_no as no, b.code as bin from count_line l left join part p on p.id = l.part_id
         left join warehouse_bin b on b.id = l.bin_id where l.id = ?`,
    );
    const rows = body.entries.slice(0, MOST_ROWS).map(({ lineId, kind, qtyMilli, note }) => {
      const at = line.get(lineId) as Place | undefined;
      const counted = kind === 'COUNT' ? { countedQtyMilli: qtyMilli } : { entry: `COUNT_${kind}` };
      return countRow(at, { ...counted, note });
    });
    return { rows, rowCount: body.entries.length };
  }
  if (body.kind === 'count.found') {
    const place = stores.replicaFile.prepare(
      `select (select part_no from part where id = ?) as no, (select code from warehouse_bin where id = ?) as bin`,
    );
    const rows = body.items.map(({ partId, binId, qtyMilli, note }) =>
      countRow(place.get(partId, binId) as Place | undefined, { countedQtyMilli: qtyMilli, note }),
    );
    return { rows, rowCount: rows.length };
  }
  return { rows: [], rowCount: 0 };
}

interface Place {
  no: string | null;
  bin: string | null;
}

function countRow(place: Place | undefined, mine: AttentionRow['mine']): AttentionRow {
  const { note, ...counted } = mine;
  const said = note === null || note === '' ? counted : { ...counted, note: note ?? null };
  return { no: place?.no ?? null, mine: { bin: place?.bin ?? null, ...said }, theirs: null, reason: null, details: {} };
}

function claimRow({ replicaFile }: Replica, id: string, result: Result | null): AttentionRow {
  const now = replicaFile
    .prepare(
      `select c.no, c.status, u.name as byName from claim c left join app_user u on u.id = c.decided_by where c.id = ?`,
    )
    .get(id) as { no: string; status: string; byName: string | null } | undefined;
  const refusal = result?.targets?.find((target) => target.id === id);
  return {
    ...{ no: now?.no ?? null, mine: {}, theirs: now === undefined ? null : { status: now.status, byName: now.byName } },
    ...{ reason: refusal?.reason ?? null, details: refusal?.details ?? {} },
  };
}
