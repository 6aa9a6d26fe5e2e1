import type { Selectable } from 'kysely';
import type { ErrorDetails } from '../../src-shared/errors.ts';
import type { CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import type { ReconItemTable, ReconRunTable } from '../db/central-tables.generated.ts';

export type Db = CommandContext['db'];
export type RunRow = Selectable<ReconRunTable>;
export type ItemRow = Selectable<ReconItemTable>;

export const UNKNOWN_RUN = rejected('recon-run-unknown', {});

export function rejected(reason: string, details: ErrorDetails): Extract<CommandOutcome, { status: 'rejected' }> {
  return { status: 'rejected', reason, details };
}

/** The run, locked: whoever signs, matches or assigns waits here for whoever is doing so. */
export async function lockRun(db: Db, runId: string): Promise<RunRow | undefined> {
  return db.selectFrom('reconRun').selectAll().where('id', '=', runId).forUpdate().executeTakeFirst();
}

export async function itemsOf(db: Db, runId: string): Promise<ItemRow[]> {
  return db.selectFrom('reconItem').selectAll().where('runId', '=', runId).execute();
}

export function warehouseIdsOf(run: Pick<RunRow, 'scopeJson'>): string[] {
  const { warehouseIds = [] } = JSON.parse(run.scopeJson) as { warehouseIds?: string[] };
  return warehouseIds;
}

/** The text by which one part in one warehouse is found again. */
export function keyOf(warehouseId: string | null, partId: string | null): string {
  return `${warehouseId ?? ''} ${partId ?? ''}`;
}
