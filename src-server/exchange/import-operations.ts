import type { Insertable, Selectable } from 'kysely';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import { insertRows, isAnyOf, updateRows } from '../db/bulk-rows.ts';
import type { LabourOperationTable } from '../db/central-tables.generated.ts';
import { changedColumns, refusedThing, type CheckedThing, type ThingOutcome } from './import-thing.ts';

type OperationRow = Selectable<LabourOperationTable>;
type Thing = CheckedThing<'labourOperations'>;

/** Labour operations by their code; a changed standard time raises the version of the entry. */
export async function importOperations(context: CommandContext, things: readonly Thing[]): Promise<ThingOutcome[]> {
  const { db, newId } = context;
  const codes = things.flatMap(({ values }) => [values.opCode, values.repairOpCode ?? values.opCode]);
  const known = await db.selectFrom('labourOperation').selectAll().where(isAnyOf('opCode', codes)).execute();
  const byCode = new Map(known.map((row) => [row.opCode, row]));
  const added = new Map<string, Insertable<LabourOperationTable>>();
  const changed: (Partial<OperationRow> & { id: string })[] = [];
  const outcomes: ThingOutcome[] = [];
  // what mends may stand behind what it mends in the same list; it is not mended by a third one itself
  const menders = new Map(
    things.flatMap(({ values }) =>
      typeof values.repairOpCode === 'string' ? [] : [[values.opCode, newId()] as const],
    ),
  );
  for (const thing of things) {
    const { opCode, repairOpCode } = thing.values;
    const repairOpId =
      typeof repairOpCode === 'string' ? (byCode.get(repairOpCode)?.id ?? menders.get(repairOpCode)) : repairOpCode;
    if (typeof repairOpCode === 'string' && repairOpId === undefined) {
      outcomes.push(refusedThing(thing, 'repair-operation-unknown', { field: 'repairOpCode', value: repairOpCode }));
      continue;
    }
    const values = { ...thing.values, repairOpId };
    const row = byCode.get(opCode);
    if (row === undefined) {
      const id = menders.get(opCode) ?? newId();
      added.set(opCode, addedRow(id, values));
      outcomes.push({ outcome: 'created', targetId: id, issues: [] });
      continue;
    }
    const change = changeOf(row, values);
    if (change !== null) changed.push({ ...change, id: row.id });
    outcomes.push({ outcome: change === null ? 'unchanged' : 'updated', targetId: row.id, issues: [] });
  }
  await insertRows(db, 'labourOperation', [...added.values()]);
  await updateRows(db, 'labourOperation', changed);
  return outcomes;
}

type Values = Thing['values'] & { repairOpId: string | null | undefined };

function addedRow(id: string, values: Values): Insertable<LabourOperationTable> {
  return {
    ...rowIdentity(id, 'g'),
    ...{ opCode: values.opCode, name: values.name, componentGroupId: null, modelId: null, series: null },
    ...{ productLine: values.productLine ?? null, stdHoursCenti: values.stdHoursCenti },
    ...{ overlapGroup: values.overlapGroup ?? null, overlapDeductCenti: values.overlapDeductCenti ?? 0 },
    ...{ maxPerClaim: values.maxPerClaim ?? null, validFromDate: values.validFromDate ?? '2000-01-01' },
    ...{ repairOpId: values.repairOpId ?? null, repairPartsFen: values.repairPartsFen ?? null },
    validToDate: values.validToDate ?? null,
  };
}

function changeOf(row: OperationRow, values: Values): Partial<OperationRow> | null {
  const changed = changedColumns<OperationRow>(row, {
    ...{ name: values.name, stdHoursCenti: values.stdHoursCenti, productLine: values.productLine },
    ...{ overlapGroup: values.overlapGroup, overlapDeductCenti: values.overlapDeductCenti ?? undefined },
    ...{ maxPerClaim: values.maxPerClaim, validFromDate: values.validFromDate ?? undefined },
    ...{ repairOpId: values.repairOpId, repairPartsFen: values.repairPartsFen },
    validToDate: values.validToDate,
  });
  if (Object.keys(changed).length === 0) return null;
  return changed.stdHoursCenti === undefined ? changed : { ...changed, catalogueVersion: row.catalogueVersion + 1 };
}
