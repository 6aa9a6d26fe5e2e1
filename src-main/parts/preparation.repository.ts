import type { PreparationLineRow, PreparationRow } from '../../src-shared/contract/preparation.contract.ts';
import type { ListOrder } from '../../src-shared/contract/query.ts';
import { planningSettingsOf } from '../../src-shared/domain/parts/first-planning.ts';
import {
  allowedPreparationSteps,
  mayChangeLines,
  type PreparationActor,
  type PreparationStep,
} from '../../src-shared/domain/parts/preparation-plan.ts';
import { AppError } from '../../src-shared/errors.ts';
import { listOrder, listPage, type OrderAsked, type PageAsked } from '../db/room-list.ts';
import type { ReadStores } from '../db/stores.ts';
import { PREPARATION_LINE_LIST, PREPARATION_LIST, PREPARATIONS } from './preparation-query.ts';

/** One page of preparation plans, with how many are not released yet. */
export function preparationPage(
  stores: ReadStores,
  asked: PageAsked,
): { rows: PreparationRow[]; total: number; totals: { open: number } } {
  return listPage(stores, PREPARATION_LIST, asked);
}

export function preparationOrder(stores: ReadStores, asked: OrderAsked): ListOrder {
  return listOrder(stores, PREPARATION_LIST, asked);
}

/** One page of lines, with how many get less than they need, were changed, or are withheld from who looks. */
export function preparationLinePage(
  stores: ReadStores,
  asked: PageAsked,
): { rows: PreparationLineRow[]; total: number; totals: { short: number; changed: number; withheld: number } } {
  return listPage(stores, PREPARATION_LINE_LIST, asked);
}

export function preparationLineOrder(stores: ReadStores, asked: OrderAsked): ListOrder {
  return listOrder(stores, PREPARATION_LINE_LIST, asked);
}

/** A plan with what this person may do with it now. */
export function preparationDetail(
  { replicaFile: file }: ReadStores,
  { id, ...actor }: PreparationActor & { id: string },
): { row: PreparationRow; allowedSteps: PreparationStep[]; mayChange: boolean } {
  const row = file.prepare(`select s.* from ${PREPARATIONS} where s.id = ?`).get(id) as PreparationRow | undefined;
  if (row === undefined) throw new AppError('NOT_FOUND', 'preparation-unknown', { id });
  const writers = file
    .prepare(
      `select made_by from preparation_plan where id = @id union
       select reviewed_by from preparation_plan where id = @id and reviewed_by is not null union
       select changed_by from preparation_line where plan_id = @id and changed_by is not null`,
    )
    .pluck()
    .all({ id }) as string[];
  return {
    row,
    allowedSteps: allowedPreparationSteps({ status: row.status, writers }, actor),
    mayChange: mayChangeLines(row.status, actor),
  };
}

interface Options {
  sources: { id: string; name: string; supplied: number }[];
  weeks: number;
}

/** The warehouses others are supplied from, those of the highest level first. */
export function preparationOptions({ replicaFile: file }: ReadStores, _input: null): Options {
  const sources = file
    .prepare(
      `select w.id, w.name, count(*) as supplied from warehouse w join warehouse b on b.parent_id = w.id
        where coalesce(w.status, 'ACTIVE') = 'ACTIVE' and coalesce(b.status, 'ACTIVE') = 'ACTIVE'
        group by w.id order by coalesce(w.level, 2), w.code`,
    )
    .all() as Options['sources'];
  const settings = file.prepare('select setting_key as settingKey, value_json as valueJson from setting').all();
  const { planCoverWeeks } = planningSettingsOf(settings as { settingKey: string; valueJson: string }[]);
  return { sources, weeks: planCoverWeeks };
}
