import type { ReconUnmapped } from '../../src-shared/contract/reconciliation.contract.ts';
import { reconSettingsOf } from '../../src-shared/domain/reconciliation/first-reconciliation.ts';
import type { SuggestedPair } from '../../src-shared/domain/reconciliation/match-documents.ts';
import { reconcileRun, type RunResult } from '../../src-shared/domain/reconciliation/reconcile-run.ts';
import { startOfBusinessDate } from '../../src-shared/domain/units/business-date.ts';
import type { z } from 'zod';
import type { CommandContext } from '../commands/command-handler.ts';
import { takeDocumentNumbers } from '../db/bulk-rows.ts';
import { readCodes, readErpBalances } from './erp-side.ts';
import { lastSignedRuns, type LastRun } from './last-signed.ts';
import { loadKeys } from './load-keys.ts';

const DAY_MS = 86_400_000;

export interface RunScope {
  warehouseIds: readonly string[];
  cutoffDate: string;
  erpSystem: string;
  accepted: readonly SuggestedPair[];
}

export interface ComputedItem extends RunResult {
  warehouseId: string;
  partId: string;
  ledgerMilli: number;
  erpMilli: number;
}

export interface ComputedRun {
  cutoffAtMs: number;
  ledgerSeq: number;
  erpRows: number;
  erpQtyMilli: number;
  unmapped: z.infer<typeof ReconUnmapped>;
  items: ComputedItem[];
  lastRuns: Map<string, LastRun>;
}

/** The last moment of a business date: all three sides are looked at there. */
export function cutoffOf(cutoffDate: string): number {
  return startOfBusinessDate(cutoffDate) + DAY_MS - 1;
}

/**
 * Loads all three sides at one cut-off and reconciles them; nothing is written. The ledger's number is locked, so that what
 * is looked at is one state of it. Stock §4.11.
 */
export async function computeRun({ db }: CommandContext, scope: RunScope): Promise<ComputedRun> {
  const ledgerSeq = (await takeDocumentNumbers(db, new Map([['stockMovement', 0]]))).get('stockMovement') ?? 0;
  const stored = await db.selectFrom('setting').select(['settingKey', 'valueJson']).execute();
  const { reconWindowDays: windowDays, reconNearDays: nearDays } = reconSettingsOf(stored);
  const cutoffAtMs = cutoffOf(scope.cutoffDate);
  const lastRuns = await lastSignedRuns(db, scope.warehouseIds, scope.cutoffDate);
  const codes = await readCodes(db);
  const balances = await readErpBalances(db, scope, codes);
  const frame = { ...scope, cutoffAtMs, ledgerSeq, windowDays, lastRuns };
  const keys = await loadKeys(db, frame, { codes, erpByKey: balances.qtyByKey });
  const results = reconcileRun(keys, { cutoffAtMs, windowDays, nearDays, accepted: scope.accepted });
  return {
    ...{ cutoffAtMs, ledgerSeq, erpRows: balances.rows, erpQtyMilli: balances.qtyMilli, unmapped: balances.unmapped },
    items: results.map((result, at) => {
      const { warehouseId = '', partId = '', ledgerMilli = 0, erpMilli = 0 } = keys[at] ?? {};
      return { ...result, warehouseId, partId, ledgerMilli, erpMilli };
    }),
    lastRuns,
  };
}
