import { isWholeUnit } from '../../src-shared/domain/parts/movement-types.ts';
import type { ReadStores } from '../db/stores.ts';

interface Found {
  bin: { id: string; code: string } | null;
  part: { id: string; partNo: string; name: string; uom: string; isWhole: boolean; factorMilli: number } | null;
}

interface StoredPart {
  id: string;
  partNo: string;
  name: string;
  uom: string;
  uomWhole: number | null;
  factorMilli: number;
}

const PART = 'p.id, p.part_no as partNo, p.name, p.uom, p.uom_whole as uomWhole';

/** A bin of the sheet's warehouse by its barcode or its code, else a part: by a barcode with what that stands for, or by its number. */
export function lookupCode(stores: ReadStores, { sheetId, code }: { sheetId: string; code: string }): Found {
  const { replicaFile } = stores;
  const bin = replicaFile
    .prepare(
      `select b.id, b.code from count_sheet s join warehouse_bin b on b.warehouse_id = s.warehouse_id
        where s.id = @sheetId and (b.barcode = @code or b.code = @code collate nocase) limit 1`,
    )
    .get({ sheetId, code }) as Found['bin'] | undefined;
  if (bin !== undefined) return { bin, part: null };
  const part = (replicaFile
    .prepare(
      `select ${PART}, x.factor_milli as factorMilli from part_barcode x join part p on p.id = x.part_id
        where x.barcode = ?`,
    )
    .get(code) ??
    replicaFile
      .prepare(`select ${PART}, 1000 as factorMilli from part p where p.part_no = ? collate nocase limit 1`)
      .get(code)) as StoredPart | undefined;
  if (part === undefined) return { bin: null, part: null };
  const { uomWhole, ...shown } = part;
  return { bin: null, part: { ...shown, isWhole: isWholeUnit({ uom: part.uom, uomWhole }) } };
}

export interface WaitingFound {
  lineId: string;
  partId: string;
  binId: string;
  round: number;
}

/** Found items of a sheet that the server has not heard of yet, in the order they were found. */
export function waitingFound({ localFile }: ReadStores, sheetId: string): WaitingFound[] {
  return localFile
    .prepare(
      `select json_extract(e.value, '$.lineId') as lineId, json_extract(e.value, '$.partId') as partId,
              json_extract(e.value, '$.binId') as binId, json_extract(o.body_json, '$.round') as round
         from outbox o, json_each(o.body_json, '$.items') e
        where o.kind = 'count.found' and o.state in ('queued', 'sent', 'acked')
          and json_extract(o.body_json, '$.sheetId') = ? order by o.client_seq`,
    )
    .all(sheetId) as WaitingFound[];
}
