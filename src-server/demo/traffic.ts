/** Keeps the demo's stations sending: `npm run demo:traffic -- --server URL --per-minute N [--count N]`. */
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { businessDateOf } from '../../src-shared/domain/units/business-date.ts';
import { DemoFacts } from './facts/demo-facts.ts';
import { addMasters } from './facts/masters.ts';
import { RepairMaker } from './facts/repairs.ts';
import type { RepairCase } from './facts/repair-case.ts';
import type { DemoStation } from './facts/stations.ts';
import { IntakeClient } from './intake-client.ts';
import { documentsOf } from './traffic-documents.ts';

export interface TrafficOptions {
  server: string;
  perMinute: number;
  /** Repairs to send; null = until the process is ended. */
  count: number | null;
  /** Seed and day the demo company of that server was made with. */
  seed: string;
  today: string;
  nowMs: number;
  report(line: Record<string, unknown>): void;
}

interface Sender {
  client: IntakeClient;
  station: DemoStation;
}

/** Sends repairs of yesterday as request, work order and claim, one station after the other; returns how many claims came in. */
export async function sendTraffic(options: TrafficOptions): Promise<{ accepted: number; refused: number }> {
  const { seed, today, nowMs, report } = options;
  const facts = new DemoFacts({ seed, today, scale: 1 });
  const masters = addMasters(facts);
  const run = nowMs.toString(36);
  const maker = new RepairMaker(facts, masters, `traffic/${run}`);
  const senders = sendersOf(options.server, facts, masters.stations, run);
  const result = { accepted: 0, refused: 0 };
  for (let number = 1; options.count === null || number <= options.count; number += 1) {
    const sender = senders[number % senders.length];
    if (sender === undefined) throw new Error('the demo company has no station users');
    const repair = fromOwnStock(repairAt(sender.station, maker, facts.todayDay - 1));
    const refusal = await sendRepair(sender.client, repair, `DT-${run}-${String(number)}`);
    if (refusal === null) result.accepted += 1;
    else result.refused += 1;
    report({ station: sender.station.code, vin: repair.vinText, number, outcome: refusal ?? 'accepted' });
    if (number !== options.count) await sleep(60_000 / options.perMinute);
  }
  return result;
}

/** The stations that have a user of their own, each with its intake. */
export function sendersOf(server: string, facts: DemoFacts, stations: readonly DemoStation[], run: string): Sender[] {
  return facts.rows('appUser').flatMap((user) => {
    const station = stations.find((candidate) => candidate.id === user.stationId);
    if (station === undefined) return [];
    return [{ station, client: new IntakeClient(server, user.login, `demo-traffic-${run}-${user.login}`) }];
  });
}

/** An honest repair the station could have finished on that day. */
export function repairAt(station: DemoStation, maker: RepairMaker, day: number): RepairCase {
  const vehicles = maker.masters.vehicles.filter(
    (vehicle) => vehicle.status === 'SOLD' && station.lines.includes(vehicle.model.line),
  );
  for (let attempt = 0; attempt < 5000; attempt += 1) {
    const vehicle = maker.random.pick(vehicles);
    const group = maker.groupFor(vehicle, day);
    const repair = group === null ? null : maker.repairOf(vehicle, day, { station, group });
    if (repair !== null && repair.engineer === null) return repair;
  }
  throw new Error(`station ${station.code} has nothing left to repair`);
}

/** Parts from the station's own stock: what the maker issues free has a document of the ERP, which no station can send. */
export function fromOwnStock(repair: RepairCase): RepairCase {
  const parts = repair.parts.map((part) => ({ ...part, supplyMode: 'STATION_STOCK' as const, issueDoc: null }));
  return { ...repair, parts };
}

/** Null when all three documents were taken, else where and why not. */
export async function sendRepair(client: IntakeClient, repair: RepairCase, number: string): Promise<string | null> {
  const { request, workOrder, claim } = documentsOf(repair, number);
  const posts = [
    ['/intake/v1/repair-requests', request],
    ['/intake/v1/work-orders', workOrder],
    ['/intake/v1/claims', claim],
  ] as const;
  for (const [path, body] of posts) {
    const answer = await client.post(path, body);
    if (!answer.ok) return `${path} ${String(answer.status)} ${answer.reason}`;
  }
  return null;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      server: { type: 'string', default: 'http://127.0.0.1:8650' },
      'per-minute': { type: 'string', default: '12' },
      count: { type: 'string' },
      seed: { type: 'string', default: 'hedui' },
      today: { type: 'string' },
    },
  });
  const nowMs = Date.now();
  const result = await sendTraffic({
    server: values.server,
    perMinute: Number(values['per-minute']),
    count: values.count === undefined ? null : Number(values.count),
    seed: values.seed,
    today: values.today ?? businessDateOf(nowMs),
    nowMs,
    report: (line) => process.stdout.write(`${JSON.stringify(line)}\n`),
  });
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

if (import.meta.main) await main();
