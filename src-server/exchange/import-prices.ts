import { sql } from 'kysely';
import type { CommandContext } from '../commands/command-handler.ts';
import { isAnyOf } from '../db/bulk-rows.ts';
import type { CheckedThing, ThingOutcome } from './import-thing.ts';
import { MASTER_TABLES } from './master-tables.ts';
import { writeMasters } from './write-masters.ts';

const COLUMN_OF_KIND = {
  ISSUE: 'issue_price_fen',
  SUPPLY: 'supply_price_fen',
  L1: 'price_l1_fen',
  L2: 'price_l2_fen',
  L3: 'price_l3_fen',
  COST: 'std_cost_fen',
} as const;

/** Dated prices; the part itself carries the price that is in force today, because the rules of claims read it there. */
export async function importPrices(
  context: CommandContext,
  things: readonly CheckedThing<'prices'>[],
): Promise<ThingOutcome[]> {
  const outcomes = await writeMasters(context, MASTER_TABLES.prices, things);
  const partNos = things.map((thing) => String(thing.values['partNo']));
  for (const [kind, column] of Object.entries(COLUMN_OF_KIND)) {
    await sql`update part set ${sql.id(column)} = d.amount_fen from (
        select distinct on (p.part_id) p.part_id, p.amount_fen from part_price p join part on part.id = p.part_id
         where p.price_kind = ${kind} and p.valid_from_date <= ${context.today}
           and (p.valid_to_date is null or p.valid_to_date >= ${context.today}) and ${isAnyOf('part.part_no', partNos)}
         order by p.part_id, p.valid_from_date desc) d
       where part.id = d.part_id and part.${sql.id(column)} is distinct from d.amount_fen`.execute(context.db);
  }
  return outcomes;
}
