import type { Selectable } from 'kysely';
import type { DamageStep } from '../../src-shared/contract/goods-receipts.contract.ts';
import {
  DAMAGE_RULES,
  damageHolderOf,
  damageRefusal,
  type DamageAction,
  type DamageStatus,
  type Disposition,
  type Liability,
} from '../../src-shared/domain/logistics/damage-transition.ts';
import type { MovementDraft } from '../../src-shared/domain/parts/movement-draft.ts';
import { pickStock } from '../../src-shared/domain/logistics/pick-stock.ts';
import { businessMinuteOf } from '../../src-shared/domain/units/business-date.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { refusedStock } from '../../src-shared/domain/parts/stock-refusal.ts';
import type { BodyOf, CommandContext, CommandOutcome } from '../commands/command-handler.ts';
import { keepPicture } from '../photos/keep-picture.ts';
import type { DamageReportTable } from '../db/central-tables.generated.ts';
import { rejected, type Refused } from './application.repository.ts';
import { binFor } from './goods-in-transit.ts';
import { minPhotosOf } from './goods-receipt.repository.ts';
import { warehouseOf, type PostMovements } from './warehouse-stock.ts';

type Report = Selectable<DamageReportTable> & { status: DamageStatus; liability: Liability | null };
type Body = BodyOf<'damage.step'>;
type Change = Partial<Pick<Report, 'liability' | 'claimFen' | 'claimNo' | 'disposition' | 'photoCount'>>;

/** A step of a report of damage on the version its sender saw. Stock §3.2. */
export async function stepDamage(
  context: CommandContext,
  body: Body,
  postMovements: PostMovements,
): Promise<CommandOutcome> {
  const report = await lockReport(context, body.reportId);
  if (report === undefined) return rejected('damage-unknown', {});
  const refusal = await refusalOf(context, report, { action: body.step, version: body.version, note: body.note });
  if (refusal !== null) return refusal;
  const change = await WORK[body.step](context, { report, body, postMovements });
  if ('status' in change) return change;
  return kept(await moveReport(context, report, { action: body.step, note: noteOf(body), change }));
}

/** The one number or word of a step stands in its history beside the note. */
function noteOf({ note, claimNo, step }: Body): string {
  return step === 'claim' ? [claimNo.trim(), note.trim()].filter(Boolean).join(' ') : note;
}

interface Work {
  report: Report;
  body: Body;
  postMovements: PostMovements;
}

const nothing = (): Promise<Change> => Promise.resolve({});

/** What a step does besides moving the report; the whitelist has said before that it may be done. */
const WORK: Readonly<Record<DamageStep, (context: CommandContext, work: Work) => Promise<Change | Refused>>> = {
  submit: nothing,
  setLiability: (_, { body: { liability, claimFen } }) =>
    Promise.resolve(
      liability === null
        ? rejected('damage-liability-missing', {})
        : { liability, claimFen: liability === 'SELF' ? 0 : (claimFen ?? 0) },
    ),
  approve: nothing,
  dispose,
  claim: (_, { body }) =>
    Promise.resolve(
      body.claimNo.trim() === '' ? rejected('damage-claim-number', {}) : { claimNo: body.claimNo.trim() },
    ),
  close: nothing,
};

/** Which posting takes damaged goods out of quarantine; what is repaired or accepted as it is goes onto the shelf. */
const POSTINGS: Readonly<Record<Disposition, { type: 'SCRAP' | 'DAMAGE' | 'RECLASS'; toShelf: boolean }>> = {
  SCRAP: { type: 'SCRAP', toShelf: false },
  RETURN: { type: 'DAMAGE', toShelf: false },
  REPAIR: { type: 'RECLASS', toShelf: true },
  ACCEPT: { type: 'RECLASS', toShelf: true },
};

/** Damaged stock lies in quarantine until this; what was missing or wrong never lay there. Stock §3.2, §4.10. */
async function dispose(context: CommandContext, { report, body, postMovements }: Work): Promise<Change | Refused> {
  const { db, nowMs, commandId } = context;
  const { disposition } = body;
  if (disposition === null) return rejected('damage-disposition-missing', {});
  const warehouse = await warehouseOf(db, report.warehouseId);
  if (warehouse === undefined) return rejected('order-warehouse-missing', {});
  const { type, toShelf } = POSTINGS[disposition];
  const lines = await db
    .selectFrom('damageReportLine')
    .selectAll()
    .where('reportId', '=', report.id)
    .where('defect', '=', 'BROKEN')
    .orderBy('partId')
    .execute();
  const drafts: MovementDraft[] = [];
  for (const line of lines) {
    const balances = await db
      .selectFrom('stockBalance')
      .selectAll()
      .where('partId', '=', line.partId)
      .where('warehouseId', '=', warehouse.id)
      .where('condition', '=', 'DAMAGED')
      .orderBy('id')
      .forUpdate()
      .execute();
    const picks = pickStock(balances, line.qtyMilli);
    if (picks === null) {
      const refused = { ...{ warehouseId: warehouse.id, partId: line.partId }, qtyMilli: line.qtyMilli };
      const facts = refusedStock({ ...refused, docNo: report.reportNo });
      return rejected('damage-stock-gone', { lineNo: line.lineNo, ...facts });
    }
    const byId = new Map(balances.map((balance) => [balance.id, balance]));
    for (const { balanceId, qtyMilli, valueFen } of picks) {
      const balance = byId.get(balanceId);
      if (balance === undefined) continue;
      const { partId, owner, batchNo, serialNo } = balance;
      const draft = {
        ...{ warehouseId: warehouse.id, regionCode: warehouse.regionCode, partId, owner, batchNo, serialNo, type },
        ...{ effectiveAtMs: nowMs, docType: 'DAMAGE', docNo: report.reportNo, lineUid: line.id },
        ...{ erpDocNo: null, erpLine: null, note: disposition },
      };
      const idemKey = `damage:${commandId}:${line.id}:${balanceId}`;
      drafts.push({
        ...{ ...draft, idemKey: `${idemKey}:out`, binId: balance.binId, condition: 'DAMAGED' },
        ...{ qtyMilli: -qtyMilli, valueFen: -valueFen },
      });
      if (!toShelf) continue;
      const binId = await binFor(db, { warehouseId: warehouse.id, partId, condition: 'NEW' });
      drafts.push({ ...draft, idemKey: `${idemKey}:in`, binId, condition: 'NEW', qtyMilli, valueFen });
    }
  }
  await postMovements(context, drafts);
  return { disposition };
}

/** A photograph of what was found, kept once however often it is sent. */
export async function addDamagePhoto(context: CommandContext, body: BodyOf<'damage.photo'>): Promise<CommandOutcome> {
  const report = await lockReport(context, body.reportId);
  if (report === undefined) return rejected('damage-unknown', {});
  // A picture more takes nothing away from what somebody else has written, so no version is asked for.
  const refusal = await refusalOf(context, report, { action: 'photo', version: null });
  if (refusal !== null) return refusal;
  const owner = { ownerType: 'DAMAGE', ownerId: report.id, rootId: report.id, scope: report._scope };
  const unkept = await keepPicture(context, body, { ...owner, vehicleId: null, kind: 'OTHER' });
  if (unkept !== null) return unkept;
  const change = { photoCount: report.photoCount + 1 };
  return kept(await moveReport(context, report, { action: 'photo', note: body.fileName, change }));
}

async function lockReport({ db }: CommandContext, id: string): Promise<Report | undefined> {
  const report = await db.selectFrom('damageReport').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return report as Report | undefined;
}

async function refusalOf(
  { db, user }: CommandContext,
  report: Report,
  asked: { action: DamageAction; version: number | null; note?: string },
): Promise<Refused | null> {
  const no = report.reportNo;
  if (user.regionId !== null && user.regionId !== report.regionId) return rejected('order-other-region', { no });
  if (asked.version !== null && asked.version !== report._v) {
    const details = {
      no,
      byName: report.changedByName,
      at: businessMinuteOf(report.changedAtMs),
      status: report.status,
    };
    return { status: 'conflict', reason: 'order-changed', details, current: { version: report._v } };
  }
  const { status, reportedBy, liability, photoCount } = report;
  const minPhotos = await minPhotosOf(db, report.id);
  const reason = damageRefusal({ status, reportedBy, liability, photoCount, minPhotos }, asked.action, {
    ...{ userId: user.id, roles: user.roles },
    ...(asked.note === undefined ? {} : { note: asked.note }),
  });
  return reason === null ? null : rejected(reason, { no, number: Math.max(0, minPhotos - photoCount) });
}

/** Moves a report along the whitelist and writes down who did it; the holder follows from where it stands then. */
async function moveReport(
  { db, user, nowMs, newId }: CommandContext,
  report: Report,
  { action, note = '', change }: { action: DamageAction; note?: string; change: Change },
): Promise<Report> {
  const to = DAMAGE_RULES[action].moves[report.status];
  if (to === undefined) throw new Error(`${action} may not begin at ${report.status}`);
  const row = await db
    .updateTable('damageReport')
    .set({
      ...{ ...change, status: to, holderRole: damageHolderOf(to) },
      ...{ sinceMs: to === report.status ? report.sinceMs : nowMs, changedByName: user.name, changedAtMs: nowMs },
    })
    .where('id', '=', report.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  await db
    .insertInto('damageReportEvent')
    .values({
      ...{ ...rowIdentity(newId(), report._scope, report.id), reportId: report.id, action },
      ...{ statusFrom: report.status, statusTo: to, note: note.trim() === '' ? null : note.trim() },
      ...{ doneBy: user.id, doneByName: user.name, doneAtMs: nowMs },
    })
    .execute();
  return row as Report;
}

function kept({ id, reportNo, status }: Report): CommandOutcome {
  return { status: 'applied', output: { reportId: id, reportNo, status } };
}
