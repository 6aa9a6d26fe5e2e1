/**
 * What every test of the simulation stands on: the product's modules on the simulated network, disk and clock, and one store of
 * the server for the file that imports this first of all.
 */
import { afterAll, beforeAll, vi } from 'vitest';
import { hooks, patchSqlite } from './fault-hooks.ts';
import { finalChecks } from './invariants.ts';
import { makeMigratedFiles, putMigratedReplica, removeSimFiles } from './sim-files.ts';
import type { SimNetwork } from './sim-network.ts';
import { SimStore } from './sim-store.ts';
import { World } from './sim-world.ts';

/** The network of the run under way: what the patched modules send through. */
let network: SimNetwork | null = null;

vi.mock('../../src-main/sync/server-stream.ts', () => ({
  openServerStream: (asked: { serverUrl: string; path: string; signal?: AbortSignal }) => network?.stream(asked),
}));
vi.mock('../../src-shared/contract/replicated-tables.generated.ts', async (original) => {
  const real = await original<typeof import('../../src-shared/contract/replicated-tables.generated.ts')>();
  const { REPLICATED } = await import('./sim-tables.ts');
  return { REPLICATED_TABLES: real.REPLICATED_TABLES.filter(({ name }) => REPLICATED.has(name)) };
});
vi.mock('../../src-main/db/open-stores.ts', async (original) => {
  const real = await original<typeof import('../../src-main/db/open-stores.ts')>();
  const openReplicaFile: typeof real.openReplicaFile = (file) => {
    putMigratedReplica(file);
    return real.openReplicaFile(file);
  };
  return { ...real, openReplicaFile };
});
vi.mock('../../src-server/http/fault-points.ts', () => ({ faultPoint: (name: string) => hooks.serverFault(name) }));

/** The server's store of this file. */
export let sim: SimStore;

beforeAll(async () => {
  await makeMigratedFiles();
  patchSqlite();
  sim = await SimStore.open();
  vi.stubGlobal('fetch', (input: string | URL) => network?.fetch(input));
  await inWorld(async (world) => {
    await world.level();
    world.keepWarm();
  });
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await sim.close();
  removeSimFiles();
});

/** So many desktops of a random run are at their first day. */
const COLD = 0.3;

/** One random run of this seed, and what it came to; without upheavals it is what it was before there were any. */
export async function runSeed(seed: number, { upheavals = true } = {}): Promise<Awaited<ReturnType<World['run']>>> {
  const world = new World(sim, seed);
  network = world.network;
  try {
    await world.open(COLD);
    const outcome = await world.run({ upheavals });
    world.assertSound();
    return outcome;
  } finally {
    await world.close();
  }
}

/** A quiet world for one case; the network and the hour are in the hand of the test. */
async function inWorld(work: (world: World) => Promise<void>, cold = 0): Promise<void> {
  const world = new World(sim, 77);
  network = world.network;
  try {
    await world.open(cold);
    await work(world);
  } finally {
    await world.close();
  }
}

/** The same, and at its end everybody is level and nothing was ever wrong. */
export async function sound(work: (world: World) => Promise<void>, cold = 0): Promise<void> {
  await inWorld(async (world) => {
    await work(world);
    await world.level();
    await finalChecks(world);
    world.assertSound();
  }, cold);
}
