import { setTimeout as pause } from 'node:timers/promises';
import { Colleague } from '../e2e/world/colleague.ts';
import { DemoFacts } from '../src-server/demo/facts/demo-facts.ts';
import { addMasters } from '../src-server/demo/facts/masters.ts';
import { RepairMaker } from '../src-server/demo/facts/repairs.ts';
import { IntakeClient } from '../src-server/demo/intake-client.ts';
import { fromOwnStock, repairAt, sendersOf, sendRepair } from '../src-server/demo/traffic.ts';
import { businessDateOf } from '../src-shared/domain/units/business-date.ts';
import { printBenchLine } from './bench-line.ts';
import { loginsOf, openDemoServer, type BenchServer } from './bench-server.ts';
import { DeltaReader } from './delta-reader.ts';
import { usageOf } from './process-usage.ts';

interface Form {
  stations: number;
  desktops: number;
  seconds: number;
}

const FORMS = {
  short: { stations: 30, desktops: 20, seconds: 15 },
  long: { stations: 300, desktops: 200, seconds: 180 },
} as const satisfies Record<string, Form>;
/** A year of 1,000,000 claims in its busiest minutes: tenfold the average of 250 days of nine hours. */
const CLAIMS_PER_SECOND = 1.2;
const DECISIONS_PER_SECOND = 1.2;
const SEED = 'hedui';

interface Done {
  accepted: number;
  refused: number;
  decided: number;
  undecided: number;
}

/**
 * A whole company on one server: stations send repairs through the intake as request, work order and claim, desktops hold a
 * poll open each and read all they are sent, and some of them decide. Stations and desktops are connections with devices
 * and tokens of their own; nothing is written on their side, so that two cores are enough for all of them.
 */
export async function run({ long }: { long: boolean }): Promise<void> {
  const form = FORMS[long ? 'long' : 'short'];
  const server = await openDemoServer();
  const readers: DeltaReader[] = [];
  try {
    const postmaster = await server.postmasterPid();
    const waitedMs: number[] = [];
    let rows = 0;
    const logins = await loginsOf(server, 'l1');
    const onBatch = (count: number, atMs: number): void => {
      rows += count;
      waitedMs.push(Date.now() - atMs);
    };
    const deciders: Colleague[] = [];
    for (let number = 0; number < form.desktops; number += 1) {
      const deviceId = `desktop-${String(number)}`;
      const { accessToken } = await server.signIn(logins[number % logins.length] ?? '', deviceId);
      const reader = new DeltaReader({ serverUrl: server.url, accessToken, onBatch });
      await reader.begin();
      readers.push(reader);
      deciders.push(Colleague.withToken(server.url, deviceId, accessToken));
    }
    const following = Promise.all(readers.map((reader) => reader.follow()));
    const before = { server: usageOf(server.pid), postgres: usageOf(postmaster) };
    const startedMs = performance.now();
    const untilMs = startedMs + form.seconds * 1000;
    const [sent, decided] = await Promise.all([
      send(server, { stations: form.stations, untilMs }),
      decide(server, deciders, untilMs),
    ]);
    const seconds = (performance.now() - startedMs) / 1000;
    const after = { server: usageOf(server.pid), postgres: usageOf(postmaster) };
    for (const reader of readers) reader.stop();
    await following;
    const cores = (name: 'server' | 'postgres'): number => (after[name].cpuSeconds - before[name].cpuSeconds) / seconds;
    report({
      ...{ form, seconds, rows, waitedMs, done: { ...sent, ...decided } },
      ...{ answers: readers.reduce((sum, { answers }) => sum + answers, 0) },
      ...{ use: { server: cores('server'), postgres: cores('postgres') } },
      ...{ residentMiB: after.server.residentMiB, peakMiB: server.peakMiB() },
    });
  } finally {
    for (const reader of readers) reader.stop();
    await server.close();
  }
}

/** Repairs one after the other, each from the next station, until the time is over. */
async function send(
  server: BenchServer,
  { stations, untilMs }: { stations: number; untilMs: number },
): Promise<Pick<Done, 'accepted' | 'refused'>> {
  const facts = new DemoFacts({ seed: SEED, today: businessDateOf(Date.now()), scale: 1 });
  const masters = addMasters(facts);
  const maker = new RepairMaker(facts, masters, 'bench/company');
  const users = sendersOf(server.url, facts, masters.stations, 'bench');
  const logins = facts.rows('appUser');
  const senders = Array.from({ length: stations }, (_, number) => {
    const user = users[number % users.length];
    const login = logins.find(({ stationId }) => stationId === user?.station.id)?.login;
    if (user === undefined || login === undefined) throw new Error('the demo company has no station users');
    return { station: user.station, client: new IntakeClient(server.url, login, `station-${String(number)}`) };
  });
  const done = { accepted: 0, refused: 0 };
  const underWay: Promise<void>[] = [];
  for (let number = 0; performance.now() < untilMs; number += 1) {
    const sender = senders[number % senders.length];
    if (sender === undefined) break;
    const repair = fromOwnStock(repairAt(sender.station, maker, facts.todayDay - 1));
    // stations do not wait for one another
    const sent = sendRepair(sender.client, repair, `BC-${String(number)}`).then((refusal) => {
      done[refusal === null ? 'accepted' : 'refused'] += 1;
    });
    underWay.push(sent);
    await pause(1000 / CLAIMS_PER_SECOND);
  }
  await Promise.all(underWay);
  return done;
}

/** Holds claims in review and releases them again, each time another desktop, until the time is over. */
async function decide(
  server: BenchServer,
  deciders: readonly Colleague[],
  untilMs: number,
): Promise<Pick<Done, 'decided' | 'undecided'>> {
  const done = { decided: 0, undecided: 0 };
  const claims = await server.query<{ id: string }>(`select id from claim where status = 'IN_REVIEW' order by id`);
  for (let number = 0; performance.now() < untilMs; number += 1) {
    const dueMs = performance.now() + 1000 / DECISIONS_PER_SECOND;
    const claim = claims[Math.floor(number / 2) % claims.length];
    const desktop = deciders[number % deciders.length];
    if (claim === undefined || desktop === undefined) throw new Error('no claims to decide on');
    const [now] = await server.query<{ version: string }>(`select _v as version from claim where id = '${claim.id}'`);
    const action = number % 2 === 0 ? ('HOLD' as const) : ('RELEASE' as const);
    const holdReason = action === 'HOLD' ? ('WAIT_CALL' as const) : null;
    const { status } = await desktop.command({
      ...{ kind: 'claim.decide', claimId: claim.id, version: Number(now?.version) },
      decision: { action, reasonCode: null, note: '', holdReason, lines: [] },
    });
    if (status === 'applied') done.decided += 1;
    else done.undecided += 1;
    await pause(Math.max(0, dueMs - performance.now()));
  }
  return done;
}

interface Outcome {
  form: Form;
  seconds: number;
  rows: number;
  waitedMs: number[];
  answers: number;
  done: Done;
  use: { server: number; postgres: number };
  residentMiB: number;
  peakMiB: number | null;
}

function report({ form, seconds, rows, waitedMs, answers, done, use, residentMiB, peakMiB }: Outcome): void {
  if (done.accepted === 0 || done.decided === 0) throw new Error(`nothing came in: ${JSON.stringify(done)}`);
  const bench = 'sync.company';
  const each = (count: number): string => (count / seconds).toFixed(1);
  const company = `${String(form.stations)} stations and ${String(form.desktops)} desktops for ${seconds.toFixed(0)} s, ${each(done.accepted)} claims/s in (${String(done.refused)} refused), ${each(done.decided)} decisions/s (${String(done.undecided)} refused)`;
  const line = (name: string, value: number, unit: string): void =>
    printBenchLine({ bench, case: `${company}: ${name}`, value, unit, peer: null, peerValue: null });
  const sorted = waitedMs.toSorted((left, right) => left - right);
  for (const share of [0.5, 0.95, 0.99])
    line(
      `in the feed → read by a desktop, p${String(share * 100)}`,
      sorted[Math.floor(share * (sorted.length - 1))] ?? Number.NaN,
      'ms',
    );
  line('batches delivered', sorted.length / seconds, 'a second');
  line('answers to polls', answers / seconds, 'a second');
  line('rows delivered', rows / seconds, 'a second');
  for (const [name, value] of Object.entries(use)) line(`CPU of the ${name}`, value, 'cores');
  const memory = { unit: 'MiB', peer: 'its peak', peerValue: peakMiB };
  printBenchLine({ bench, case: `${company}: memory of the server's process`, value: residentMiB, ...memory });
}
