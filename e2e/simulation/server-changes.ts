import { sql } from 'kysely';
import { addClaim } from './sim-store.ts';
import type { World } from './sim-world.ts';

/** The other ways by which rows change: intake, settlement, a hand with psql. */
export async function changeSomething(world: World): Promise<void> {
  const { db } = world.sim.store;
  const { rows } = await sql<{
    id: string;
    scope: string;
  }>`select id, _scope as scope from claim order by id`.execute(db);
  const claim = world.chance.pick(rows);
  const what = world.chance.pick(['touch', 'touch', 'move', 'region', 'add', 'remove'] as const);
  world.note(`server ${what ?? ''} ${claim?.id ?? ''}`);
  if (what === 'add' || claim === undefined) {
    world.claimNumber += 1;
    return db
      .transaction()
      .execute((transaction) => addClaim(transaction, `NEW${String(world.claimNumber).padStart(5, '0')}`, 'r:1'));
  }
  const { id, scope } = claim;
  const open = scope.slice(0, 3);
  const target = what === 'move' ? (scope.endsWith('.h') ? open : `${open}.h`) : open === 'r:1' ? 'r:2' : 'r:1';
  await db.transaction().execute(async (transaction) => {
    if (what === 'touch') await sql`update claim set risk_score = risk_score + 1 where id = ${id}`.execute(transaction);
    else if (what === 'remove') {
      for (const table of ['audit_decision', 'claim_line'])
        await sql`delete from ${sql.table(table)} where claim_id = ${id}`.execute(transaction);
      await sql`delete from claim where id = ${id}`.execute(transaction);
    } else {
      for (const table of ['audit_decision', 'claim_line'])
        await sql`update ${sql.table(table)} set _scope = ${target} where claim_id = ${id}`.execute(transaction);
      await sql`update claim set _scope = ${target} where id = ${id}`.execute(transaction);
    }
  });
}
