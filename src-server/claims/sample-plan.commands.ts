import {
  checkSamplePlan,
  FIRST_SAMPLE_PLAN,
  planDateFault,
  SAMPLE_PLAN_KEY,
} from '../../src-shared/domain/claims/sample-plan.ts';
import { addDays } from '../../src-shared/domain/units/dates.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { BodyOf, CommandContext, CommandHandlers, CommandOutcome } from '../commands/command-handler.ts';
import { lockSubject, recordChange, requireSeen, type Subject } from '../commands/configuration.repository.ts';
import type { CentralDb } from '../db/open-central.ts';
import { SYSTEM_USER, type EvaluationMoment } from './evaluation-columns.ts';

/** The plan of the samples: a new version from a day on; those that have begun never change. */
export const samplePlanCommands: Pick<CommandHandlers, 'samplePlan.save'> = { 'samplePlan.save': savePlan };

const SUBJECT: Subject = { subject: 'SETTING', subjectKey: SAMPLE_PLAN_KEY };

/** Claims §6.5, decision 0360: checked, dated from tomorrow on, in place of one that has not begun. */
async function savePlan(context: CommandContext, body: BodyOf<'samplePlan.save'>): Promise<CommandOutcome> {
  const { db, today } = context;
  const { figures, fromDate } = body;
  const [fault] = checkSamplePlan(figures);
  if (fault !== undefined) {
    const { key: field, least, most } = fault;
    return { status: 'rejected', reason: 'sample-plan-range', details: { field, least, most } };
  }
  await lockSubject(context, SUBJECT);
  const seen = await lastVersion(db);
  await requireSeen(context, SUBJECT, {
    ...{ seen: body.version, reason: 'sample-plan-changed' },
    standing: { _v: seen, json: '' },
  });
  const plans = await db.selectFrom('samplePlan').selectAll().orderBy('validFromDate', 'desc').forUpdate().execute();
  const coming = plans.find((plan) => plan.validFromDate > today);
  const inForce = plans.find((plan) => plan.validFromDate <= today);
  const dateFault = planDateFault(fromDate, { today, hasPlanInForce: inForce !== undefined });
  if (dateFault !== null) return { status: 'rejected', reason: dateFault, details: { date: fromDate, today } };
  const paramsJson = JSON.stringify(figures);
  const before = coming ?? inForce;
  if (before !== undefined && isSame(before.paramsJson, paramsJson) && (coming?.validFromDate ?? fromDate) === fromDate)
    return { status: 'rejected', reason: 'sample-plan-no-change', details: {} };
  const version = seen + 1;
  if (coming === undefined) {
    await db
      .insertInto('samplePlan')
      .values({
        ...rowIdentity(context.newId(), 'g'),
        ...{ code: `SP-${String(version)}`, paramsJson, validFromDate: fromDate, validToDate: null },
      })
      .execute();
  } else {
    await db
      .updateTable('samplePlan')
      .set({ paramsJson, validFromDate: fromDate })
      .where('id', '=', coming.id)
      .execute();
  }
  if (inForce !== undefined)
    await db
      .updateTable('samplePlan')
      .set({ validToDate: addDays(fromDate, -1) })
      .where('id', '=', inForce.id)
      .execute();
  const valueBeforeJson = before === undefined ? null : planJson(before.validFromDate, before.paramsJson);
  await recordChange(context, SUBJECT, { version, valueJson: planJson(fromDate, paramsJson), valueBeforeJson });
  return { status: 'applied', output: { version } };
}

/**
 * A part of the first setup: a company that has no plan yet gets the values of claims §6.5 from today on, so that samples are
 * drawn from the first claim. Returns whether it made one; run again it makes none. Decision 0360.
 */
export async function makeFirstPlan(store: CentralDb, moment: EvaluationMoment): Promise<boolean> {
  return store.transaction().execute(async (db) => {
    await lockSubject({ db }, SUBJECT);
    if ((await db.selectFrom('samplePlan').select('id').limit(1).executeTakeFirst()) !== undefined) return false;
    const paramsJson = JSON.stringify(FIRST_SAMPLE_PLAN);
    const version = (await lastVersion(db)) + 1;
    await db
      .insertInto('samplePlan')
      .values({
        ...rowIdentity(moment.newId(), 'g'),
        ...{ code: `SP-${String(version)}`, paramsJson, validFromDate: moment.today, validToDate: null },
      })
      .execute();
    const valueJson = planJson(moment.today, paramsJson);
    const change = { version, valueJson, valueBeforeJson: null };
    await recordChange({ db, ...moment, user: SYSTEM_USER, commandId: 'first-setup' }, SUBJECT, change);
    return true;
  });
}

const planJson = (fromDate: string, paramsJson: string): string =>
  JSON.stringify({ fromDate, figures: JSON.parse(paramsJson) as unknown });

/** Whether two stored plans say the same, in whatever order their figures stand. */
function isSame(one: string, other: string): boolean {
  const sorted = (json: string): string =>
    JSON.stringify(
      Object.entries({ ...FIRST_SAMPLE_PLAN, ...(JSON.parse(json) as object) })
        .filter(([key]) => key in FIRST_SAMPLE_PLAN)
        .sort(),
    );
  return sorted(one) === sorted(other);
}

async function lastVersion(db: CommandContext['db']): Promise<number> {
  const row = await db
    .selectFrom('configurationChange')
    .select((expression) => expression.fn.max('version').as('version'))
    .where('subject', '=', SUBJECT.subject)
    .where('subjectKey', '=', SUBJECT.subjectKey)
    .executeTakeFirst();
  return Number(row?.version ?? 0);
}
