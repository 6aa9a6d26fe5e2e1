import { checkMasters, masterRowName } from '../../../src-shared/domain/claims/rulesets/check-masters.ts';
import {
  isSameRow,
  masterRowOf,
  MASTER_TABLES,
  withMasterEdits,
  type MasterEdit,
  type MasterRow,
  type MasterTable,
} from '../../../src-shared/domain/claims/rulesets/master-edits.ts';
import {
  endedRates,
  rateWrites,
  withMasterWrites,
  type MasterWrite,
} from '../../../src-shared/domain/claims/rulesets/master-writes.ts';
import type { RulesetContent } from '../../../src-shared/domain/claims/rulesets/check-ruleset.ts';
import { addDays } from '../../../src-shared/domain/units/dates.ts';
import { AppError } from '../../../src-shared/errors.ts';
import type { CommandContext } from '../../commands/command-handler.ts';
import { masterCodes, masterRows, usedReasonCode, writeCoverages, writeMaster } from './masters.repository.ts';

type Live = Record<MasterTable, MasterRow[]>;

/**
 * Refuses what a draft would make of the masters when it cannot stand: CONFLICT `master-changed` for a row that is not as the
 * sender saw it, RULE_BROKEN with row and field otherwise. Without a day a rate may still have no beginning.
 */
export async function requireSoundMasters(
  { db }: Pick<CommandContext, 'db'>,
  { rules, tables: { masters: edits = [] } }: RulesetContent,
  fromDate: string | null,
): Promise<Live> {
  const live: Live = { rates: [], coverages: [], reasons: [] };
  if (edits.length === 0) return live;
  const codeOf = await masterCodes(db);
  const nameOf = ({ table, before, after }: MasterEdit): string => masterRowName(table, before ?? after ?? {}, codeOf);
  const touched = MASTER_TABLES.filter((table) => edits.some((edit) => edit.table === table));
  for (const table of touched) live[table] = await masterRows(db, table);
  for (const edit of edits) {
    const row = live[edit.table].find(({ id }) => id === edit.id);
    if (!isSameRow(edit.before, row === undefined ? null : masterRowOf(edit.table, row)))
      throw new AppError('CONFLICT', 'master-changed', { row: nameOf(edit) });
    const isMoved = edit.before !== null && edit.after !== null && edit.before['policyId'] !== edit.after['policyId'];
    if (edit.table === 'coverages' && isMoved)
      throw new AppError('RULE_BROKEN', 'master-coverage-policy', { row: nameOf(edit), field: 'policyId' });
  }
  const after = Object.fromEntries(
    MASTER_TABLES.map((table) => [table, withMasterEdits(table, live[table], edits)]),
  ) as unknown as Live;
  if (fromDate !== null) {
    const [ended] = endedRates(edits, fromDate);
    if (ended !== undefined)
      throw new AppError('RULE_BROKEN', 'master-rate-ended', { row: nameOf(ended), field: 'validToDate' });
    after.rates = withMasterWrites(live.rates, rateWrites(edits, fromDate));
  }
  const usedReasons = touched.includes('reasons') ? rules.map(({ reasonCode }) => reasonCode) : [];
  const [fault, ...more] = checkMasters(after, { usedReasons, codeOf });
  if (fault !== undefined)
    throw new AppError('RULE_BROKEN', fault.reason, { row: fault.row, field: fault.field, more: more.length });
  const used = await usedReasonCode(db, goneReasons(edits));
  if (used !== null) throw new AppError('RULE_BROKEN', 'master-reason-in-use', { row: used, field: 'code' });
  return live;
}

/** Rates and terms count from the day on; reason codes have no dates and change at once. */
export async function publishMasters(
  context: Pick<CommandContext, 'db' | 'newId'>,
  content: RulesetContent,
  fromDate: string,
): Promise<void> {
  const edits = content.tables.masters ?? [];
  const live = await requireSoundMasters(context, content, fromDate);
  await writeMaster(context, 'rates', rateWrites(edits, fromDate));
  await writeMaster(context, 'reasons', reasonWrites(edits));
  const coverages = edits.filter(({ table }) => table === 'coverages');
  const dayBefore = addDays(fromDate, -1);
  for (const [policyId, mine] of Map.groupBy(coverages, ({ before, after }) => (before ?? after)?.['policyId'])) {
    const after = withMasterEdits('coverages', live.coverages, mine).filter((row) => row['policyId'] === policyId);
    await writeCoverages(context, String(policyId), { edits: mine, after, fromDate, dayBefore });
  }
}

function reasonWrites(edits: readonly MasterEdit[]): MasterWrite[] {
  return edits.flatMap(({ table, id, before, after }): MasterWrite[] => {
    if (table !== 'reasons') return [];
    if (after === null) return [{ kind: 'delete', id }];
    return before === null ? [{ kind: 'insert', row: after }] : [{ kind: 'update', id, change: after }];
  });
}

/** Codes that are there no more afterwards. */
function goneReasons(edits: readonly MasterEdit[]): string[] {
  const mine = edits.filter(({ table }) => table === 'reasons');
  const kept = new Set(mine.map(({ after }) => after?.['code']));
  return mine.flatMap(({ before }) => (before === null || kept.has(before['code']) ? [] : [String(before['code'])]));
}
