import type { SamplePlans, SamplePlanVersion } from '../../../src-shared/contract/sampling.contract.ts';
import { planFigures, SAMPLE_PLAN_KEY, type PlanFigures } from '../../../src-shared/domain/claims/sample-plan.ts';
import type { SamplePlanParams } from '../../../src-shared/domain/claims/sampling.ts';
import { addDays } from '../../../src-shared/domain/units/dates.ts';
import type { ReadStores } from '../../db/stores.ts';

interface PlanRow {
  id: string;
  code: string;
  fromDate: string;
  paramsJson: string;
}

interface ChangeRow {
  version: number;
  valueJson: string;
  savedByName: string;
  savedAtMs: number;
}

/** Every plan there has been, newest first, with who saved it last; plans older than the screen have nobody. */
export function samplePlans({ replicaFile }: ReadStores, { today }: { today: string }): SamplePlans {
  const rows = planRows({ replicaFile });
  const changes = replicaFile
    .prepare(
      `select version, value_json as valueJson, changed_by_name as savedByName, changed_at_ms as savedAtMs
         from configuration_change where subject = 'SETTING' and subject_key = ? order by version desc`,
    )
    .all(SAMPLE_PLAN_KEY) as ChangeRow[];
  const savedFor = (fromDate: string): ChangeRow | undefined =>
    changes.find(({ valueJson }) => (JSON.parse(valueJson) as { fromDate: string }).fromDate === fromDate);
  const inForce = rows.find(({ fromDate }) => fromDate <= today);
  const plans = rows.map((row, place): SamplePlanVersion => {
    const { id, code, fromDate, paramsJson } = row;
    const later = rows[place - 1];
    const saved = savedFor(fromDate);
    return {
      ...{ id, code, fromDate, untilDate: later === undefined ? null : addDays(later.fromDate, -1) },
      state: row === inForce ? 'inForce' : fromDate > today ? 'coming' : 'past',
      figures: figuresOf(paramsJson),
      ...{ savedByName: saved?.savedByName ?? null, savedAtMs: saved?.savedAtMs ?? null },
    };
  });
  return { plans, version: changes[0]?.version ?? 0, today };
}

/** The stored plans, newest first. */
export function planRows({ replicaFile }: Pick<ReadStores, 'replicaFile'>): PlanRow[] {
  return replicaFile
    .prepare(
      `select id, code, valid_from_date as fromDate, params_json as paramsJson from sample_plan
        order by valid_from_date desc, id desc`,
    )
    .all() as PlanRow[];
}

const figuresOf = (json: string): PlanFigures => planFigures(JSON.parse(json) as SamplePlanParams);
