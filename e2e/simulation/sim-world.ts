import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { sql } from 'kysely';
import { monotonicFactory } from 'ulid';
import { expect, vi } from 'vitest';
import { forget, hooks, ProcessDied } from './fault-hooks.ts';
import { Oracle } from './oracle.ts';
import { Chance } from './random.ts';
import { decide } from './decisions.ts';
import { checkAfterTask, differenceOf, finalChecks, followsGrant } from './invariants.ts';
import { changeSomething } from './server-changes.ts';
import { rowsOf, SimClient } from './sim-client.ts';
import { keepWarm, putFreshDesktop, putWarmDesktop, SIM_FOLDER } from './sim-files.ts';
import { CALM, SimNetwork, stormOf, type Peer } from './sim-network.ts';
import { SimServer } from './sim-server.ts';
import type { SimStore, SimUser } from './sim-store.ts';
import { CHANGING } from './sim-tables.ts';
import { planUpheavals, upheave } from './upheavals.ts';

export const START_MS = Date.UTC(2026, 10, 2, 0, 30);
/** Virtual time in which things go wrong, and the longest afterwards until everybody must be level. */
const CHAOS_MS = 45_000;
const CALM_MS = 20 * 60_000;

let worlds = 0;

const realImmediate = setImmediate;

export interface Desktop {
  name: string;
  user: SimUser;
  peer: Peer;
  /** The regions this person was given one after the other; null = all of them. */
  grants: (string | null)[];
  folder: string;
  client: SimClient | null;
  clockOffsetMs: number;
  /** Highest number shown, to be undercut by a new copy only (I2). */
  shownSeq: number;
  /** Commands whose keeping was confirmed to the person (I5). */
  confirmed: string[];
}

export interface Outcome {
  seed: number;
  states: number;
  commands: number;
  crashes: number;
  serverDeaths: number;
  restores: number;
  upheavals: number;
  exchanges: number;
  checks: number;
}

/** One seeded run: desktops, a network, a server, and everything that can go wrong, until all of them agree again. */
export class World {
  readonly seed: number;
  readonly chance: Chance;
  readonly sim: SimStore;
  readonly oracle: Oracle;
  readonly network: SimNetwork;
  readonly desktops: Desktop[] = [];
  readonly trace: string[] = [];
  readonly newId: () => string;
  readonly #folder: string;
  server: SimServer | null = null;
  violation: string | null = null;
  checks = 0;
  crashes = 0;
  serverDeaths = 0;
  restores = 0;
  #upheavals = 0;
  chaos = true;
  /** The server is lost and not restored yet: nobody may start it. */
  down = false;
  claimNumber = 0;
  /** Of one case: called inside every writing task, before its desktop hears of the end. */
  afterTask: ((desktop: Desktop, task: string) => void) | null = null;

  constructor(sim: SimStore, seed: number) {
    this.seed = seed;
    this.sim = sim;
    this.chance = new Chance(seed);
    this.oracle = new Oracle(sim.tables, CHANGING);
    this.network = new SimNetwork(new Chance(seed + 1));
    const ids = new Chance(seed + 2);
    const next = monotonicFactory(() => ids.next());
    this.newId = () => next(Date.now());
    this.#folder = path.join(SIM_FOLDER, `world-${String((worlds += 1))}`);
    mkdirSync(this.#folder, { recursive: true });
  }

  /** `cold` is the chance of a desktop to be at its first day; the others have their whole copy already. */
  async open(cold = 0, count = 3): Promise<void> {
    vi.useFakeTimers({
      now: START_MS,
      toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
    });
    const dice = new Chance(this.seed + 3);
    vi.spyOn(Math, 'random').mockImplementation(() => dice.next());
    hooks.serverFault = () => undefined;
    await this.sim.reset();
    await this.oracle.record(this.sim.store.db, 1);
    this.startServer();
    for (const user of this.sim.users.slice(0, count)) await this.#addDesktop({ ...user }, this.chance.hits(cold));
  }

  async close(): Promise<void> {
    for (const { client, folder } of this.desktops) {
      client?.kill();
      forget(folder);
    }
    await this.server?.die();
    for (let turn = 0; turn < 5; turn += 1) await this.step();
    vi.useRealTimers();
    vi.restoreAllMocks();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  /** Keeps the files of all desktops as the first state of later runs. */
  keepWarm(): void {
    for (const desktop of this.desktops) {
      this.kill(desktop);
      keepWarm(desktop.folder);
    }
  }

  note(text: string): void {
    this.trace.push(`${String(Date.now() - START_MS).padStart(8)} ${text}`);
  }

  fail(text: string): void {
    this.violation ??= text;
    this.note(`VIOLATION ${text}`);
  }

  /** One event of the world: the next timer, and all that follows from it without another one. */
  async step(): Promise<void> {
    await vi.advanceTimersToNextTimerAsync();
    await new Promise((resolve) => realImmediate(resolve));
    await new Promise((resolve) => realImmediate(resolve));
  }

  async until(what: string, isSo: () => boolean | Promise<boolean>, patienceMs = CALM_MS): Promise<void> {
    const endMs = Date.now() + patienceMs;
    while (!(await isSo()) && this.violation === null) {
      if (Date.now() > endMs) return this.fail(`waited in vain: ${what}`);
      await this.step();
    }
  }

  startServer(): void {
    const { sim, oracle, newId } = this;
    this.server = new SimServer({ sim, oracle, newId, log: (line) => this.note(line.slice(0, 300)) });
    this.network.server = this.server;
  }

  async killServer(): Promise<void> {
    const { server } = this;
    if (server === null) return;
    this.serverDeaths += 1;
    this.note('server dies');
    this.server = null;
    this.network.server = null;
    await server.die();
  }

  async #addDesktop(user: SimUser, cold: boolean): Promise<void> {
    const deviceId = `device-${user.login}`;
    const peer: Peer = { user, deviceId, cutOff: false, tokenEnded: false };
    const folder = path.join(this.#folder, user.login);
    const desktop: Desktop = {
      name: user.login,
      user,
      peer,
      grants: [user.regionCode],
      folder,
      client: null,
      clockOffsetMs: 0,
      shownSeq: 0,
      confirmed: [],
    };
    this.desktops.push(desktop);
    this.network.join(`http://${user.login}.sim`, peer);
    if (cold || !putWarmDesktop(folder)) putFreshDesktop(folder);
    await this.startDesktop(desktop);
  }

  async startDesktop(desktop: Desktop): Promise<void> {
    const { name, folder, peer } = desktop;
    const { network } = this;
    const clock = (): number => Date.now() + desktop.clockOffsetMs;
    const client = new SimClient({
      ...{ name, folder, deviceId: peer.deviceId, network, clock },
      renewToken: () => (peer.tokenEnded = false),
      log: (line) => this.note(line.slice(0, 300)),
      afterWrite: (task, stores) => {
        checkAfterTask(this, desktop, task, stores);
        this.afterTask?.(desktop, task);
      },
    });
    desktop.client = client;
    this.note(`${name} starts`);
    await client.start().catch((error: unknown) => this.died(desktop, error));
  }

  died(desktop: Desktop, error: unknown): void {
    if (!(error instanceof ProcessDied)) throw error;
    this.kill(desktop);
  }

  kill(desktop: Desktop): void {
    if (desktop.client === null) return;
    this.crashes += 1;
    this.note(`${desktop.name} dies`);
    desktop.client.kill();
    desktop.client = null;
  }

  /** The desktop's copy at its place, against the server's state of that number; null = equal. */
  async difference(desktop: Desktop): Promise<string | null> {
    const { replicaFile } = await (desktop.client as SimClient).stores();
    return differenceOf(this, desktop, replicaFile);
  }

  desktop(number: number): Desktop & { client: SimClient } {
    const desktop = this.desktops[number];
    if (desktop?.client == null) throw new Error(`desktop ${String(number)} is not up`);
    return desktop as Desktop & { client: SimClient };
  }

  /** Waits until everybody is level, without storms before. */
  async level(): Promise<void> {
    await this.calm();
    this.assertSound();
  }

  /** A run in which everything goes wrong that may, and the proof that nothing came of it. */
  async run({ upheavals }: { upheavals: boolean }): Promise<Outcome> {
    const { chance } = this;
    this.network.weather = stormOf(chance);
    hooks.serverFault = (name) => {
      if (!this.chaos || !chance.hits(0.01)) return;
      this.note(`server fault at ${name}`);
      setTimeout(() => void this.killServer(), 0);
      throw new ProcessDied();
    };
    for (let count = chance.between(8, 25); count > 0; count -= 1) this.#at(() => this.#oneThing());
    if (upheavals) this.#planUpheavals();
    const endMs = START_MS + CHAOS_MS;
    while (Date.now() < endMs && this.violation === null) {
      await this.step();
      for (const desktop of this.desktops) if (desktop.client?.dead === true) this.#restartLater(desktop);
    }
    await this.calm();
    await finalChecks(this);
    const { exchanges } = this.network.counts;
    const commands = this.desktops.reduce((sum, desktop) => sum + desktop.confirmed.length, 0);
    const { seed, crashes, serverDeaths, restores, checks } = this;
    const counts = { states: this.oracle.states, commands, crashes, serverDeaths, restores, exchanges, checks };
    return { seed, upheavals: this.#upheavals, ...counts };
  }

  #at(work: () => void | Promise<void>): void {
    setTimeout(() => void this.guarded(work), this.chance.below(CHAOS_MS));
  }

  /** What fails in here is a violation of its own. */
  async guarded(work: () => void | Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.fail(String((error as Error).stack ?? error));
    }
  }

  /** They have dice of their own: a run goes the same way with and without them, until the first one comes. */
  #planUpheavals(): void {
    const chance = new Chance(this.seed + 4);
    for (const { atMs, what } of planUpheavals(chance, CHAOS_MS)) {
      setTimeout(() => {
        this.#upheavals += 1;
        void this.guarded(() => upheave(this, chance, what));
      }, atMs);
    }
  }

  async #oneThing(): Promise<void> {
    const { chance } = this;
    const desktop = chance.pick(this.desktops);
    if (desktop === undefined || !this.chaos) return;
    const dice = chance.next();
    if (dice < 0.45) return decide(this, desktop);
    if (dice < 0.7) return changeSomething(this);
    if (dice < 0.8) return desktop.client?.dieWithin(chance.between(1, 60));
    if (dice < 0.84) return this.#restartLater(desktop);
    if (dice < 0.9) {
      desktop.peer.cutOff = true;
      this.note(`${desktop.name} is cut off`);
      setTimeout(
        () => {
          desktop.peer.cutOff = false;
          desktop.client?.now();
        },
        chance.between(500, 15_000),
      );
      return;
    }
    if (dice < 0.93) {
      desktop.clockOffsetMs += chance.between(-3_600_000, 3_600_000);
      return;
    }
    if (this.server === null) return;
    await this.killServer();
    setTimeout(() => this.startServerIfAway(), chance.between(100, 6000));
  }

  startServerIfAway(): void {
    if (this.server === null && !this.down) this.startServer();
  }

  #restartLater(desktop: Desktop): void {
    this.kill(desktop);
    setTimeout(
      () => {
        if (desktop.client === null) void this.startDesktop(desktop);
      },
      this.chance.between(50, 5000),
    );
  }

  /** The weather clears: everybody is up and connected, and has to become level. */
  async calm(): Promise<void> {
    this.chaos = false;
    hooks.serverFault = () => undefined;
    this.network.weather = CALM;
    await this.until('the server is restored', () => !this.down);
    this.startServerIfAway();
    for (const desktop of this.desktops) {
      desktop.peer.cutOff = false;
      desktop.clockOffsetMs = 0;
      desktop.client?.dieWithin(null);
      if (desktop.client?.dead === true) this.kill(desktop);
      if (desktop.client === null) await this.startDesktop(desktop);
      desktop.client?.now();
    }
    await this.until('every desktop is level and has nothing left to send', async () => {
      for (const desktop of this.desktops) if (!(await this.#isLevel(desktop))) return false;
      const seq = await this.head();
      return this.desktops.every((desktop) => desktop.shownSeq >= seq);
    });
    if (this.violation !== null)
      for (const { name, client } of this.desktops) this.note(`${name} ${(await client?.standing()) ?? 'is not up'}`);
  }

  async #isLevel(desktop: Desktop): Promise<boolean> {
    const { client } = desktop;
    if (client === null) return false;
    const { phase, historyPending } = client.status.current;
    const stores = await client.stores();
    const waiting = rowsOf<{ n: number }>(
      stores.localFile,
      `select count(*) as n from outbox where state in ('queued', 'sent') and held_by is null or (state = 'acked' and ack_seq is null)`,
    );
    if (!followsGrant(desktop, stores.replicaFile)) return false;
    return phase === 'live' && !historyPending && waiting[0]?.n === 0;
  }

  async head(): Promise<number> {
    const { rows } = await sql<{ seq: number; waiting: number }>`
      select seq, (select count(*) from sync_outbox) as waiting from sync_head`.execute(this.sim.store.db);
    const [head] = rows;
    return (head?.seq ?? 0) + (head?.waiting === 0 ? 0 : 1);
  }

  seqOf(desktop: Desktop): number {
    return desktop.shownSeq;
  }

  /** Throws with the seed and the last events when something was violated. */
  assertSound(): void {
    if (this.violation === null) return;
    expect.fail(
      `seed ${String(this.seed)} (HEDUI_SEED=${String(this.seed)} replays it)\n${this.violation}\n${this.trace.slice(-50).join('\n')}`,
    );
  }
}
