import { createHash } from 'node:crypto';
import type { Role } from '../../src-shared/contract/values.ts';
import type { Caller } from '../http/caller.ts';
import type { CentralDb } from '../db/open-central.ts';

export type Tier = 'open' | 'all';

/** What a desktop may hold: `open` is the first of the two snapshots (design §8), `all` adds the history. */
export interface ScopeSet {
  scopes: string[];
  hash: string;
}

/** Stations speak through the intake; their tokens never carry away a copy of the headquarters' data. */
const ROLES_WITHOUT_REPLICA: readonly Role[] = ['station'];

export function mayReplicate(roles: readonly Role[]): boolean {
  return roles.some((role) => !ROLES_WITHOUT_REPLICA.includes(role));
}

/** The scopes of a user: reference data and his region, or every region when he has none. Never taken from a request. */
export async function scopesOf(db: CentralDb, caller: Pick<Caller, 'regionCode'>, tier: Tier): Promise<ScopeSet> {
  const codes =
    caller.regionCode === null
      ? (await db.selectFrom('region').select('code').orderBy('code').execute()).map((row) => row.code)
      : [caller.regionCode];
  const open = ['g', ...codes.map((code) => `r:${code}`)];
  const scopes = tier === 'open' ? open : [...open, ...codes.map((code) => `r:${code}.h`)];
  return { scopes, hash: scopeHash(scopes) };
}

/** Eight hex digits that name a list of scopes in the cursor. */
export function scopeHash(scopes: readonly string[]): string {
  return createHash('sha256').update(scopes.join('\n')).digest('hex').slice(0, 8);
}

/** The scope in which a device hears of its own commands. */
export function deviceScope(deviceId: string): string {
  return `d:${deviceId}`;
}
