import type { MasterRows, Masters } from '../../src-shared/domain/claims/evaluation-types.ts';
import { indexMasters } from '../../src-shared/domain/claims/masters.ts';
import type { Ruleset } from '../../src-shared/domain/claims/ruleset-types.ts';
import { isAnyOf, readColumns } from '../db/bulk-rows.ts';
import type { Db } from './evaluation-facts.repository.ts';

const PART_COLUMNS = [
  ...(['id', 'partNo', 'name', 'componentGroupId', 'issuePriceFen', 'maxQtyPerVehicleMilli', 'isWear'] as const),
] as const;
const OPERATION_COLUMNS = [
  ...(['id', 'opCode', 'name', 'componentGroupId', 'stdHoursCenti', 'overlapGroup', 'overlapDeductCenti'] as const),
  ...(['maxPerClaim', 'catalogueVersion', 'modelId', 'series', 'productLine'] as const),
  ...(['requiredPhotoKinds', 'needsPreauth', 'isGeneric'] as const),
] as const;

/** The masters of a run over many batches: what one batch has read, the next does not read again. */
export interface MasterStore {
  /** All masters read so far, with these operations and parts among them. */
  including(ids: { opIds: readonly string[]; partIds: readonly string[] }): Promise<Masters>;
}

type Grown = Pick<MasterRows, 'operations' | 'operationIncludes' | 'parts'> & {
  applicabilities: NonNullable<MasterRows['applicabilities']>;
};

/** A store of masters for one transaction; a table whose only reader is a rule that does not run is not read. */
export function openMasterStore(db: Db, ruleset: Ruleset): MasterStore {
  const running = new Set(ruleset.rules.flatMap(({ id, mode }) => (mode === 'OFF' ? [] : [id])));
  const known = { operations: new Set<string>(), parts: new Set<string>() };
  let fixed: Omit<MasterRows, keyof Grown> | null = null;
  let grown: Grown = { operations: [], operationIncludes: [], parts: [], applicabilities: [] };
  let masters: Masters | null = null;
  return {
    including: async ({ opIds, partIds }) => {
      const newOps = takeUnknown(known.operations, opIds);
      const newParts = takeUnknown(known.parts, partIds);
      if (masters !== null && newOps.length === 0 && newParts.length === 0) return masters;
      fixed ??= await loadFixed(db, running);
      const more = await loadGrown(db, { newOps, newParts }, running);
      grown = {
        operations: [...grown.operations, ...more.operations],
        operationIncludes: [...grown.operationIncludes, ...more.operationIncludes],
        parts: [...grown.parts, ...more.parts],
        applicabilities: [...grown.applicabilities, ...more.applicabilities],
      };
      const { applicabilities, ...rows } = grown;
      masters = indexMasters({ ...fixed, ...rows, ...(running.has('P02') ? { applicabilities } : {}) });
      return masters;
    },
  };
}

function takeUnknown(known: Set<string>, ids: readonly string[]): string[] {
  const fresh = ids.filter((id) => !known.has(id));
  for (const id of fresh) known.add(id);
  return fresh;
}

async function loadFixed(db: Db, running: ReadonlySet<string>): Promise<Omit<MasterRows, keyof Grown>> {
  return {
    rates: await db.selectFrom('rate').selectAll().execute(),
    componentGroups: await db
      .selectFrom('componentGroup')
      .select(['id', 'code', 'name', 'parentId', 'class'])
      .execute(),
    policies: await db.selectFrom('warrantyPolicy').selectAll().execute(),
    coverages: await db.selectFrom('warrantyCoverage').selectAll().execute(),
    ...(running.has('P03') ? { faultParts: await loadFaultParts(db) } : {}),
  };
}

async function loadFaultParts(db: Db): Promise<NonNullable<MasterRows['faultParts']>> {
  return db
    .selectFrom('faultPartMap')
    .innerJoin('faultCode', 'faultCode.id', 'faultPartMap.faultCodeId')
    .select(['faultCode.code', 'faultCode.name', 'faultPartMap.componentGroupId'])
    .execute();
}

async function loadGrown(
  db: Db,
  { newOps, newParts }: { newOps: readonly string[]; newParts: readonly string[] },
  running: ReadonlySet<string>,
): Promise<Grown> {
  return {
    operations: await readColumns(db, 'labourOperation', OPERATION_COLUMNS, { column: 'id', values: newOps }),
    operationIncludes: await db
      .selectFrom('labourOperationInclude')
      .select(['opId', 'includedOpId'])
      .where(isAnyOf('opId', newOps))
      .execute(),
    parts: await readColumns(db, 'part', PART_COLUMNS, { column: 'id', values: newParts }),
    applicabilities: running.has('P02')
      ? await db
          .selectFrom('partApplicability')
          .select(['partId', 'modelId', 'vinFrom', 'vinTo', 'validFromDate', 'validToDate'])
          .where(isAnyOf('partId', newParts))
          .execute()
      : [],
  };
}
