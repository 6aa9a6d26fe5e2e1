import { createHash } from 'node:crypto';
import type { GridQuery } from '../../src-shared/contract/query.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { ReadStores, TaskControl } from '../db/stores.ts';
import { BulkWorkbook } from './bulk-workbook.ts';
import { commonNotes, filterWords, notesMeta, yuanText, type ExportFacts } from './export-notes.ts';
import type { CellFormat, CellValue, SheetMeta } from './workbook-sink.ts';
import type { WorkbookText } from './workbook-text.ts';

/** Three sheets of a million rows; beyond that nobody opens the file. */
const MAX_ROWS = 3_000_000;
const CLAIMS_PER_READ = 500;
const PROGRESS_ROWS = 5_000;

type Column = readonly [key: string, format: CellFormat, widthCharacters: number, source: string];

/** The columns of output 3 of claims §7, one row per line; `source` is the name in the select below. */
const COLUMNS: readonly Column[] = [
  ['claimNo', 'code', 20, 'no'],
  ['line', 'integer', 6, 'seq'],
  ['status', 'text', 12, 'status'],
  ['station', 'text', 28, 'claimantName'],
  ['region', 'text', 10, 'regionName'],
  ['vin', 'code', 20, 'vin'],
  ['inService', 'date', 12, 'inServiceDate'],
  ['failure', 'date', 12, 'failureDate'],
  ['finish', 'date', 12, 'finishDate'],
  ['mileage', 'integer', 10, 'mileageKm'],
  ['monthsInService', 'integer', 9, 'ageMonths'],
  ['complaint', 'text', 24, 'complaint'],
  ['cause', 'code', 10, 'causeCode'],
  ['action', 'code', 10, 'actionCode'],
  ['lineType', 'text', 10, 'costType'],
  ['item', 'code', 16, 'itemCode'],
  ['description', 'text', 32, 'description'],
  ['hours', 'hoursCenti', 9, 'hoursCenti'],
  ['qty', 'qtyMilli', 9, 'qtyMilli'],
  ['unit', 'fen', 12, 'unitFen'],
  ['claimed', 'fen', 14, 'claimedFen'],
  ['std', 'fen', 14, 'stdFen'],
  ['mfrShare', 'shareBp', 10, 'mfrShareBp'],
  ['custShare', 'shareBp', 10, 'custShareBp'],
  ['stationShare', 'shareBp', 10, 'stationShareBp'],
  ['approved', 'fen', 14, 'approvedFen'],
  ['rules', 'text', 16, 'rules'],
  ['reason', 'code', 8, 'reasonCode'],
  ['auditor', 'text', 12, 'auditor'],
  ['decidedAt', 'instantMs', 17, 'decidedAtMs'],
];
/** Where the words of coded values stand in the catalogue. */
const WORDS: Readonly<Record<string, string>> = { status: 'claimStatus', costType: 'costType' };

const SELECT = `select c.no, l.seq, c.status, c.claimant_code || ' ' || c.claimant_name as claimantName,
    r.name as regionName, c.vin_text as vin, v.in_service_date as inServiceDate, c.failure_date as failureDate,
    c.repair_finish_date as finishDate, c.mileage_km as mileageKm, c.age_months as ageMonths,
    coalesce(c.complaint_text, c.complaint_code) as complaint, c.cause_code as causeCode, c.action_code as actionCode,
    l.cost_type as costType, l.item_code as itemCode, l.description, l.hours_centi as hoursCenti,
    l.qty_milli as qtyMilli, l.unit_fen as unitFen, l.claimed_fen as claimedFen, l.std_fen as stdFen,
    l.mfr_share_bp as mfrShareBp, l.cust_share_bp as custShareBp, l.station_share_bp as stationShareBp,
    l.approved_fen as approvedFen, c.hit_signature as rules, coalesce(l.reason_code, c.reason_code) as reasonCode,
    u.name as auditor, c.decided_at_ms as decidedAtMs, c.ruleset_version as rulesetVersion, c.id as claimId
  from json_each(@rowids) k join claim c on c.rowid = k.value
  join claim_line l on l.claim_id = c.id
  left join region r on r.id = c.region_id
  left join vehicle v on v.id = c.vehicle_id
  left join app_user u on u.id = c.decided_by
  order by k.key, l.seq`;

export interface ClaimDetailsInput extends ExportFacts {
  query: GridQuery;
  path: string;
}

interface Sums {
  lines: number;
  claimedFen: number;
  stdFen: number;
  approvedFen: number;
  rulesets: string;
}

/** Writes the details of the claims (given by row number, in order) and returns the path of the finished workbook. */
export async function writeClaimDetails(
  stores: ReadStores,
  input: ClaimDetailsInput,
  run: { rowids: Float64Array; control: TaskControl; t: WorkbookText },
): Promise<{ path: string; rows: number }> {
  const sums = sumLines(stores, run.rowids);
  if (sums.lines > MAX_ROWS) throw new AppError('BAD_REQUEST', 'export-too-large', { limit: MAX_ROWS });
  const workbook = new BulkWorkbook(input.path);
  try {
    await workbook.sheet(detailsMeta(run.t, sums, input));
    const hash = createHash('sha256');
    const written = await writeRows(stores, workbook, { ...run, lines: sums.lines, hash });
    // The sums came from one statement, the rows from another: a delta between them must not leave a wrong total.
    if (
      written.lines !== sums.lines ||
      written.claimedFen !== sums.claimedFen ||
      written.approvedFen !== sums.approvedFen
    ) {
      throw new AppError('CONFLICT', 'data-moved-while-exporting');
    }
    await workbook.sheet(notesMeta(run.t));
    for (const note of notes(run.t, input, sums, hash.digest('hex'))) await workbook.row(note);
    await workbook.close();
    return { path: workbook.finalPath, rows: sums.lines };
  } catch (error) {
    await workbook.abort();
    throw error;
  }
}

function detailsMeta(t: WorkbookText, sums: Sums, input: ClaimDetailsInput): SheetMeta {
  const totalOf: Readonly<Record<string, number>> = {
    claimed: sums.claimedFen,
    std: sums.stdFen,
    approved: sums.approvedFen,
  };
  return {
    name: t('book.claimDetails'),
    title: t('book.claimDetails'),
    subtitle: [t('book.preparedBy'), filterWords(input.query, t), t('book.unitYuan')],
    columns: COLUMNS.map(([key, format, widthCharacters]) => ({ header: t(`book.${key}`), format, widthCharacters })),
    frozenColumns: 2,
    totals: sums.lines > 1_000_000 ? null : COLUMNS.map(([key]) => totalOf[key] ?? null),
    totalLabel: t('book.total'),
    pageFooter: t('book.page'),
  };
}

function sumLines(stores: ReadStores, rowids: Float64Array): Sums {
  const statement = stores.replicaFile.prepare(
    `select count(*) as lines, coalesce(sum(l.claimed_fen), 0) as claimedFen, coalesce(sum(l.std_fen), 0) as stdFen,
            coalesce(sum(l.approved_fen), 0) as approvedFen, group_concat(distinct c.ruleset_version) as rulesets
       from json_each(@rowids) k join claim c on c.rowid = k.value join claim_line l on l.claim_id = c.id`,
  );
  const total = { lines: 0, claimedFen: 0, stdFen: 0, approvedFen: 0 };
  const rulesets = new Set<string>();
  for (let at = 0; at < rowids.length; at += CLAIMS_PER_READ) {
    const part = statement.get({ rowids: rowidsJson(rowids, at) }) as typeof total & { rulesets: string | null };
    total.lines += part.lines;
    total.claimedFen += part.claimedFen;
    total.stdFen += part.stdFen;
    total.approvedFen += part.approvedFen;
    for (const version of (part.rulesets ?? '').split(',')) if (version !== '') rulesets.add(version);
  }
  return { ...total, rulesets: [...rulesets].sort((left, right) => Number(left) - Number(right)).join(', ') };
}

function rowidsJson(rowids: Float64Array, from: number): string {
  return `[${rowids.subarray(from, from + CLAIMS_PER_READ).join(',')}]`;
}

interface RowRun {
  rowids: Float64Array;
  control: TaskControl;
  t: WorkbookText;
  lines: number;
  hash: ReturnType<typeof createHash>;
}

async function writeRows(
  stores: ReadStores,
  workbook: BulkWorkbook,
  run: RowRun,
): Promise<Pick<Sums, 'lines' | 'claimedFen' | 'approvedFen'>> {
  const statement = stores.replicaFile.prepare(SELECT);
  const known = new Map<string, string>();
  const worded = (source: string, value: CellValue): CellValue => {
    const prefix = WORDS[source];
    if (prefix === undefined || typeof value !== 'string') return value;
    const key = `${prefix}.${value}`;
    const text = known.get(key) ?? run.t(key);
    known.set(key, text);
    return text;
  };
  const written = { lines: 0, claimedFen: 0, approvedFen: 0 };
  for (let at = 0; at < run.rowids.length; at += CLAIMS_PER_READ) {
    const rows = statement.all({ rowids: rowidsJson(run.rowids, at) }) as Record<string, CellValue>[];
    for (const row of rows) {
      await workbook.row(COLUMNS.map(([, , , source]) => worded(source, row[source] ?? null)));
      written.lines += 1;
      written.claimedFen += Number(row['claimedFen']);
      written.approvedFen += Number(row['approvedFen']);
      run.hash.update(`${String(row['claimId'])},${String(row['seq'])},${String(row['approvedFen'])}\n`);
      if (written.lines % PROGRESS_ROWS === 0) run.control.progress(written.lines, run.lines, 'writing');
    }
    await run.control.breathe();
    if (run.control.cancelled()) throw new AppError('CONFLICT', 'job-cancelled');
  }
  run.control.progress(written.lines, run.lines, 'writing');
  return written;
}

function notes(t: WorkbookText, input: ClaimDetailsInput, sums: Sums, hash: string): (readonly [string, string])[] {
  return [
    ...commonNotes(t('book.claimDetails'), input, t),
    [t('book.note.filter'), filterWords(input.query, t)],
    [t('book.note.rows'), String(sums.lines)],
    [t('book.note.sumClaimed'), yuanText(sums.claimedFen)],
    [t('book.note.sumApproved'), yuanText(sums.approvedFen)],
    [t('book.note.ruleset'), sums.rulesets],
    [t('book.note.hash'), hash],
    [t('book.note.split'), ''],
  ];
}
