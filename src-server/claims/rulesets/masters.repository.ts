import type { CentralTables } from '../../db/central-tables.generated.ts';
import { isAnyOf } from '../../db/bulk-rows.ts';
import type { MasterEdit, MasterRow, MasterTable } from '../../../src-shared/domain/claims/rulesets/master-edits.ts';
import type { MasterWrite } from '../../../src-shared/domain/claims/rulesets/master-writes.ts';
import { rowIdentity } from '../../../src-shared/domain/units/row-identity.ts';
import { AppError } from '../../../src-shared/errors.ts';
import type { CommandContext } from '../../commands/command-handler.ts';
import type { Db } from '../evaluation-facts.repository.ts';

const TABLE_OF = {
  rates: 'rate',
  coverages: 'warrantyCoverage',
  reasons: 'reasonCode',
} as const satisfies Record<MasterTable, keyof CentralTables>;

/** All rows of a master, locked until the transaction ends: of two publications the second sees what the first wrote. */
export async function masterRows(db: Db, table: MasterTable): Promise<MasterRow[]> {
  const rows = await db.selectFrom(TABLE_OF[table]).selectAll().orderBy('id').forUpdate().execute();
  return rows as unknown as MasterRow[];
}

/** What the ids in the masters are called where a person reads of a row. */
export async function masterCodes(db: Db): Promise<(id: string) => string> {
  const policies = await db.selectFrom('warrantyPolicy').select(['id', 'code', 'policyVersion']).execute();
  const groups = await db.selectFrom('componentGroup').select(['id', 'code']).execute();
  const regions = await db.selectFrom('region').select(['id', 'code']).execute();
  const stations = await db.selectFrom('station').select(['id', 'code']).execute();
  const codes = new Map([
    ...policies.map(({ id, code, policyVersion }) => [id, `${code}/${String(policyVersion)}`] as const),
    ...[...groups, ...regions, ...stations].map(({ id, code }) => [id, code] as const),
  ]);
  return (id) => codes.get(id) ?? id;
}

/** The first of the codes that a claim, a line or a decision names, or null. */
export async function usedReasonCode(db: Db, codes: readonly string[]): Promise<string | null> {
  if (codes.length === 0) return null;
  for (const table of ['claim', 'claimLine', 'auditDecision'] as const) {
    const row = await db.selectFrom(table).select('reasonCode').where(isAnyOf('reasonCode', codes)).executeTakeFirst();
    if (row !== undefined) return row.reasonCode;
  }
  return null;
}

/** Writes to a master as one command. */
export async function writeMaster(
  { db, newId }: Pick<CommandContext, 'db' | 'newId'>,
  table: 'rates' | 'reasons',
  writes: readonly MasterWrite[],
): Promise<void> {
  const name = TABLE_OF[table];
  for (const write of writes) {
    // the columns of a master are checked at the door and by `check-masters`
    if (write.kind === 'insert')
      await db
        .insertInto(name)
        .values({ ...rowIdentity(newId(), 'g'), ...write.row } as never)
        .execute();
    else if (write.kind === 'update')
      await db
        .updateTable(name)
        .set(write.change as never)
        .where('id', '=', write.id)
        .execute();
    else await db.deleteFrom(name).where('id', '=', write.id).execute();
  }
}

/**
 * New terms hold for vehicles sold from a day on: the policy gets a new version from that day with all its terms, changed
 * ones among them, and the version before ends the day before. One that begins on the day or later changes in place.
 */
export async function writeCoverages(
  { db, newId }: Pick<CommandContext, 'db' | 'newId'>,
  policyId: string,
  {
    edits,
    after,
    fromDate,
    dayBefore,
  }: { edits: readonly MasterEdit[]; after: readonly MasterRow[]; fromDate: string; dayBefore: string },
): Promise<void> {
  const policy = await db.selectFrom('warrantyPolicy').selectAll().where('id', '=', policyId).executeTakeFirstOrThrow();
  if (policy.validToDate !== null && policy.validToDate < fromDate)
    throw new AppError('RULE_BROKEN', 'master-coverage-ended', {
      row: `${policy.code}/${String(policy.policyVersion)}`,
    });
  const insert = (row: MasterRow, id: string): Promise<unknown> =>
    db
      .insertInto('warrantyCoverage')
      .values({ ...row, ...rowIdentity(newId(), 'g'), _v: 1, policyId: id } as never)
      .execute();
  if (policy.validFromDate >= fromDate) {
    for (const { id, before, after: row } of edits) {
      if (before === null) await insert(row ?? {}, policyId);
      else if (row === null) await db.deleteFrom('warrantyCoverage').where('id', '=', id).execute();
      else
        await db
          .updateTable('warrantyCoverage')
          .set(row as never)
          .where('id', '=', id)
          .execute();
    }
    return;
  }
  const { last } = await db
    .selectFrom('warrantyPolicy')
    .select(({ fn }) => fn.max('policyVersion').as('last'))
    .where('code', '=', policy.code)
    .executeTakeFirstOrThrow();
  const { code, productLine, name, validToDate, startRule, startDays, defaultDays } = policy;
  const identity = rowIdentity(newId(), 'g');
  await db
    .insertInto('warrantyPolicy')
    .values({
      ...identity,
      ...{ code, productLine, name, validToDate, startRule, startDays, defaultDays },
      ...{ policyVersion: Number(last) + 1, validFromDate: fromDate },
    })
    .execute();
  await db.updateTable('warrantyPolicy').set({ validToDate: dayBefore }).where('id', '=', policyId).execute();
  for (const row of after) await insert(row, identity.id);
}
