import { sql } from 'kysely';
import type { HistoryClaimFact } from '../../src-shared/domain/claims/evaluation-types.ts';
import type { Ruleset } from '../../src-shared/domain/claims/ruleset-types.ts';
import { addDays } from '../../src-shared/domain/units/dates.ts';
import type { Db, VehicleRepair } from './evaluation-facts.repository.ts';

export type HistoryRow = HistoryClaimFact & { vehicleId: string | null };

const HISTORY_COLUMNS = [
  ...(['id', 'no', 'vehicleId', 'status', 'type', 'stationId', 'claimantCode', 'claimantName', 'workOrderId'] as const),
  ...(['mainOpId', 'causalPartId', 'componentGroupId', 'repairFinishDate', 'submittedAtMs', 'claimedFen'] as const),
  ...(['campaignId'] as const),
] as const;

/** What each rule about repetition asks of the vehicle's other claims, and whether however long ago (claims §5 D01–D07). */
const ASKED_BY: Readonly<Record<string, { where: string; anyDate: boolean }>> = {
  D01: { where: 'h.main_op_id = r.op', anyDate: false },
  D02: { where: 'true', anyDate: false },
  D03: { where: 'h.main_op_id = r.op or h.causal_part_id = r.part', anyDate: false },
  D04: { where: 'h.work_order_id = r.wo', anyDate: true },
  D05: { where: 'h.type = r.type', anyDate: true },
  D07: { where: 'true', anyDate: false },
};

/**
 * The other claims of the same vehicles that the ruleset's rules about repetition ask for; a vehicle's whole history is
 * many times as long, and a re-check of a month looks at many thousand vehicles.
 */
export async function loadHistory(db: Db, repairs: readonly VehicleRepair[], ruleset: Ruleset): Promise<HistoryRow[]> {
  const running = ruleset.rules.filter((row) => row.mode !== 'OFF' && Object.hasOwn(ASKED_BY, row.id));
  if (running.length === 0 || repairs.length === 0) return [];
  const names = HISTORY_COLUMNS.map((column) => sql`${sql.ref(`h.${column}`)} as ${sql.ref(column)}`);
  const days = Math.max(...running.map(daysBackOf));
  const isNear = 'h.repair_finish_date between r.since and r.until';
  const asked = running.map(({ id }) => ASKED_BY[id] ?? { where: 'false', anyDate: false });
  const near = [...new Set(asked.flatMap(({ where, anyDate }) => (anyDate ? [] : [where])))];
  const ever = [...new Set(asked.flatMap(({ where, anyDate }) => (anyDate ? [where] : [])))];
  // Without a rule that looks back for ever, the index of the vehicles' claims is read for the days in question only.
  const conditions = [...(near.length > 0 ? [`${isNear} and (${near.join(' or ')})`] : []), ...ever];
  const repeatedTypes = repeatedTypesOf(running);
  const json = JSON.stringify(
    repairs.map((repair) => ({
      ...{
        id: repair.claimId,
        vehicle: repair.vehicleId,
        op: repair.opId,
        part: repair.partId,
        wo: repair.workOrderId,
      },
      ...{ since: addDays(repair.finishDate, -days), until: addDays(repair.finishDate, days) },
      ...(repeatedTypes.has(repair.type) ? { type: repair.type } : {}),
    })),
  );
  const { rows } = await sql<HistoryRow>`select ${sql.join(names)}
    from jsonb_to_recordset(${json}::jsonb)
      as r(id text, vehicle text, op text, part text, wo text, since text, until text, type text)
    join claim as h on h.vehicle_id = r.vehicle
    where h.id <> r.id and (${sql.raw(conditions.map((one) => `(${one})`).join(' or '))})`.execute(db);
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}

/** The types of claim whose earlier ones D05 asks for however long ago: campaigns, and the checks its row names. */
function repeatedTypesOf(running: Ruleset['rules']): ReadonlySet<string> {
  const checks = running.flatMap(({ id, parameters }) => {
    const types = id === 'D05' ? parameters['seasonTypes'] : undefined;
    return Array.isArray(types) ? (types as readonly string[]) : [];
  });
  return new Set(['CAMPAIGN', ...checks]);
}

/** The most days any threshold of the rule looks to either side of a repair. */
function daysBackOf({ parameters }: Ruleset['rules'][number]): number {
  const days = Object.entries(parameters).flatMap(([name, value]) =>
    /days$/i.test(name) && typeof value === 'number' ? [value] : [],
  );
  return Math.max(0, ...days);
}
