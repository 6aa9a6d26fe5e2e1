import type { GridColumnSource } from '../db/grid-filter.ts';

const text = (name: string): GridColumnSource => ({ sql: `s.${name}`, kind: 'text' });
const number = (name: string): GridColumnSource => ({ sql: `s.${name}`, kind: 'number' });

/** The allow-list for runs: keys are the fields of `ReconRunRow`. */
export const RUN_COLUMNS: Readonly<Record<string, GridColumnSource>> = {
  id: text('id'),
  runNo: text('runNo'),
  status: text('status'),
  cutoffDate: text('cutoffDate'),
  warehouseNames: text('warehouseNames'),
  erpSystem: text('erpSystem'),
  keyCount: number('keyCount'),
  differingCount: number('differingCount'),
  physicalCount: number('physicalCount'),
  erpSideCount: number('erpSideCount'),
  systemSideCount: number('systemSideCount'),
  mixedCount: number('mixedCount'),
  notCountedCount: number('notCountedCount'),
  unexplainedCount: number('unexplainedCount'),
  unownedCount: number('unownedCount'),
  startedByName: text('startedByName'),
  startedAtMs: number('startedAtMs'),
  signedByName: text('signedByName'),
  signedAtMs: number('signedAtMs'),
};

export const RUN_TEXT_CONDITION = `(s.runNo like @contains escape '\\' or s.warehouseNames like @contains escape '\\'
  or s.erpSystem like @contains escape '\\' or (@isLetters and name_initials(s.warehouseNames) like @contains))`;

const OF_VERDICT = (verdict: string): string => `coalesce(sum(i.verdict = '${verdict}'), 0)`;

/** A difference of the two books or of the shelf. */
export const DIFFERS = `(i.verdict <> 'AGREE')`;

/** Runs as the list shows them; counts of differences are no secret, quantities are. */
export const RUNS = `(select r.id, r._v as version, r.run_no as runNo, r.status, r.cutoff_date as cutoffDate,
    (select group_concat(w.name, '、') from json_each(r.scope_json, '$.warehouseIds') j join warehouse w on w.id = j.value)
      as warehouseNames,
    r.erp_system as erpSystem, r.ledger_seq as ledgerSeq, r.erp_rows as erpRows, r.erp_qty_milli as erpQtyMilli,
    count(i.id) as keyCount, coalesce(sum(${DIFFERS}), 0) as differingCount, ${OF_VERDICT('AGREE')} as agreeCount,
    ${OF_VERDICT('PHYSICAL_VARIANCE')} as physicalCount, ${OF_VERDICT('ERP_SIDE')} as erpSideCount,
    ${OF_VERDICT('SYSTEM_SIDE')} as systemSideCount, ${OF_VERDICT('MIXED')} as mixedCount,
    ${OF_VERDICT('NOT_COUNTED')} as notCountedCount, coalesce(sum(i.unexplained_milli <> 0), 0) as unexplainedCount,
    coalesce(sum(i.unexplained_milli <> 0 and (i.owner_user_id is null or i.due_date is null)), 0) as unownedCount,
    r.carried_count as carriedCount, r.cleared_count as clearedCount, r.started_by_name as startedByName,
    r.started_at_ms as startedAtMs, r.signed_by_name as signedByName, r.signed_at_ms as signedAtMs
  from recon_run r left join recon_item i on i.run_id = r.id where r.run_no <> '' group by r.id) s`;

/** The allow-list for the keys of a run: fields of `ReconItemRow`. */
export const ITEM_COLUMNS: Readonly<Record<string, GridColumnSource>> = {
  id: text('id'),
  runNo: text('runNo'),
  ownerUserId: text('ownerUserId'),
  warehouseName: text('warehouseName'),
  partNo: text('partNo'),
  drawingNo: text('drawingNo'),
  partName: text('partName'),
  ledgerMilli: number('ledgerMilli'),
  erpMilli: number('erpMilli'),
  countedMilli: number('countedMilli'),
  differenceMilli: number('differenceMilli'),
  shelfDifferenceMilli: number('shelfDifferenceMilli'),
  mainClass: text('mainClass'),
  verdict: text('verdict'),
  unexplainedMilli: number('unexplainedMilli'),
  differenceFen: number('differenceFen'),
  suggestionCount: number('suggestionCount'),
  ownerName: text('ownerName'),
  dueDate: text('dueDate'),
  resolution: text('resolution'),
};

export const ITEM_TEXT_CONDITION = `(s.partNo like @contains escape '\\' or s.partName like @contains escape '\\'
  or s.drawingNo like @contains escape '\\' or s.ownerName like @contains escape '\\'
  or (@isLetters and name_initials(s.partName) like @contains))`;

/** The keys of all runs; the run is a condition of the one who asks. */
export const ITEMS = `(select i.id, i.run_id as runId, r.run_no as runNo, w.name as warehouseName, w.code as warehouseCode,
    p.part_no as partNo, p.drawing_no as drawingNo, p.name as partName, p.uom, p.id as partId,
    i.ledger_milli as ledgerMilli, i.erp_milli as erpMilli, i.counted_milli as countedMilli,
    i.difference_milli as differenceMilli, i.counted_milli - i.ledger_milli as shelfDifferenceMilli,
    i.contributions_json as contributionsJson, i.verdict, i.unexplained_milli as unexplainedMilli,
    (select json_extract(j.value, '$.class') from json_each(i.contributions_json) j
      order by abs(json_extract(j.value, '$.qtyMilli')) desc limit 1) as mainClass,
    cast(round(i.difference_milli * p.std_cost_fen / 1000.0) as integer) as differenceFen,
    coalesce(json_array_length(i.suggestions_json), 0) as suggestionCount,
    u.name as ownerName, i.owner_user_id as ownerUserId, i.due_date as dueDate, i.resolution_doc as resolution
  from recon_item i join recon_run r on r.id = i.run_id join warehouse w on w.id = i.warehouse_id join part p on p.id = i.part_id
       left join app_user u on u.id = i.owner_user_id) s`;
