import type { Selectable } from 'kysely';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import { isAnyOf } from '../db/bulk-rows.ts';
import type { PreauthTable } from '../db/central-tables.generated.ts';
import type { PaperArrived } from './import-calls.ts';
import { changedColumns, refusedThing, type CheckedThing, type ThingOutcome } from './import-thing.ts';

type Thing = CheckedThing<'preauths'>;

/**
 * Approvals the maker gave, by their number; claims that name one are judged again. One that a claim names stays of its vehicle
 * and station. Claims §2.2, §5 G06.
 */
export async function importPreauths(
  context: CommandContext,
  things: readonly Thing[],
  paperArrived: PaperArrived,
): Promise<ThingOutcome[]> {
  const { db } = context;
  const all = things.map(({ values }) => values);
  const known = await db
    .selectFrom('preauth')
    .selectAll()
    .where(
      isAnyOf(
        'no',
        all.map(({ no }) => no),
      ),
    )
    .forUpdate()
    .execute();
  const vehicles = await db
    .selectFrom('vehicle')
    .select(['id', 'vin'])
    .where(
      isAnyOf(
        'vin',
        all.map(({ vin }) => vin),
      ),
    )
    .execute();
  const stations = await db
    .selectFrom('station')
    .innerJoin('region', 'region.id', 'station.regionId')
    .select(['station.id', 'station.code', 'station.regionId', 'region.code as regionCode'])
    .where(
      isAnyOf(
        'station.code',
        all.map(({ stationCode }) => stationCode),
      ),
    )
    .execute();
  const claims = await db
    .selectFrom('claim')
    .select(['id', 'preauthId'])
    .where(
      isAnyOf(
        'preauthId',
        known.map(({ id }) => id),
      ),
    )
    .execute();
  const named = Map.groupBy(claims, ({ preauthId }) => preauthId);
  const outcomes: ThingOutcome[] = [];
  const touched: string[] = [];
  for (const thing of things) {
    const { no, vin, stationCode } = thing.values;
    const vehicle = vehicles.find((row) => row.vin === vin);
    const station = stations.find((row) => row.code === stationCode);
    const before = known.find((row) => row.no === no);
    const uses = named.get(before?.id ?? '') ?? [];
    if (vehicle === undefined) {
      outcomes.push(refusedThing(thing, 'vehicle-unknown', { field: 'vin', value: vin }));
    } else if (station === undefined) {
      outcomes.push(refusedThing(thing, 'station-unknown', { field: 'stationCode', value: stationCode }));
    } else if (uses.length > 0 && (before?.vehicleId !== vehicle.id || before.stationId !== station.id)) {
      outcomes.push(refusedThing(thing, 'preauth-in-use', { field: 'no', value: no }));
    } else {
      const outcome = await store(context, thing, { before, vehicleId: vehicle.id, station });
      outcomes.push(outcome);
      if (outcome.outcome === 'updated') touched.push(...uses.map(({ id }) => id));
    }
  }
  await paperArrived(context, touched);
  return outcomes;
}

interface Of {
  before: Selectable<PreauthTable> | undefined;
  vehicleId: string;
  station: { id: string; regionId: string; regionCode: string };
}

async function store(
  { db, newId }: CommandContext,
  thing: Thing,
  { before, vehicleId, station }: Of,
): Promise<ThingOutcome> {
  const { no, amountLimitFen, validFromDate, validToDate } = thing.values;
  const status = statusOf(thing.values.status, before);
  const columns = {
    vehicleId,
    stationId: station.id,
    amountLimitFen,
    validFromDate,
    validToDate,
    status,
    regionId: station.regionId,
  };
  if (before === undefined) {
    const id = newId();
    await db
      .insertInto('preauth')
      .values({ ...rowIdentity(id, `r:${station.regionCode}`), no, linesJson: '[]', ...columns })
      .execute();
    return { outcome: 'created', targetId: id, issues: [] };
  }
  const changed = changedColumns<Selectable<PreauthTable>>(before, columns);
  if (Object.keys(changed).length === 0) return { outcome: 'unchanged', targetId: before.id, issues: [] };
  await db.updateTable('preauth').set(changed).where('id', '=', before.id).execute();
  return { outcome: 'updated', targetId: before.id, issues: [] };
}

/** As the table has it; what a claim used stays used, as long as the list only says that it was granted. */
function statusOf(
  stated: Thing['values']['status'],
  before: Selectable<PreauthTable> | undefined,
): PreauthTable['status'] {
  if (stated === 'DECLINED') return 'REFUSED';
  return stated === 'GRANTED' && before?.status === 'USED' ? 'USED' : stated;
}
