import type { Db } from './recon.repository.ts';

/** For every part that was replaced or replaces another the name of its chain: the smallest id in it. */
export async function readChains(db: Db, onDate: string): Promise<Map<string, string>> {
  const links = await db
    .selectFrom('partSupersession')
    .select(['oldPartId', 'newPartId'])
    .where('validFromDate', '<=', onDate)
    .execute();
  const chain = new Map<string, string>();
  const rootOf = (id: string): string => {
    const up = chain.get(id);
    return up === undefined || up === id ? id : rootOf(up);
  };
  for (const { oldPartId, newPartId } of links) {
    const [first = oldPartId, second = newPartId] = [rootOf(oldPartId), rootOf(newPartId)].sort();
    chain.set(first, first);
    chain.set(second, first);
  }
  return new Map([...chain.keys()].map((id) => [id, rootOf(id)]));
}

/** How many base units the larger units of each part hold, whole ones only. */
export async function readPackFactors(db: Db): Promise<Map<string, number[]>> {
  const rows = await db.selectFrom('uomConversion').select(['partId', 'num']).where('den', '=', 1).execute();
  const factors = new Map<string, number[]>();
  for (const { partId, num } of rows) factors.set(partId, [...(factors.get(partId) ?? []), num]);
  return factors;
}
