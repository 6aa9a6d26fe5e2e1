import { sql, type Kysely } from 'kysely';
import { FIRST_SETTINGS } from '../../src-shared/domain/claims/first-rates.ts';
import type { CentralTables } from '../db/central-tables.generated.ts';
import type { AnswerEntry } from './answer-table.ts';
import { addDemoCounts, countedRows } from './demo-counts.ts';
import { addDemoApplications, addFirstLogistics } from './demo-applications.ts';
import { addDemoPlanning } from './demo-planning.ts';
import { addDemoPreparation } from './demo-preparation.ts';
import { addDemoReconciliation } from './demo-reconciliation.ts';
import { addDemoReceipts } from './demo-receipts.ts';
import { addDemoLimits, addDemoSales } from './demo-sales.ts';
import { addDemoTransfers } from './demo-transfers.ts';
import { makeCompany, type DemoCompany } from './facts/company.ts';
import { addFirstCountMasters, addStock } from './facts/stock.ts';
import { addHistory } from './history/history.ts';
import { loadRows } from './load-rows.ts';
import { addPictures } from './pictures/add-pictures.ts';
import { scopesOf } from './row-scopes.ts';
import { addDemoSignIn, addFirstMasters } from './seed-masters.ts';

export interface SeedOptions {
  seed: string;
  /** Business date on which the twelve months of the demo company end. */
  today: string;
  /** 1 = the company of the case; smaller for tests. */
  scale?: number;
  nowMs: number;
}

export interface SeedResult {
  /** Rows by table. */
  counts: Record<string, number>;
  /** For tests only; it is written nowhere. */
  answers: readonly AnswerEntry[];
}

/** The demo company with its year of evaluations, decisions and settlements, still in memory. */
export function composeDemoCompany(options: Omit<SeedOptions, 'nowMs'>): DemoCompany {
  const company = makeCompany({ seed: options.seed, today: options.today, scale: options.scale ?? 1 });
  addFirstMasters(company.facts);
  addHistory(company);
  addFirstCountMasters(company.facts);
  addFirstLogistics(company.facts);
  addStock(company.facts);
  return company;
}

/** Fills an empty, migrated store with the demo company in one transaction and marks it as a demonstration. */
export async function seedDemoCompany(db: Kysely<CentralTables>, options: SeedOptions): Promise<SeedResult> {
  const company = composeDemoCompany(options);
  addPictures(company.facts);
  await addDemoSignIn(company.facts, options.nowMs);
  const scopes = scopesOf(company.facts, FIRST_SETTINGS.historyAfterDays);
  const counts = await db.transaction().execute(async (transaction) => {
    const loaded = await loadRows(transaction, company.facts, scopes);
    await addDemoCounts(transaction, company.facts);
    await addDemoReconciliation(transaction, company.facts);
    await addDemoLimits(transaction, company.facts);
    await addDemoApplications(transaction, company.facts);
    await addDemoTransfers(transaction, company.facts);
    await addDemoReceipts(transaction, company.facts);
    await addDemoSales(transaction, company.facts);
    // of this morning: it knows everything that was posted before
    await addDemoPlanning(transaction, company.facts, options);
    await addDemoPreparation(transaction, company.facts);
    // what these commands noted for readers has none yet: everybody starts with a snapshot
    await sql`delete from sync_outbox`.execute(transaction);
    const touched = Object.keys(loaded).filter((name) =>
      /^(count|stock|preparation|recon|erp|setting|warehouse|goods|damage|limit|credit|part_supersession|part_warehouse|parts_application|attachment|old_part|purchase_request)_?/.test(
        name,
      ),
    );
    return { ...loaded, ...Object.fromEntries(await countedRows(transaction, touched)) };
  });
  return { counts, answers: company.answers };
}
