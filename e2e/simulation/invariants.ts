import type { Database } from 'better-sqlite3';
import { sql } from 'kysely';
import type { WriteStores } from '../../src-main/db/stores.ts';
import { readState, STATE_KEYS } from '../../src-main/sync/replica-state.ts';
import { parseCursor } from '../../src-shared/contract/sync-wire.ts';
import { rowsOf, type SimClient } from './sim-client.ts';
import type { Desktop, World } from './sim-world.ts';

/** What a person with this grant may have: a region, or null for all of them. */
function scopesOf(grant: string | null, tier: string | null): Set<string> {
  const codes = grant === null ? ['1', '2'] : [grant];
  return new Set(['g', ...codes.flatMap((code) => (tier === 'open' ? [`r:${code}`] : [`r:${code}`, `r:${code}.h`]))]);
}

const heldBy = (replicaFile: Database): string =>
  (JSON.parse(readState(replicaFile, STATE_KEYS.scopes) ?? '[]') as string[]).toSorted().join(' ');
const namesOf = (scopes: ReadonlySet<string>): string => [...scopes].toSorted().join(' ');

/** Whether the copy is of what this person may have now: a changed grant is heard of at the next question only. */
export function followsGrant({ user }: Desktop, replicaFile: Database): boolean {
  return heldBy(replicaFile) === namesOf(scopesOf(user.regionCode, readState(replicaFile, STATE_KEYS.tier)));
}

/** The copy against the server's state at its place, for the grant it was made under; null = equal. */
export function differenceOf(world: World, desktop: Desktop, replicaFile: Database): string | null {
  const cursor = parseCursor(readState(replicaFile, STATE_KEYS.cursor) ?? '');
  if (cursor === null) return null;
  const tier = readState(replicaFile, STATE_KEYS.tier);
  const held = heldBy(replicaFile);
  const scopes = desktop.grants.map((grant) => scopesOf(grant, tier)).findLast((granted) => namesOf(granted) === held);
  if (scopes === undefined) return `holds ${held}, which nobody has granted (${JSON.stringify(desktop.grants)})`;
  const at = { epoch: cursor.epoch, seq: Number(readState(replicaFile, STATE_KEYS.seq)) };
  return world.oracle.difference(replicaFile, at, scopes);
}

/** After every writing task: I1, I2, I3, and that what a person has decided stays decided on his screen. */
export function checkAfterTask(world: World, desktop: Desktop, task: string, stores: WriteStores): void {
  const { replicaFile, localFile } = stores;
  if (world.violation !== null || readState(replicaFile, STATE_KEYS.complete) !== '1') return;
  world.checks += 1;
  const seq = Number(readState(replicaFile, STATE_KEYS.seq));
  const difference = differenceOf(world, desktop, replicaFile);
  if (difference !== null) world.fail(`I1 ${desktop.name} after ${task} at ${String(seq)}: ${difference}`);
  if (task !== 'swap' && seq < desktop.shownSeq)
    world.fail(`I2 ${desktop.name} after ${task}: ${String(desktop.shownSeq)} → ${String(seq)}`);
  desktop.shownSeq = seq;
  const orphans = rowsOf(
    replicaFile,
    'select l.id from claim_line l left join claim c on c.id = l.claim_id where c.id is null',
  );
  if (orphans.length > 0) world.fail(`I3 ${desktop.name} after ${task}: ${JSON.stringify(orphans)}`);
  const vanished = rowsOf<{ id: string; claim: string }>(
    localFile,
    `select o.id, t.claim from outbox o,
        (select id, json_extract(body_json, '$.claimId') as claim from outbox
          union all select b.id, json_extract(e.value, '$[0]') from outbox b, json_each(b.body_json, '$.targets') e) t
      where t.id = o.id and t.claim is not null and o.state in ('queued', 'sent', 'acked') and o.ack_seq is null
        and not exists (select 1 from json_each(coalesce(o.refused_json, '[]')) r where r.value = t.claim)`,
  );
  // After a start and after a new file the next task draws the overlay, before any screen is served.
  if (task === 'swap' || task === 'profile.opened') return;
  for (const { id, claim } of vanished) {
    const shown = rowsOf(
      replicaFile,
      `select 1 from claim c where c.id = @claim and not exists (select 1 from claim_overlay o where o.id = c.id)
        and not exists (select 1 from audit_decision a where a.command_id = @id)`,
      { claim, id },
    );
    if (shown.length > 0)
      world.fail(`flicker ${desktop.name} after ${task}: the decision ${id} on ${claim} is not shown`);
  }
}

/** I4, I5, I6: one effect and one outcome for each command, nothing lost, both sides equal to the last column. */
export async function finalChecks(world: World): Promise<void> {
  if (world.violation !== null) return;
  const { db } = world.sim.store;
  const { rows: log } = await sql<{ id: string; status: string; effects: number }>`
    select l.id, l.status, coalesce((select max(n) from (select count(*) as n from audit_decision a
             where a.command_id = l.id and a.line_seq is null group by a.claim_id) m), 0) as effects
    from command_log l`.execute(db);
  const logged = new Map(log.map((row) => [row.id, row]));
  for (const desktop of world.desktops) {
    const stores = await (desktop.client as SimClient).stores();
    const kept = new Map(
      rowsOf<{ id: string; state: string }>(stores.localFile, 'select id, state from outbox').map(({ id, state }) => [
        id,
        state,
      ]),
    );
    for (const id of desktop.confirmed) {
      const state = kept.get(id);
      if (state === undefined) world.fail(`I5 ${desktop.name}: ${id} was confirmed and is gone`);
      checkOutcome(world, desktop, { id, state: state ?? '' }, logged.get(id));
    }
    const overlays = rowsOf(stores.replicaFile, 'select id from claim_overlay');
    const held = rowsOf(stores.localFile, 'select id from outbox where held_by is not null');
    if (overlays.length > 0 && held.length === 0)
      world.fail(`I6 ${desktop.name}: overlays stay: ${JSON.stringify(overlays)}`);
    await compareContent(world, desktop, stores);
  }
}

function checkOutcome(
  world: World,
  desktop: Desktop,
  own: { id: string; state: string },
  server: { status: string; effects: number } | undefined,
): void {
  const { id, state } = own;
  if (state === 'queued') return; // held behind a refused one: it waits for the person
  // Refused before the server was set back: its answer is kept here, and the server's log of it is gone.
  if (world.restores > 0 && server === undefined && state !== 'acked') return;
  const expected = { acked: 'applied', conflict: 'conflict', rejected: 'rejected' }[state];
  if (state !== 'resolved' && server?.status !== expected)
    world.fail(`I4 ${desktop.name}: ${id} is ${state} here and ${server?.status ?? 'unknown'} there`);
  // A removed claim takes its history along.
  if (server?.status === 'applied' ? server.effects > 1 : (server?.effects ?? 0) > 0)
    world.fail(`I4 ${desktop.name}: ${id} ${server?.status ?? ''} with ${String(server?.effects)} effects`);
}

async function compareContent(world: World, desktop: Desktop, stores: WriteStores): Promise<void> {
  const scopes = [...scopesOf(desktop.user.regionCode, readState(stores.replicaFile, STATE_KEYS.tier))];
  for (const table of world.sim.tables) {
    const own = rowsOf<Record<string, unknown>>(stores.replicaFile, `select * from ${table} order by id`);
    const columns = Object.keys(own[0] ?? {});
    if (columns.length === 0) continue;
    const { rows } = await sql<{ row: string }>`
      select json_build_array(${sql.join(columns.map((column) => sql.ref(`t.${column}`)).slice(0, 90))})::text as row
      from ${sql.table(table)} t where _scope = any(${scopes}) order by id collate "C"`.execute(world.sim.store.db);
    const mine = own.map((row) => JSON.stringify(columns.slice(0, 90).map((column) => row[column])));
    const theirs = rows.map(({ row }) => JSON.stringify(JSON.parse(row)));
    if (mine.join('\n') !== theirs.join('\n')) {
      world.fail(
        `I6 ${desktop.name}: ${table} differs: ${mine.find((row, at) => row !== theirs[at]) ?? `${String(mine.length)} rows, ${String(theirs.length)} there`}`,
      );
    }
  }
}
