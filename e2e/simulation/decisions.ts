import { actorText } from '../../src-main/sync/actor.ts';
import type { SignedInUser } from '../../src-shared/contract/session.contract.ts';
import { rowsOf, type SimClient } from './sim-client.ts';
import type { Desktop, World } from './sim-world.ts';

/** A person decides on a claim that stands open on his screen. */
export async function decide(world: World, desktop: Desktop, claimId: string | null = null): Promise<void> {
  const { client } = desktop;
  if (client === null || client.dead) return;
  const open = await openClaims(client);
  const claim = claimId === null ? world.chance.pick(open) : open.find(({ id }) => id === claimId);
  if (claim === undefined) return;
  const id = world.newId();
  const action = world.chance.pick(['APPROVE', 'REJECT', 'RETURN'] as const) ?? 'APPROVE';
  const reasonCode = action === 'APPROVE' ? null : action === 'REJECT' ? 'R06' : 'R26';
  const decision = { action, reasonCode, note: '', holdReason: null, lines: [] };
  const body = { kind: 'claim.decide', claimId: claim.id, version: claim.v, decision };
  await enqueue(world, desktop, { id, body, batchId: null });
}

/** A person approves several of the open claims with one command. */
export async function decideMany(world: World, desktop: Desktop, most: number): Promise<void> {
  const { client } = desktop;
  if (client === null || client.dead) return;
  const targets = (await openClaims(client)).slice(0, most).map(({ id, v }) => [id, v]);
  if (targets.length === 0) return;
  const id = world.newId();
  const decision = { action: 'APPROVE', reasonCode: null, note: '', holdReason: null, lines: [] };
  const body = { kind: 'claim.decideMany', batchId: id, decision, targets };
  await enqueue(world, desktop, { id, body, batchId: id });
}

async function openClaims(client: SimClient): Promise<{ id: string; v: number }[]> {
  const { replicaFile } = await client.stores();
  return rowsOf(
    replicaFile,
    `select c.id, c._v as v from claim c left join claim_overlay o on o.id = c.id
      where coalesce(o.status, c.status) = 'IN_REVIEW' order by c.id`,
  );
}

async function enqueue(
  world: World,
  desktop: Desktop & { client: SimClient | null },
  command: { id: string; body: object; batchId: string | null },
): Promise<void> {
  const { client, user, name } = desktop;
  const { id: userId, login } = user;
  const actor = { id: userId, name: login, roles: ['l1'], claimLimitFen: null };
  const madeBy = actorText(actor as unknown as SignedInUser);
  const madeAtMs = Date.now() + desktop.clockOffsetMs;
  try {
    await client?.write('outbox.enqueue', { ...command, madeBy, madeAtMs });
    desktop.confirmed.push(command.id);
    world.note(`${name} ${JSON.stringify(command.body).slice(0, 160)} as ${command.id}`);
    client?.enqueueWake();
  } catch (error) {
    world.died(desktop, error);
  }
}
