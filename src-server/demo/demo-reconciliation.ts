import { sql, type Insertable, type Transaction } from 'kysely';
import type { CommandContext } from '../commands/command-handler.ts';
import { hideNewRows } from '../counts/blindness.ts';
import { insertRows } from '../db/bulk-rows.ts';
import type { CentralTables, ErpBalanceTable, ErpDocumentLineTable } from '../db/central-tables.generated.ts';
import { postMovements } from '../parts/post-movements.ts';
import { reconCommands } from '../reconciliation/recon.commands.ts';
import { businessDateOf } from '../../src-shared/domain/units/business-date.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { applied, demoContext, type Moment } from './demo-context.ts';
import { dateOf, instantOf } from './facts/demo-calendar.ts';
import type { DemoFacts } from './facts/demo-facts.ts';

const commands = reconCommands({ hideNewRows });
const SYSTEM = 'SAP';
const PLANT = '1000';
const MANAGER = 'peijian01';
/** The warehouse whose books are compared: the one with the most parts. */
const WAREHOUSE = 2;
/** Evenings, counted back from the last day, at which the ERP was asked. */
const LAST_MONTH = 31;
const YESTERDAY = 1;

/** Which part a tale is told of: one nobody has counted, or one whose count is posted, waits, or waits with a difference. */
type Counted = 'NOT' | 'POSTED' | 'REVIEW' | 'OFF';

/** A part of the warehouse with what lies of it. */
interface FreePart {
  counted: Counted;
  partId: string;
  partNo: string;
  binId: string | null;
  scope: string;
  costFen: number;
  factor: number | null;
}

interface Books {
  /** POSTED unless said otherwise: the shelf is known, and the ledger agrees with it. */
  of?: Counted;
  /** Booked by us: days back, pieces, paper. */
  ours?: readonly { daysAgo: number; pieces: number; docNo: string; lineUid?: string }[];
  /** Booked by the ERP, its own number given out; `ref` is the text in which our number may stand. */
  erp?: readonly { daysAgo: number; pieces: number; ref?: string }[];
  /** What the ERP has more than its documents say. */
  erpMore?: number;
}

/** Parts and what happened to them, so that every class of a difference stands in the demo company once at least. */
const TALES: readonly Books[] = [
  { ours: [{ daysAgo: 2, pieces: -1, docNo: 'XS-31188' }] },
  { of: 'NOT', ours: [{ daysAgo: 3, pieces: 4, docNo: 'DB-20441' }] },
  {
    ours: [{ daysAgo: 1, pieces: 6, docNo: 'RK-20452' }],
    erp: [{ daysAgo: 0, pieces: 6, ref: 'RK-20452' }],
  },
  {
    of: 'REVIEW',
    ours: [
      { daysAgo: 12, pieces: 10, docNo: 'RK-20402', lineUid: 'RK-20402-1' },
      { daysAgo: 12, pieces: 10, docNo: 'RK-20402', lineUid: 'RK-20402-1' },
    ],
    erp: [{ daysAgo: 12, pieces: 10, ref: 'RK-20402' }],
  },
  {
    ours: [{ daysAgo: 14, pieces: 8, docNo: 'RK-20398' }],
    erp: [
      { daysAgo: 14, pieces: 8, ref: 'RK-20398' },
      { daysAgo: 13, pieces: 8, ref: 'RK-20398' },
    ],
  },
  { ours: [{ daysAgo: 20, pieces: 5, docNo: 'RK-20371' }] },
  { of: 'REVIEW', ours: [{ daysAgo: 17, pieces: -1, docNo: 'XS-31102' }] },
  { erp: [{ daysAgo: 15, pieces: 3, ref: '门店直发' }] },
  {
    ours: [{ daysAgo: 9, pieces: -1, docNo: 'SB-31140' }],
    erp: [{ daysAgo: 9, pieces: 1, ref: 'SB-31140' }],
  },
  {
    ours: [{ daysAgo: 11, pieces: 13, docNo: 'RK-20410' }],
    erp: [{ daysAgo: 11, pieces: 10, ref: 'RK-20410' }],
  },
  {
    of: 'NOT',
    ours: [
      { daysAgo: 8, pieces: 2, docNo: 'RK-20431' },
      { daysAgo: 8, pieces: 2, docNo: 'RK-20432' },
    ],
    erp: [{ daysAgo: 8, pieces: 2 }],
  },
  { erpMore: 2 },
  { of: 'NOT', erpMore: -1 },
  { of: 'OFF', ours: [{ daysAgo: 4, pieces: 4, docNo: 'DB-20444' }], erpMore: -3 },
  {
    ours: [{ daysAgo: 6, pieces: 7, docNo: 'RK-20440' }],
    erp: [{ daysAgo: 5, pieces: 7, ref: 'RK-20440' }],
  },
];
/** Boxes in the ERP, pieces here. */
const BOXES = 4;
const OTHER_CODE = 7;

/** Two evenings on which ledger and ERP were compared: the first is signed, the second waits for the parts manager. */
export async function addDemoReconciliation(db: Transaction<CentralTables>, facts: DemoFacts): Promise<void> {
  const room = new DemoReconciliation(db, facts);
  await room.book();
  await room.lastMonth();
  await room.yesterday();
}

class DemoReconciliation {
  readonly #db: Transaction<CentralTables>;
  readonly #facts: DemoFacts;
  readonly #warehouseId: string;
  #erpNo = 4_900_021_770;

  constructor(db: Transaction<CentralTables>, facts: DemoFacts) {
    this.#db = db;
    this.#facts = facts;
    this.#warehouseId = facts.rows('warehouse')[WAREHOUSE]?.id ?? '';
  }

  /** What was booked on both sides in the last weeks, and what the ERP said on two evenings. */
  async book(): Promise<void> {
    await this.#mirrorLedger();
    const free = await this.#partsToTellOf();
    const erpMore = new Map<string, number>();
    for (const tale of TALES) {
      const at = free.findIndex(({ counted }) => counted === (tale.of ?? 'POSTED'));
      const [part] = at < 0 ? [] : free.splice(at, 1);
      if (part === undefined) continue;
      await this.#tell(part, tale);
      if (tale.erpMore !== undefined) erpMore.set(part.partId, tale.erpMore);
    }
    const rest = free.filter(({ counted }) => counted === 'NOT');
    const boxed = rest.find(({ factor }) => factor !== null);
    if (boxed !== undefined) await this.#boxes(boxed, boxed.factor ?? 1);
    const [old, fresh] = rest.filter((part) => part !== boxed);
    if (old !== undefined && fresh !== undefined) await this.#otherCode(old, fresh);
    const early = new Map(rest.slice(4, 6).map(({ partId }, index) => [partId, index + 1]));
    await this.#say(LAST_MONTH, early);
    const late = new Map([...early].filter(([, pieces]) => pieces > 1));
    await this.#say(YESTERDAY, new Map([...late, ...erpMore]));
  }

  async lastMonth(): Promise<void> {
    const at: Moment = { login: MANAGER, daysAgo: LAST_MONTH - 1, minute: 510 };
    const runId = await this.#start(at, LAST_MONTH);
    await this.#assign(at, runId, 99);
    const body = { kind: 'recon.step' as const, runId, version: 1, step: 'sign' as const, note: '' };
    const { status } = applied(await commands['recon.step'](this.#context({ ...at, minute: 540 }), body));
    if (status !== 'SIGNED') throw new Error('the demo company could not sign its own reconciliation');
  }

  async yesterday(): Promise<void> {
    const at: Moment = { login: MANAGER, daysAgo: 0, minute: 465 };
    await this.#assign(at, await this.#start(at, YESTERDAY), 1);
  }

  async #start(at: Moment, daysAgo: number): Promise<string> {
    const request = {
      ...{ warehouseIds: [this.#warehouseId], cutoffDate: this.#date(daysAgo), erpSystem: SYSTEM },
      ...{ controlRows: null, controlQtyMilli: null },
    };
    const { runId } = applied(await commands['recon.start'](this.#context(at), { kind: 'recon.start', request }));
    return String(runId);
  }

  async #assign(at: Moment, runId: string, most: number): Promise<void> {
    const items = await this.#db
      .selectFrom('reconItem')
      .select('id')
      .where('runId', '=', runId)
      .where('unexplainedMilli', '<>', 0)
      .orderBy('id')
      .limit(most)
      .execute();
    if (items.length === 0) return;
    const owner = this.#facts.rows('appUser').find(({ login }) => login === 'kuguan01');
    applied(
      await commands['recon.assign'](this.#context(at), {
        ...{ kind: 'recon.assign', runId, itemIds: items.map(({ id }) => id), ownerUserId: owner?.id ?? null },
        ...{ dueDate: this.#date(at.daysAgo - 5), resolution: '复盘货位并查原始单据' },
      }),
    );
  }

  /** The ERP knows every movement of the last months before these weeks, most of them by our number. */
  async #mirrorLedger(): Promise<void> {
    const rows = await this.#db
      .selectFrom('stockMovement')
      .innerJoin('part', 'part.id', 'stockMovement.partId')
      .innerJoin('warehouse', 'warehouse.id', 'stockMovement.warehouseId')
      .select(['stockMovement.partId', 'part.partNo', 'stockMovement.qtyMilli', 'stockMovement.docNo'])
      .select(['stockMovement.effectiveAtMs', 'warehouse.code', 'stockMovement.id'])
      .where('stockMovement.effectiveAtMs', '>', instantOf(this.#facts.todayDay - 75, 0))
      .where('stockMovement.qtyMilli', '<>', 0)
      .orderBy('stockMovement.seq')
      .execute();
    await insertRows(
      this.#db,
      'erpDocumentLine',
      rows.map((row, index) =>
        this.#document(row, {
          ...{ sloc: row.code, pieces: row.qtyMilli / 1000, ref: index % 4 === 3 ? '' : (row.docNo ?? '') },
          date: businessDateOf(row.effectiveAtMs),
        }),
      ),
    );
  }

  #document(
    { partId, partNo }: { partId: string; partNo: string },
    { sloc, pieces, ref, date }: { sloc: string; pieces: number; ref: string; date: string },
  ): Insertable<ErpDocumentLineTable> & { id: string } {
    this.#erpNo += 1;
    return {
      ...rowIdentity(this.#facts.ids.next(), 'g'),
      ...{ erpSystem: SYSTEM, docType: pieces > 0 ? 'WE' : 'WA', docNo: String(this.#erpNo), lineNo: '10' },
      ...{ docYear: date.slice(0, 4), partNo, partId, plant: PLANT, sloc, qtyMilli: pieces * 1000, postingDate: date },
      ourDocNo: ref === '' ? null : ref,
    };
  }

  async #partsToTellOf(): Promise<FreePart[]> {
    const line = (what: string): string => `exists (select 1 from count_line l join count_sheet s on s.id = l.sheet_id
      where l.part_id = b.part_id and l.warehouse_id = b.warehouse_id and ${what})`;
    const { rows } = await sql<FreePart>`
      select b.part_id as "partId", p.part_no as "partNo", b.bin_id as "binId", b._scope as scope,
             coalesce(p.std_cost_fen, p.supply_price_fen)::int as "costFen",
             (select min(u.num)::int from uom_conversion u where u.part_id = p.id) as factor,
             case when not ${sql.raw(line('true'))} then 'NOT'
                  when ${sql.raw(line(`s.status = 'REVIEW' and l.variance_milli <> 0`))} then 'OFF'
                  when ${sql.raw(line(`s.status = 'REVIEW'`))} then 'REVIEW'
                  when not ${sql.raw(line(`s.status not in ('POSTED', 'CLOSED')`))} then 'POSTED' else 'BUSY' end as counted
        from stock_balance b join part p on p.id = b.part_id
       where b.warehouse_id = ${this.#warehouseId} and b.qty_milli >= 3000
       order by p.part_no, b.id`.execute(this.#db);
    return rows;
  }

  /** What happened to goods whose count is under review was booked after that count: its review does not know of it yet. */
  async #tell(part: FreePart, { of, ours = [], erp = [] }: Books): Promise<void> {
    const isCounted = of === 'REVIEW' || of === 'OFF';
    for (const [index, { daysAgo, pieces, docNo, lineUid }] of ours.entries()) {
      const moment = { login: 'kuguan01', daysAgo, minute: 600 + index };
      const { nowMs: effectiveAtMs } = this.#context(moment);
      const context = this.#context(isCounted ? { ...moment, daysAgo: 1 } : moment);
      await postMovements(context, [
        {
          ...{ warehouseId: this.#warehouseId, binId: part.binId, partId: part.partId, owner: 'HQ', condition: 'NEW' },
          ...{ batchNo: '', serialNo: '', regionCode: part.scope.slice(2), qtyMilli: pieces * 1000 },
          ...{ valueFen: pieces * part.costFen, type: pieces > 0 ? 'RECEIPT' : 'ISSUE_SALE', docType: null, docNo },
          ...{
            idemKey: `demo:recon:${docNo}:${String(index)}`,
            effectiveAtMs,
            lineUid: lineUid ?? null,
          },
          ...{ erpDocNo: null, erpLine: null, note: null },
        },
      ]);
    }
    const sloc = this.#facts.rows('warehouse')[WAREHOUSE]?.code ?? '';
    const documents = erp.map(({ daysAgo, pieces, ref = '' }) =>
      this.#document(part, { sloc, pieces, ref, date: this.#date(daysAgo) }),
    );
    await insertRows(this.#db, 'erpDocumentLine', documents);
  }

  async #boxes(part: FreePart, factor: number): Promise<void> {
    const docNo = 'RK-20418';
    await this.#tell(part, {
      ours: [{ daysAgo: 10, pieces: BOXES * factor, docNo }],
      erp: [{ daysAgo: 10, pieces: BOXES, ref: docNo }],
    });
  }

  /** The ERP still books on the code that was replaced. */
  async #otherCode(old: FreePart, fresh: FreePart): Promise<void> {
    await this.#db
      .insertInto('partSupersession')
      .values({
        ...rowIdentity(this.#facts.ids.next(), 'g'),
        ...{ oldPartId: old.partId, newPartId: fresh.partId, type: 'FULL', ecnNo: 'ECN-2604' },
        validFromDate: this.#date(60),
      })
      .execute();
    await this.#tell(fresh, { ours: [{ daysAgo: 13, pieces: OTHER_CODE, docNo: 'RK-20400' }] });
    await this.#tell(old, { erp: [{ daysAgo: 13, pieces: OTHER_CODE, ref: '换号前订单' }] });
  }

  /** What the ERP holds that evening: what its documents say, what never had one, and two codes nobody here knows. */
  async #say(daysAgo: number, more: ReadonlyMap<string, number>): Promise<void> {
    const date = this.#date(daysAgo);
    const sinceDate = this.#date(75);
    const { rows } = await sql<{ partId: string; partNo: string; code: string; warehouseId: string; qtyMilli: number }>`
      with moved as (
        select m.warehouse_id, m.part_id, m.qty_milli from stock_movement m
         where m.effective_at_ms <= ${instantOf(this.#facts.todayDay - 75, 0)}
        union all
        select w.id, d.part_id, d.qty_milli from erp_document_line d join warehouse w on w.code = d.sloc
         where d.posting_date >= ${sinceDate} and d.posting_date <= ${date})
      select x.warehouse_id as "warehouseId", w.code, x.part_id as "partId", p.part_no as "partNo",
             sum(x.qty_milli)::bigint as "qtyMilli"
        from moved x join part p on p.id = x.part_id join warehouse w on w.id = x.warehouse_id
       group by 1, 2, 3, 4 order by 2, 4`.execute(this.#db);
    const balances = rows.map((row): Insertable<ErpBalanceTable> & { id: string } => {
      const extra = row.warehouseId === this.#warehouseId ? (more.get(row.partId) ?? 0) : 0;
      return {
        ...rowIdentity(this.#facts.ids.next(), 'g'),
        ...{
          erpSystem: SYSTEM,
          extractDate: date,
          plant: PLANT,
          sloc: row.code,
          partNo: row.partNo,
          partId: row.partId,
        },
        ...{ warehouseId: row.warehouseId, qtyMilli: Number(row.qtyMilli) + extra * 1000 },
      };
    });
    const sloc = this.#facts.rows('warehouse')[WAREHOUSE]?.code ?? '';
    const foreign = ['A9901-350010', 'C9902-371002'].map((partNo, index) => ({
      ...rowIdentity(this.#facts.ids.next(), 'g'),
      ...{ erpSystem: SYSTEM, extractDate: date, plant: PLANT, sloc, partNo, partId: null, warehouseId: null },
      qtyMilli: (index + 2) * 1000,
    }));
    await insertRows(this.#db, 'erpBalance', [...balances, ...foreign]);
    const context = this.#context({ login: MANAGER, daysAgo, minute: 1_430 });
    await hideNewRows(
      context,
      'erp_balance',
      balances.map(({ id }) => id),
    );
  }

  #date(daysAgo: number): string {
    return dateOf(this.#facts.todayDay - daysAgo);
  }

  #context(moment: Moment): CommandContext {
    return demoContext(this.#db, this.#facts, moment);
  }
}
