import type { Transaction } from 'kysely';
import type { ApplicationStep, ApplicationStepInput } from '../../src-shared/contract/logistics.contract.ts';
import {
  needsVerdict,
  type ApplicationKind,
  type ApplicationStatus,
  type Urgency,
} from '../../src-shared/domain/logistics/application-transition.ts';
import { FIRST_LOGISTICS_SETTINGS } from '../../src-shared/domain/logistics/first-logistics.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CentralTables } from '../db/central-tables.generated.ts';
import { logisticsCommands } from '../logistics/logistics.commands.ts';
import { postMovements } from '../parts/post-movements.ts';
import { applied, demoContext, type Moment } from './demo-context.ts';
import { dateOf } from './facts/demo-calendar.ts';
import type { DemoFacts, Fact } from './facts/demo-facts.ts';
import { drawPhoto } from './pictures/draw-photo.ts';

const commands = logisticsCommands({ postMovements });

/** Which warehouses the parts come from: those no count and no reconciliation of the demo company is about. */
const WAREHOUSES = [3, 4];

/** The way of an application, and who goes it. */
const WAY: readonly (readonly [ApplicationStep, string, ApplicationStatus])[] = [
  ['submit', 'diaodu01', 'SUBMITTED'],
  ['regionApprove', 'pianqu01', 'REGION_OK'],
  ['inWarranty', 'zhibao01', 'WARRANTY_OK'],
  ['allocate', 'peijian01', 'ALLOCATED'],
  ['sendErp', 'peijian01', 'ERP_SENT'],
  ['ship', 'kuguan01', 'SHIPPED'],
  ['sign', 'diaodu01', 'OLD_DUE'],
];

interface Tale {
  kind: ApplicationKind;
  urgency: Urgency;
  /** Where it stands today. */
  until: ApplicationStatus;
  /** Days ago it was asked for; every later step is a working day after the one before. */
  daysAgo: number;
  pieces?: number;
  /** Stands where it is for want of something, or ends another way. */
  turn?:
    'noPhoto' | 'duplicate' | 'notDuplicate' | 'outOfWarranty' | 'converted' | 'cancelled' | 'partly' | 'regionReject';
}

const TALES: readonly Tale[] = [
  { kind: 'WARRANTY', urgency: 'NORMAL', until: 'OLD_DUE', daysAgo: 26 },
  { kind: 'WARRANTY', urgency: 'VOR', until: 'OLD_DUE', daysAgo: 19 },
  { kind: 'WARRANTY', urgency: 'URGENT', until: 'OLD_DUE', daysAgo: 14 },
  { kind: 'PAID', urgency: 'NORMAL', until: 'OLD_DUE', daysAgo: 21, pieces: 2 },
  { kind: 'INTERNAL', urgency: 'NORMAL', until: 'OLD_DUE', daysAgo: 12 },
  { kind: 'WARRANTY', urgency: 'NORMAL', until: 'SHIPPED', daysAgo: 9 },
  { kind: 'WARRANTY', urgency: 'VOR', until: 'SHIPPED', daysAgo: 8, pieces: 2, turn: 'partly' },
  { kind: 'PAID', urgency: 'URGENT', until: 'SHIPPED', daysAgo: 7 },
  { kind: 'WARRANTY', urgency: 'VOR', until: 'ERP_SENT', daysAgo: 6 },
  { kind: 'WARRANTY', urgency: 'NORMAL', until: 'ERP_SENT', daysAgo: 7 },
  { kind: 'WARRANTY', urgency: 'URGENT', until: 'ALLOCATED', daysAgo: 5 },
  { kind: 'PAID', urgency: 'NORMAL', until: 'ALLOCATED', daysAgo: 6, pieces: 2 },
  { kind: 'WARRANTY', urgency: 'VOR', until: 'WARRANTY_OK', daysAgo: 3 },
  { kind: 'WARRANTY', urgency: 'NORMAL', until: 'WARRANTY_OK', daysAgo: 5 },
  { kind: 'WARRANTY', urgency: 'NORMAL', until: 'REGION_OK', daysAgo: 4, turn: 'noPhoto' },
  { kind: 'TECH_CAMPAIGN', urgency: 'URGENT', until: 'REGION_OK', daysAgo: 3 },
  { kind: 'WARRANTY', urgency: 'VOR', until: 'REGION_OK', daysAgo: 2 },
  { kind: 'PAID', urgency: 'NORMAL', until: 'REGION_OK', daysAgo: 3 },
  { kind: 'WARRANTY', urgency: 'VOR', until: 'SUBMITTED', daysAgo: 1 },
  { kind: 'WARRANTY', urgency: 'URGENT', until: 'SUBMITTED', daysAgo: 2 },
  { kind: 'WARRANTY', urgency: 'NORMAL', until: 'SUBMITTED', daysAgo: 1, turn: 'noPhoto' },
  { kind: 'WARRANTY', urgency: 'NORMAL', until: 'DUP_SUSPECT', daysAgo: 1 },
  { kind: 'WARRANTY', urgency: 'VOR', until: 'DUP_SUSPECT', daysAgo: 1 },
  { kind: 'WARRANTY', urgency: 'NORMAL', until: 'REJECTED', daysAgo: 6, turn: 'duplicate' },
  { kind: 'WARRANTY', urgency: 'NORMAL', until: 'SUBMITTED', daysAgo: 4, turn: 'notDuplicate' },
  { kind: 'WARRANTY', urgency: 'NORMAL', until: 'REJECTED', daysAgo: 5, turn: 'outOfWarranty' },
  { kind: 'WARRANTY', urgency: 'URGENT', until: 'REJECTED', daysAgo: 8, turn: 'converted' },
  { kind: 'WARRANTY', urgency: 'NORMAL', until: 'REJECTED', daysAgo: 7, turn: 'regionReject' },
  { kind: 'WARRANTY', urgency: 'NORMAL', until: 'CANCELLED', daysAgo: 10, turn: 'cancelled' },
  { kind: 'WARRANTY', urgency: 'URGENT', until: 'DRAFT', daysAgo: 1 },
  { kind: 'WARRANTY', urgency: 'NORMAL', until: 'DRAFT', daysAgo: 1, turn: 'noPhoto' },
];

type Turn = NonNullable<Tale['turn']>;
const REPEATS: ReadonlySet<string> = new Set(['DUP_SUSPECT', 'duplicate', 'notDuplicate']);

/** What a new company starts with for applications. */
export function addFirstLogistics(facts: DemoFacts): void {
  for (const [settingKey, value] of Object.entries(FIRST_LOGISTICS_SETTINGS))
    facts.add('setting', { id: facts.ids.next(), settingKey, valueJson: String(value), note: null });
}

/** Applications of the demo company in every state, made by the very commands people use, on the days they would have been. */
export async function addDemoApplications(db: Transaction<CentralTables>, facts: DemoFacts): Promise<void> {
  const room = new DemoApplications(db, facts);
  for (const each of TALES) await room.tell(each);
}

interface Asked {
  order: Fact<'workOrder'>;
  part: { id: string; partNo: string };
}

class DemoApplications {
  readonly #db: Transaction<CentralTables>;
  readonly #facts: DemoFacts;
  readonly #orders: Fact<'workOrder'>[];
  #parts: { id: string; partNo: string; warehouseId: string; returns: boolean }[] | null = null;
  #last: Asked | null = null;
  #erpNo = 45_001_180;
  #deliveryNo = 49_002_310;
  #told = 0;

  constructor(db: Transaction<CentralTables>, facts: DemoFacts) {
    this.#db = db;
    this.#facts = facts;
    const active = new Set(facts.rows('station').flatMap(({ id, status }) => (status === 'ACTIVE' ? [id] : [])));
    this.#orders = facts
      .rows('workOrder')
      .filter(({ vehicleId, stationId }) => vehicleId != null && stationId != null && active.has(stationId))
      .sort((a, b) => (b.finishAtMs ?? 0) - (a.finishAtMs ?? 0));
  }

  async tell(told: Tale): Promise<void> {
    const asked = await this.#ask(told);
    const id = await this.#draft(told, asked);
    if (told.turn !== 'noPhoto') await this.#photo(told, id, asked);
    this.#last = asked;
    if (told.until === 'DRAFT') return;
    for (const [index, [step, login, status]] of WAY.entries()) {
      if (step === 'inWarranty' && !needsVerdict(told.kind)) continue;
      if (await this.#turned(told, id, step)) return;
      await this.#step(this.#moment(told, index, login), id, { step, told });
      if (step === 'submit' && (await this.#turnedAtOnce(told, id))) return;
      if (status === told.until) return;
    }
  }

  /** A repair of the last weeks and a part that lies in stock; a repeated application asks for the same again. */
  async #ask({ until, turn = '' as Turn, kind }: Tale): Promise<Asked> {
    if (this.#last !== null && (REPEATS.has(until) || REPEATS.has(turn))) return this.#last;
    this.#parts ??= await this.#partsInStock();
    const parts = this.#parts.filter(({ returns }) => returns || !needsVerdict(kind));
    const part = parts[(this.#told * 7) % parts.length];
    const order = this.#orders[this.#told * 3];
    this.#told += 1;
    if (part === undefined || order === undefined) throw new Error('the demo company has no stock or no repairs');
    return { order, part };
  }

  async #partsInStock(): Promise<{ id: string; partNo: string; warehouseId: string; returns: boolean }[]> {
    const rows = await this.#db
      .selectFrom('stockBalance')
      .innerJoin('part', 'part.id', 'stockBalance.partId')
      .select(['part.id', 'part.partNo', 'stockBalance.warehouseId', 'part.oldPartPolicy'])
      .where('stockBalance.warehouseId', 'in', this.#warehouseIds())
      .where('stockBalance.qtyMilli', '>=', 4_000)
      .orderBy('part.partNo')
      .execute();
    return rows.map(({ oldPartPolicy, ...row }) => ({ ...row, returns: ['RETURN', 'HOLD'].includes(oldPartPolicy) }));
  }

  #warehouseIds(): string[] {
    return WAREHOUSES.map((index) => this.#facts.rows('warehouse')[index]?.id ?? '');
  }

  async #draft({ kind, urgency, daysAgo, pieces = 1 }: Tale, { order, part }: Asked): Promise<string> {
    const station = this.#facts.rows('station').find(({ id }) => id === order.stationId);
    const request = {
      ...{ kind, urgency, stationCode: station?.code ?? '', workOrderNo: order.no, vin: order.vinText },
      ...{ mileageKm: order.mileageInKm ?? null, faultCode: '', faultText: order.complaintText ?? '异响', note: '' },
      lines: [{ partNo: part.partNo, qtyMilli: pieces * 1000 }],
    };
    const context = demoContext(this.#db, this.#facts, { login: 'diaodu01', daysAgo, minute: 540 });
    const body = { kind: 'application.save' as const, applicationId: null, version: 0, request };
    return String(applied(await commands['application.save'](context, body)).applicationId);
  }

  async #photo({ daysAgo }: Tale, applicationId: string, { order, part }: Asked): Promise<void> {
    const content = drawPhoto({
      ...{ kind: 'FAULT_PART', phash64: order.id.length.toString(16).repeat(8), vin: order.vinText },
      ...{ plateNo: order.plateNo ?? '', mileageKm: order.mileageInKm ?? 0, partNo: part.partNo },
      takenDate: dateOf(this.#facts.todayDay - daysAgo),
    });
    const context = demoContext(this.#db, this.#facts, { login: 'diaodu01', daysAgo, minute: 545 });
    const body = { kind: 'application.photo' as const, applicationId, photoKind: 'FAULT_PART' as const };
    applied(
      await commands['application.photo'](context, {
        ...body,
        ...{ fileName: '故障件.png', contentBase64: content.toString('base64') },
      }),
    );
  }

  /** What happens instead of the next step, where the tale ends another way. */
  async #turned(told: Tale, id: string, next: ApplicationStep): Promise<boolean> {
    const { turn } = told;
    if (turn === 'regionReject' && next === 'regionApprove') {
      await this.#step(this.#moment(told, 1, 'pianqu02'), id, {
        step: 'regionReject',
        told,
        note: '站内有库存，先用库存件',
      });
      return true;
    }
    if (turn === 'cancelled' && next === 'sendErp') {
      await this.#step(this.#moment(told, 4, 'diaodu01'), id, { step: 'cancel', told, note: '车辆已在外地修好' });
      return true;
    }
    if ((turn !== 'outOfWarranty' && turn !== 'converted') || next !== 'inWarranty') return false;
    await this.#step(this.#moment(told, 2, 'zhibao01'), id, { step: 'outOfWarranty', told, note: '超过保修里程' });
    if (turn === 'converted') await this.#step(this.#moment(told, 3, 'diaodu01'), id, { step: 'convert', told });
    return true;
  }

  /** The parts manager has chosen what is a duplicate and what is none. */
  async #turnedAtOnce(told: Tale, id: string): Promise<boolean> {
    if (told.until === 'DUP_SUSPECT') return true;
    if (told.turn === 'duplicate')
      await this.#step(this.#moment(told, 1, 'peijian01'), id, { step: 'isDuplicate', told });
    if (told.turn === 'notDuplicate')
      await this.#step(this.#moment(told, 1, 'peijian01'), id, {
        step: 'notDuplicate',
        told,
        note: '左右两侧各换一件',
      });
    return told.turn === 'duplicate' || told.turn === 'notDuplicate';
  }

  #moment({ daysAgo }: Tale, index: number, login: string): Moment {
    return { login, daysAgo: Math.max(0, daysAgo - index), minute: 560 + index * 7 };
  }

  async #step(
    moment: Moment,
    applicationId: string,
    { step, told, note = '' }: { step: ApplicationStep; told: Tale; note?: string },
  ): Promise<void> {
    const context = demoContext(this.#db, this.#facts, moment);
    const row = await this.#db
      .selectFrom('partsApplication')
      .select(['_v', 'appNo', 'suspectsJson'])
      .where('id', '=', applicationId)
      .executeTakeFirstOrThrow();
    const lines = await this.#linesOf(applicationId, step, told);
    if (step === 'ship') await this.#erpSays(context.today, row.appNo ?? '', lines);
    const suspects = JSON.parse(row.suspectsJson) as { applicationId: string }[];
    this.#erpNo += step === 'sendErp' ? 7 : 0;
    applied(
      await commands['application.step'](context, {
        ...{ kind: 'application.step', applicationId, version: row._v, step, note, isWithoutErp: false, lines },
        ...{ erpOrderNo: String(this.#erpNo), dupOfId: suspects[0]?.applicationId ?? null },
      }),
    );
  }

  async #linesOf(applicationId: string, step: ApplicationStep, told: Tale): Promise<ApplicationStepInput['lines']> {
    const rows = await this.#db
      .selectFrom('partsApplicationLine')
      .selectAll()
      .where('applicationId', '=', applicationId)
      .execute();
    const isHalf = step === 'ship' && told.turn === 'partly';
    return rows.map(({ id, partId, qtyReqMilli }) => ({
      ...{ lineId: id, qtyMilli: isHalf ? 1000 : qtyReqMilli },
      warehouseId: this.#parts?.find((part) => part.id === partId)?.warehouseId ?? null,
    }));
  }

  /** The delivery as the ERP has it, under our number. */
  async #erpSays(postingDate: string, ourDocNo: string, lines: ApplicationStepInput['lines']): Promise<void> {
    for (const { lineId, qtyMilli } of lines) {
      this.#deliveryNo += 3;
      const sent = await this.#db
        .selectFrom('partsApplicationLine')
        .innerJoin('part', 'part.id', 'partsApplicationLine.partId')
        .innerJoin('warehouse', 'warehouse.id', 'partsApplicationLine.sourceWarehouseId')
        .select(['part.partNo', 'warehouse.erpPlant as plant', 'warehouse.erpSloc as sloc'])
        .where('partsApplicationLine.id', '=', lineId)
        .executeTakeFirstOrThrow();
      await this.#db
        .insertInto('erpDocumentLine')
        .values({
          ...rowIdentity(this.#facts.ids.next(), 'g'),
          ...{
            erpSystem: 'SAP',
            docType: 'WA',
            docNo: String(this.#deliveryNo),
            lineNo: '1',
            ...sent,
          },
          ...{ qtyMilli: -qtyMilli, postingDate, ourDocNo },
        })
        .execute();
    }
  }
}
