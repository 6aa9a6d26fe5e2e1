import { cutTail } from '../../src-server/sync/compaction.ts';
import { readHead, rotateEpoch } from '../../src-server/sync/feed.repository.ts';
import { daysMs, FIRST_SYNC_SETTINGS } from '../../src-shared/domain/sync/sync-settings.ts';
import { decideMany } from './decisions.ts';
import type { Chance } from './random.ts';
import type { Desktop, World } from './sim-world.ts';

/** What happens to a company now and then: each may fall into any moment of a run, in any weather. */
const UPHEAVALS = ['restore', 'compaction', 'grant', 'token', 'bulk', 'bulk'] as const;
const MOST_OF_ONE_RUN = 4;
const LONGEST_DOWN_MS = 8000;

/** From one moment to a later one; what is asked of a dead server's transactions is over by then. */
const SETTLED_MS = 1000;

export interface Planned {
  atMs: number;
  what: (typeof UPHEAVALS)[number];
}

/** The upheavals of one run: half of the runs have none, and are as they were before there were any. */
export function planUpheavals(chance: Chance, withinMs: number): Planned[] {
  if (chance.hits(0.5)) return [];
  return Array.from({ length: chance.between(1, MOST_OF_ONE_RUN) }, () => ({
    atMs: chance.below(withinMs),
    what: chance.pick(UPHEAVALS) ?? 'compaction',
  }));
}

export async function upheave(world: World, chance: Chance, what: Planned['what']): Promise<void> {
  const desktop = chance.pick(world.desktops);
  if (desktop === undefined) return;
  if (what === 'restore') return loseAndRestore(world, chance);
  if (what === 'compaction') return compact(world);
  if (what === 'grant') return grant(world, desktop, chance);
  if (what === 'bulk') return decideMany(world, desktop, chance.between(2, 4));
  world.note(`the token of ${desktop.name} ends`);
  desktop.peer.tokenEnded = true;
}

/** Remembers this moment, and some time later the server is lost and comes back at it (case 14). */
async function loseAndRestore(world: World, chance: Chance): Promise<void> {
  const { sim } = world;
  if (sim.remembered) return;
  await sim.remember();
  world.note('a backup is made');
  setTimeout(
    () => {
      void world.guarded(async () => {
        if (!world.chaos) return;
        world.down = true;
        await world.killServer();
        setTimeout(() => void world.guarded(() => comeBack(world)), chance.between(SETTLED_MS, LONGEST_DOWN_MS));
      });
    },
    chance.between(500, 15_000),
  );
}

async function comeBack(world: World): Promise<void> {
  const { db } = world.sim.store;
  await world.sim.restore();
  await rotateEpoch(db);
  const { seq, epoch } = await readHead(db);
  await world.oracle.record(db, seq);
  world.restores += 1;
  world.note(`the server is restored as ${epoch} at ${String(seq)}`);
  world.down = false;
  world.startServerIfAway();
}

/** Two runs of the upkeep, a month later by its clock: the first raises the floor, the second cuts (case 28). */
async function compact(world: World): Promise<void> {
  const { db } = world.sim.store;
  const later = Date.now() + daysMs(FIRST_SYNC_SETTINGS.syncFeedKeepDays + 1);
  const first = await cutTail(db, later);
  const second = await cutTail(db, later);
  world.note(`the feed is cut at ${String(first?.floorSeq)}, ${String(second?.entriesCut)} entries`);
}

/** The administrator gives this person another region, or all of them (case 25). */
function grant(world: World, desktop: Desktop, chance: Chance): void {
  const code = chance.pick(['1', '2', null].filter((other) => other !== desktop.user.regionCode)) ?? null;
  desktop.user.regionCode = code;
  desktop.user.regionId = code === null ? null : `REGION${code}`;
  desktop.grants.push(code);
  world.note(`${desktop.name} is given ${code ?? 'all regions'}`);
}
