import type { CommandBody } from '../../src-shared/contract/commands.ts';
import type { ReadStores } from '../db/stores.ts';

interface TargetKind {
  field: string;
  table: string;
  /** The column with the number people know the document by; null where it has none. */
  number: string | null;
}

/** The document a command is about, by the field of its body that names it; the first one that is there stands. */
const TARGET_KINDS: readonly TargetKind[] = [
  { field: 'statementId', table: 'statement', number: 'no' },
  { field: 'claimId', table: 'claim', number: 'no' },
  { field: 'sheetId', table: 'count_sheet', number: 'sheet_no' },
  { field: 'runId', table: 'recon_run', number: 'run_no' },
  { field: 'applicationId', table: 'parts_application', number: 'app_no' },
  { field: 'orderId', table: 'goods_order', number: 'order_no' },
  { field: 'arrivalId', table: 'goods_arrival', number: 'source_doc_no' },
  { field: 'reportId', table: 'damage_report', number: 'report_no' },
  { field: 'changeId', table: 'limit_change', number: null },
  { field: 'planId', table: 'preparation_plan', number: 'plan_no' },
  { field: 'requestId', table: 'purchase_request', number: 'request_no' },
];

export interface CommandTarget {
  id: string;
  /** Null when the document is not on this desktop (any more). */
  row: { no: string | null; version: number } | null;
}

/** The document of a command as the replica has it; null for commands about none, or about one that does not exist yet. */
export function targetOf({ replicaFile }: Pick<ReadStores, 'replicaFile'>, body: CommandBody): CommandTarget | null {
  const fields: Record<string, unknown> = body;
  for (const { field, table, number } of TARGET_KINDS) {
    const id = fields[field];
    if (typeof id !== 'string') continue;
    const row = replicaFile
      .prepare(`select ${number ?? 'null'} as no, _v as version from ${table} where id = ?`)
      .get(id) as { no: string | null; version: number } | undefined;
    return { id, row: row ?? null };
  }
  return null;
}
