import type { Insertable } from 'kysely';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import { insertRows, isAnyOf } from '../db/bulk-rows.ts';
import type { CampaignDocumentTable } from '../db/central-tables.generated.ts';
import { thingSha256 } from './import-batch.repository.ts';
import type { CheckedThing, ThingOutcome } from './import-thing.ts';
import { writeMasters, type MasterTable } from './write-masters.ts';

const CAMPAIGN: MasterTable = {
  table: 'campaign',
  keyColumns: ['code'],
  lookupColumn: 'code',
  columns: {
    ...{ code: 'code', title: 'title', type: 'type', funding: 'funding', fixedFeeFen: 'fixedFeeFen' },
    ...{ validFromDate: 'validFromDate', validToDate: 'validToDate' },
  },
  references: {
    supplierCode: { table: 'supplier', codeColumn: 'code', idColumn: 'supplierId', reason: 'supplier-unknown' },
  },
  derive: (values) => ({ title: String(values['code']) }),
};

/** Campaigns by their code, with the documents of the file; a document that is there already is left alone. */
export async function importCampaigns(
  context: CommandContext,
  things: readonly CheckedThing<'campaigns'>[],
): Promise<ThingOutcome[]> {
  const heads = things.map(({ rowNos, values: { lines: _lines, ...values } }) => ({ rowNos, values }));
  const outcomes = await writeMasters(context, CAMPAIGN, heads);
  const campaignIds = outcomes.flatMap((outcome) => (outcome.targetId === null ? [] : [outcome.targetId]));
  const known = await context.db
    .selectFrom('campaignDocument')
    .select(['campaignId', 'rowSha256'])
    .where(isAnyOf('campaignId', campaignIds))
    .execute();
  const shas = new Map(
    [...Map.groupBy(known, (row) => row.campaignId)].map(([id, rows]) => [id, rows.map((row) => row.rowSha256)]),
  );
  const added: Insertable<CampaignDocumentTable>[] = [];
  const answers = outcomes.map((outcome, index): ThingOutcome => {
    const { targetId } = outcome;
    if (targetId === null) return outcome;
    const seen = new Set(shas.get(targetId));
    const before = added.length;
    for (const { rowNo: _rowNo, ...document } of things[index]?.values.lines ?? []) {
      const rowSha256 = thingSha256(document);
      if (seen.has(rowSha256)) continue;
      seen.add(rowSha256);
      const { documentName, make = null, model = null, modelYear = null, summary = null } = document;
      added.push({
        ...rowIdentity(context.newId(), 'g', targetId),
        ...{ campaignId: targetId, seq: seen.size, documentName: documentName ?? '', make, model, modelYear, summary },
        rowSha256,
      });
    }
    return outcome.outcome === 'unchanged' && added.length > before ? { ...outcome, outcome: 'updated' } : outcome;
  });
  await insertRows(context.db, 'campaignDocument', added);
  return answers;
}
