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

type Grantee = Pick<Caller, 'regionCode'> & { stationCode?: string | null; user?: { roles: readonly Role[] } };

/** A station's own people; everybody else works at the headquarters. */
function isStation(roles: readonly Role[]): boolean {
  return roles.length > 0 && roles.every((role) => role === 'station');
}

/** Who may hold a copy at all: the people of a station only when it is known which. */
export function mayReplicate(caller: Pick<Caller, 'user' | 'stationCode'>): boolean {
  const { roles } = caller.user;
  return roles.length > 0 && (!isStation(roles) || caller.stationCode !== null);
}

/**
 * The scopes of a user, never taken from a request: reference data and his region, or every region when he has none. The
 * people of a station hold the rows their station was given (`s:<code>`) and nothing of the headquarters, not even its
 * reference data: other stations' terms and the suppliers' contracts stand there.
 */
export async function scopesOf(db: CentralDb, caller: Grantee, tier: Tier): Promise<ScopeSet> {
  return (await scopeSetsOf(db, caller))[tier];
}

/** Both tiers at once. */
export async function scopeSetsOf(db: CentralDb, caller: Grantee): Promise<Record<Tier, ScopeSet>> {
  if (isStation(caller.user?.roles ?? [])) {
    const own = `s:${caller.stationCode ?? ''}`;
    return { open: scopeSet([own]), all: scopeSet([own, `${own}.h`]) };
  }
  const codes =
    caller.regionCode === null
      ? (await db.selectFrom('region').select('code').orderBy('code').execute()).map((row) => row.code)
      : [caller.regionCode];
  const open = ['g', ...codes.map((code) => `r:${code}`)];
  return { open: scopeSet(open), all: scopeSet([...open, ...codes.map((code) => `r:${code}.h`)]) };
}

function scopeSet(scopes: string[]): ScopeSet {
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
