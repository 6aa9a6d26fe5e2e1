import type { Insertable, Selectable } from 'kysely';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import { insertRows, isAnyOf, updateRows } from '../db/bulk-rows.ts';
import type { LabourOperationTable } from '../db/central-tables.generated.ts';
import { changedColumns, type CheckedThing, type ThingOutcome } from './import-thing.ts';

type OperationRow = Selectable<LabourOperationTable>;
type Thing = CheckedThing<'labourOperations'>;

/** Labour operations by their code; a changed standard time raises the version of the entry. */
export async function importOperations(context: CommandContext, things: readonly Thing[]): Promise<ThingOutcome[]> {
  const { db, newId } = context;
  const codes = things.map((thing) => thing.values.opCode);
  const known = await db.selectFrom('labourOperation').selectAll().where(isAnyOf('opCode', codes)).execute();
  const byCode = new Map(known.map((row) => [row.opCode, row]));
  const added: Insertable<LabourOperationTable>[] = [];
  const outcomes: ThingOutcome[] = [];
  for (const { values } of things) {
    const row = byCode.get(values.opCode);
    if (row !== undefined) {
      outcomes.push(await changeOperation(context, row, values));
      continue;
    }
    const id = newId();
    added.push({
      ...rowIdentity(id, 'g'),
      ...{ opCode: values.opCode, name: values.name, componentGroupId: null, modelId: null, series: null },
      ...{ productLine: values.productLine ?? null, stdHoursCenti: values.stdHoursCenti },
      ...{ overlapGroup: values.overlapGroup ?? null, overlapDeductCenti: values.overlapDeductCenti ?? 0 },
      ...{ maxPerClaim: values.maxPerClaim ?? null, validFromDate: values.validFromDate ?? '2000-01-01' },
      validToDate: values.validToDate ?? null,
    });
    outcomes.push({ outcome: 'created', targetId: id, issues: [] });
  }
  await insertRows(db, 'labourOperation', added);
  return outcomes;
}

async function changeOperation(
  context: CommandContext,
  row: OperationRow,
  values: Thing['values'],
): Promise<ThingOutcome> {
  const changed = changedColumns<OperationRow>(row, {
    ...{ name: values.name, stdHoursCenti: values.stdHoursCenti, productLine: values.productLine },
    ...{ overlapGroup: values.overlapGroup, overlapDeductCenti: values.overlapDeductCenti ?? undefined },
    ...{ maxPerClaim: values.maxPerClaim, validFromDate: values.validFromDate ?? undefined },
    validToDate: values.validToDate,
  });
  if (Object.keys(changed).length === 0) return { outcome: 'unchanged', targetId: row.id, issues: [] };
  const raised = changed.stdHoursCenti === undefined ? {} : { catalogueVersion: row.catalogueVersion + 1 };
  await updateRows(context.db, 'labourOperation', [{ ...changed, ...raised, id: row.id }]);
  return { outcome: 'updated', targetId: row.id, issues: [] };
}
