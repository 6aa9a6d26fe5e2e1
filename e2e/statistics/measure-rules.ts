import { sql } from 'kysely';
import { visitsHereOf } from '../../src-server/claims/evidence-orders.repository.ts';
import { refreshStationStatistics, statisticsOf } from '../../src-server/claims/station-statistics.repository.ts';
import { insertRows } from '../../src-server/db/bulk-rows.ts';
import type { EvaluableClaim } from '../../src-server/claims/evaluate-batch.ts';
import { storeOnPGlite } from '../../src-server/db/open-central.ts';
import { evaluateClaim } from '../../src-shared/domain/claims/evaluate-claim.ts';
import type { StationStatistics } from '../../src-shared/domain/claims/evidence-types.ts';
import { FIRST_RULESET } from '../../src-shared/domain/claims/first-ruleset.ts';
import { claim, evaluationInput, station, vehicle } from '../../src-shared/domain/claims/testing/claim-fixture.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { HABITS, stationsOfYear, YEAR_TODAY, type YearClaim, type YearStation } from './stations-year.ts';

/** The rules that judge figures of a station, and the habit each is there to find. */
export const STATISTICAL_RULES: readonly (readonly [
  ruleId: string,
  context: string | null,
  habit: YearStation['habit'],
])[] = [
  ['W06', null, HABITS[6]],
  ['S03', null, HABITS[0]],
  ['S04', null, HABITS[1]],
  ['S06', 'vehicle', HABITS[2]],
  ['S06', 'technician', HABITS[3]],
  ['S07', null, HABITS[4]],
  ['S08', null, HABITS[5]],
];

export interface RuleFigures {
  ruleId: string;
  context: string | null;
  habit: string;
  /** Stations with the habit, and those of them the rule told of. */
  planted: number;
  found: number;
  /** Stations without any habit, and those of them the rule told of. */
  honest: number;
  honestHit: number;
  /** Stations with another habit, and those of them the rule told of. */
  others: number;
  othersHit: number;
}

/**
 * What the statistical rules find on stations whose habits are known: the claims go into a real store, the server's own
 * statements prepare the figures, and the first ruleset judges a claim of each kind of every station.
 */
export async function measureStatisticalRules(seeds: readonly number[]): Promise<RuleFigures[]> {
  const told: { station: YearStation; rules: ReadonlySet<string> }[] = [];
  for (const seed of seeds) told.push(...(await judgeYear(stationsOfYear(seed))));
  return STATISTICAL_RULES.map(([ruleId, context, habit]) => {
    const isTold = ({ rules }: (typeof told)[number]): boolean => rules.has(keyOf(ruleId, context));
    const having = told.filter((one) => one.station.habit === habit);
    const honest = told.filter((one) => one.station.habit === null);
    const others = told.filter((one) => one.station.habit !== null && one.station.habit !== habit);
    return {
      ...{ ruleId, context, habit: habit ?? '', planted: having.length, found: having.filter(isTold).length },
      ...{ honest: honest.length, honestHit: honest.filter(isTold).length },
      ...{ others: others.length, othersHit: others.filter(isTold).length },
    };
  });
}

const keyOf = (ruleId: string, context: string | null): string => `${ruleId} ${context ?? ''}`;

async function judgeYear(stations: readonly YearStation[]): Promise<{ station: YearStation; rules: Set<string> }[]> {
  const store = await storeOnPGlite({});
  try {
    return await store.db.transaction().execute(async (db) => {
      // the claims stand alone: no masters behind them, and no feed that would want to know of them
      await sql`set local session_replication_role = replica`.execute(db);
      for (const one of stations) {
        await insertRows(
          db,
          'workOrder',
          one.claims.map((row, index) => workOrderRow(one, row, index)),
        );
        await insertRows(
          db,
          'claim',
          one.claims.map((row, index) => claimRow(one, row, index)),
        );
      }
      await refreshStationStatistics(db, { today: YEAR_TODAY, nowMs: Date.parse(YEAR_TODAY) });
      const figures = await statisticsOf(
        db,
        stations.map(({ id }) => id),
      );
      const visits = await visitsHereOf(db, stations.flatMap(visitsAsked), DAYS_LOOKED_BACK);
      return stations.map((one) => ({
        station: one,
        rules: rulesToldOf(one, { statistics: figures.get(one.id) ?? null, visits }),
      }));
    });
  } finally {
    await store.close();
  }
}

function workOrderRow(one: YearStation, { technician, vehicle: vin, submittedDate }: YearClaim, index: number) {
  const id = `wo-${one.id}-${String(index)}`;
  return {
    ...rowIdentity(id, 'g'),
    ...{ no: id, vinText: vin, place: 'SHOP', payType: 'WARRANTY', status: 'CLAIMED', regionId: one.regionId },
    ...{ technician, stationId: one.id, finishAtMs: Date.parse(submittedDate) },
  };
}

const claimId = (one: YearStation, index: number): string => `claim-${one.id}-${String(index)}`;
const datesOf = ({ submittedDate }: YearClaim) => ({
  ...{ failureDate: submittedDate, repairFinishDate: submittedDate, submittedDate },
  submittedAtMs: Date.parse(submittedDate),
});

function claimRow(one: YearStation, row: YearClaim, index: number) {
  const id = claimId(one, index);
  return {
    ...rowIdentity(id, 'g'),
    ...{ no: id, workOrderId: `wo-${one.id}-${String(index)}`, claimantType: 'STATION', claimantId: one.id },
    ...{ claimantCode: one.id, claimantName: one.id, type: 'WARRANTY', stationId: one.id, vinText: row.vehicle },
    ...{ productLine: 'COACH', regionId: one.regionId, modelId: row.modelId, componentGroupId: row.groupId },
    ...{ ...datesOf(row), vehicleId: row.vehicle },
    ...{ responsibility: 'MAKER', status: 'PAID', queue: 'NONE', claimedFen: row.amountFen, payableFen: row.amountFen },
    warrantyJson: JSON.stringify({ daysLeft: row.daysLeftOfCover }),
  };
}

const DAYS_LOOKED_BACK = Number(FIRST_RULESET.rules.find(({ id }) => id === 'S06')?.parameters['days']);

/** The claims of a station as the server asks for the visits of their vehicles. */
function visitsAsked(one: YearStation): EvaluableClaim[] {
  return one.claims.map((row, index) => ({
    ...claim({ id: claimId(one, index), stationId: one.id, vinText: row.vehicle, ...datesOf(row) }),
    ...{ vehicleId: row.vehicle, engineerId: null, claimantCode: one.id, claimantName: one.id, status: 'PAID' },
  }));
}

interface Prepared {
  statistics: StationStatistics | null;
  visits: ReadonlyMap<string, number>;
}

/** Every statistical rule that hits a claim of the station: of any assembly and model, any technician, any vehicle. */
function rulesToldOf(one: YearStation, { statistics, visits }: Prepared): Set<string> {
  const told = new Set<string>();
  for (const [index, row] of one.claims.entries()) {
    const input = evaluationInput({
      claim: claim({ componentGroupId: row.groupId, causalPartId: null, mainOpId: null }),
      station: station({ id: one.id }),
      vehicle: vehicle({ modelId: row.modelId }),
      lines: [],
      evidence: {
        statistics,
        visitsAtStation: visits.get(claimId(one, index)) ?? 0,
        order: {
          ...{ place: 'SHOP', startAtMs: null, finishAtMs: null, plateNo: null, engineNo: null },
          ...{ latMicro: null, lngMicro: null, parts: [], trip: null },
          labour: [{ technician: row.technician, hoursCenti: 100 }],
        },
      },
    });
    for (const { ruleId, facts } of evaluateClaim(input, FIRST_RULESET).hits) {
      told.add(keyOf(ruleId, typeof facts['context'] === 'string' ? facts['context'] : null));
    }
  }
  return told;
}
