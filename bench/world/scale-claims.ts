import { bucketOf, rowKey } from '../../src-shared/domain/units/row-identity.ts';
import { dateOf as dateOfDay, dayOf, instantOf } from '../../src-server/demo/facts/demo-calendar.ts';
import { DemoIds } from '../../src-server/demo/facts/demo-ids.ts';
import { DemoRandom } from '../../src-server/demo/facts/random.ts';
import type { Row, ScaleMasters } from './scale-masters.ts';
import { LINES_PER_CLAIM, SCALE_SEED, type WorldSize } from './scale-size.ts';

/** A claim with what hangs on it, as values by column name (snake_case). */
export interface ScaleClaim {
  claim: Record<string, unknown>;
  lines: Record<string, unknown>[];
  hits: Record<string, unknown>[];
}

/** Of the newest 6 % five in six are approved and wait for a statement; the rest is in the clerks' four queues. */
const OPEN_SHARE = 0.06;
const OPEN_STATES = [
  ...Array.from({ length: 50 }, () => ['AUTO_APPROVED', 'NONE'] as const),
  ...Array.from({ length: 7 }, () => ['IN_REVIEW', 'DECIDE'] as const),
  ['IN_REVIEW', 'ANSWERED'],
  ['L2_REVIEW', 'OVER_LIMIT'],
  ['ON_HOLD', 'WAITING'],
] as const;
const RULES = [
  ['L01', 'INFO', 5],
  ['P05', 'INFO', 5],
  ['D03', 'WARN', 20],
  ['G02', 'WARN', 20],
  ['W01', 'BLOCK', 60],
  ['V04', 'BLOCK', 60],
] as const;
const YEARS = 3;

const dates = new Map<number, string>();

/** Every claim asks for four dates of the same three years. */
function dateOf(day: number): string {
  let date = dates.get(day);
  if (date === undefined) {
    date = dateOfDay(day);
    dates.set(day, date);
  }
  return date;
}

/** All claims of the big world in the order of their submission; rows are cheap, but every sum is right. */
export function* scaleClaims(masters: ScaleMasters, size: WorldSize, today: string): Generator<ScaleClaim> {
  const maker = new ClaimMaker(masters, size, today);
  for (let index = 0; index < size.claims; index += 1) yield maker.make(index);
}

class ClaimMaker {
  private readonly random = new DemoRandom(`${SCALE_SEED}/claims`);
  private readonly ids = new DemoIds(SCALE_SEED, 1_600_000_000_000);
  private readonly masters: ScaleMasters;
  private readonly size: WorldSize;
  private readonly todayDay: number;

  constructor(masters: ScaleMasters, size: WorldSize, today: string) {
    this.masters = masters;
    this.size = size;
    this.todayDay = dayOf(today);
  }

  make(index: number): ScaleClaim {
    const { random, masters, size } = this;
    const age = 1 - index / size.claims;
    const day = this.todayDay - 1 - Math.floor(age * 365 * YEARS);
    const isOpen = age <= OPEN_SHARE;
    const [status, queue] = isOpen
      ? random.pick(OPEN_STATES)
      : random.chance(40)
        ? (['REJECTED', 'NONE'] as const)
        : (['PAID', 'NONE'] as const);
    const station = random.pick(masters.stations);
    const region = masters.regionCodes.get(String(station.regionId)) ?? '1';
    const id = this.ids.next();
    const identity = {
      id,
      _v: 1,
      _scope: isOpen ? `r:${region}` : `r:${region}.h`,
      _k: rowKey(id),
      _bucket: bucketOf(id),
    };
    const lines = this.lines(identity, status);
    const hits = queue === 'NONE' ? [] : this.hits(identity, day);
    const claim = { ...identity, ...this.claim({ index, day, station, status, queue, lines, hits }) };
    return { claim, lines, hits };
  }

  private lines(claim: { id: string; _scope: string; _bucket: number }, status: string): Record<string, unknown>[] {
    const paid = status === 'PAID' || status === 'AUTO_APPROVED';
    return Array.from({ length: LINES_PER_CLAIM }, (_, index) => {
      const { random, masters } = this;
      const id = this.ids.next();
      const labour = index === 0;
      const travel = index === 3;
      const operation = labour ? random.pick(masters.operations) : null;
      const part = labour || travel ? null : random.pick(masters.parts);
      const stdFen = random.int(2000, 18_000);
      const claimedFen = stdFen + (random.chance(100) ? random.int(1, 2000) : 0);
      return {
        id,
        _v: 1,
        _scope: claim._scope,
        _k: rowKey(id),
        _bucket: claim._bucket,
        claim_id: claim.id,
        seq: index + 1,
        cost_type: labour ? 'LABOUR' : travel ? 'TRAVEL' : 'MATERIAL',
        op_id: operation?.id ?? null,
        part_id: part?.id ?? null,
        item_code: operation?.opCode ?? part?.partNo ?? null,
        description: operation?.name ?? part?.name ?? '外出服务差旅',
        qty_milli: part === null ? null : 1000,
        hours_centi: labour ? Math.max(30, Math.round(stdFen / 60)) : null,
        km: travel ? random.int(20, 160) : null,
        unit_fen: labour ? 6000 : claimedFen,
        supply_mode: part === null ? null : 'STATION_STOCK',
        is_main: labour ? 1 : 0,
        is_causal: index === 1 ? 1 : 0,
        claimed_fen: claimedFen,
        std_fen: stdFen,
        split_rule_id: 'SR-IN-MAKER',
        mfr_share_bp: 10_000,
        cust_share_bp: 0,
        station_share_bp: 0,
        mfr_fen: stdFen,
        cust_fen: 0,
        station_fen: 0,
        payable_fen: stdFen,
        approved_fen: paid ? stdFen : 0,
        decision: paid ? 'APPROVE' : status === 'REJECTED' ? 'REJECT' : 'PENDING',
      };
    });
  }

  private hits(claim: { id: string; _scope: string; _bucket: number }, day: number): Record<string, unknown>[] {
    const [ruleId, severity] = this.random.pick(RULES);
    const id = this.ids.next();
    return [
      {
        id,
        _v: 1,
        _scope: claim._scope,
        _k: rowKey(id),
        _bucket: claim._bucket,
        claim_id: claim.id,
        line_seq: null,
        rule_id: ruleId,
        ruleset_version: 1,
        severity,
        mode: 'LIVE',
        hit_at_ms: instantOf(day, 900),
        evidence_json: '{}',
        state: 'OPEN',
      },
    ];
  }

  private claim(input: {
    index: number;
    day: number;
    station: Row;
    status: string;
    queue: string;
    lines: Record<string, unknown>[];
    hits: Record<string, unknown>[];
  }): Record<string, unknown> {
    const { index, day, station, status, queue, lines, hits } = input;
    const { random, masters } = this;
    const vehicle = random.pick(masters.vehicles);
    const sum = (column: string): number => lines.reduce((total, line) => total + Number(line[column]), 0);
    const claimedFen = sum('claimed_fen');
    const payableFen = sum('payable_fen');
    const approvedFen = sum('approved_fen');
    const finishAtMs = instantOf(day, random.int(540, 1080));
    const submittedAtMs = finishAtMs + random.int(20, 300) * 60_000;
    const rule = RULES.find(([ruleId]) => ruleId === hits[0]?.rule_id);
    const isClosed = status === 'PAID' || status === 'REJECTED';
    const isDecided = queue === 'NONE';
    const closedDay = Math.min(day + 12, this.todayDay - 1);
    return {
      no: `SP${String(station.shortCode)}${dateOf(day).slice(2, 4)}${dateOf(day).slice(5, 7)}${String(index).padStart(7, '0')}`,
      claimant_type: station.type === 'OWN' ? 'OWN_WORKSHOP' : 'STATION',
      claimant_id: station.id,
      claimant_code: station.code,
      claimant_name: station.name,
      type: 'WARRANTY',
      station_id: station.id,
      vehicle_id: vehicle.id,
      vin_text: vehicle.vin,
      plate_no: vehicle.plateNo,
      product_line: vehicle.productLine,
      model_id: vehicle.modelId,
      model_name: masters.modelNames.get(String(vehicle.modelId)) ?? null,
      region_id: station.regionId,
      failure_date: dateOf(day - random.int(0, 2)),
      repair_finish_date: dateOf(day),
      repair_start_at_ms: finishAtMs - 7_200_000,
      repair_finish_at_ms: finishAtMs,
      mileage_km: random.int(500, 190_000),
      causal_part_id: lines[1]?.part_id ?? null,
      main_op_id: lines[0]?.op_id ?? null,
      main_item_text: lines[0]?.description ?? null,
      responsibility: 'MAKER',
      submitted_at_ms: submittedAtMs,
      submitted_date: dateOf(day),
      warranty_position: 'IN',
      ruleset_version: 1,
      evaluated_at_ms: submittedAtMs + 60_000,
      risk_score: rule?.[2] ?? 0,
      worst_severity: rule === undefined ? 0 : rule[1] === 'BLOCK' ? 3 : rule[1] === 'WARN' ? 2 : 1,
      hit_signature: rule?.[0] ?? '',
      hit_count: hits.length,
      headline_rule_id: rule?.[0] ?? null,
      headline_json: rule === undefined ? null : '{}',
      status,
      queue,
      hold_reason: status === 'ON_HOLD' ? 'WAIT_OLD_PART' : null,
      claimed_fen: claimedFen,
      std_fen: payableFen,
      payable_fen: payableFen,
      approved_fen: approvedFen,
      cut_fen: isDecided ? claimedFen - approvedFen : claimedFen - payableFen,
      reason_code: status === 'REJECTED' ? 'R03' : null,
      decided_level: isDecided ? 'AUTO' : null,
      decided_at_ms: isDecided ? submittedAtMs + 60_000 : null,
      supplier_status: 'NONE',
      return_count: queue === 'ANSWERED' ? 1 : 0,
      queued_at_ms: isDecided ? null : submittedAtMs,
      closed_date: isClosed ? dateOf(closedDay) : null,
    };
  }
}
