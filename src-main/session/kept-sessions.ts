import { z } from 'zod';
import { SignedInUser } from '../../src-shared/contract/session.contract.ts';
import { daysMs } from '../../src-shared/domain/sync/sync-settings.ts';
import { AppError } from '../../src-shared/errors.ts';
import { hashPassword, verifyPassword } from '../../src-shared/secrets/password.ts';
import type { Clock, Logger, SecretStore } from '../app-services.ts';

/** What the server lets a device do by itself; told with every set of tokens. */
const DevicePolicy = z.object({ offlineSignInDays: z.int(), sealKey: z.string() });
export type DevicePolicy = z.infer<typeof DevicePolicy>;

const KeptSession = z.object({
  serverUrl: z.string(),
  login: z.string(),
  refreshToken: z.string(),
  user: SignedInUser,
  policy: DevicePolicy.nullable().default(null),
});
export type KeptSession = z.infer<typeof KeptSession>;

const OfflineEntry = z.object({
  serverUrl: z.string(),
  login: z.string(),
  user: SignedInUser,
  passwordHash: z.string(),
  verifiedAtMs: z.number(),
  policy: DevicePolicy,
  failures: z.int(),
});
type OfflineEntry = z.infer<typeof OfflineEntry>;

const Kept = z.object({ current: KeptSession.nullable(), offline: z.array(OfflineEntry) });
type Kept = z.infer<typeof Kept>;

/** People who may sign in on this computer without the server; the least recent one gives way. */
const MOST_PEOPLE = 20;
/** Wrong passwords in a row before only the server can let this person in again. */
const MOST_FAILURES = 10;

/**
 * What this computer keeps in the operating system's safe place: the running session, and for everybody whose password
 * the server has taken here a hash of it, so that signing in works without the server for some days (design §8).
 */
export class KeptSessions {
  readonly #secrets: SecretStore;
  readonly #clock: Clock;
  readonly #logger: Logger;

  constructor(options: { secrets: SecretStore; clock: Clock; logger: Logger }) {
    this.#secrets = options.secrets;
    this.#clock = options.clock;
    this.#logger = options.logger;
  }

  async current(): Promise<KeptSession | null> {
    return (await this.#load()).current;
  }

  async setCurrent(current: KeptSession | null): Promise<void> {
    await this.#save({ ...(await this.#load()), current });
  }

  /** The server has taken this password: from now on it opens the profile without the server as well. */
  async remember(session: KeptSession, password: string): Promise<void> {
    const { policy } = session;
    const { current, offline } = await this.#load();
    const others = offline.filter((entry) => !isOf(entry, session));
    if (policy === null || policy.offlineSignInDays === 0) return this.#save({ current, offline: others });
    const { serverUrl, login, user } = session;
    const passwordHash = await hashPassword(password);
    const own = { serverUrl, login, user, passwordHash, verifiedAtMs: this.#clock(), policy, failures: 0 };
    await this.#save({ current, offline: [own, ...others].slice(0, MOST_PEOPLE) });
  }

  async forget(person: { serverUrl: string; login: string }): Promise<void> {
    const { current, offline } = await this.#load();
    await this.#save({ current, offline: offline.filter((entry) => !isOf(entry, person)) });
  }

  /** Who this is, by the kept hash. Throws `server-away` when this computer cannot tell, and says when it may no longer. */
  async checkOffline(
    person: { serverUrl: string; login: string; password: string },
    away: unknown,
  ): Promise<KeptSession> {
    const kept = await this.#load();
    const entry = kept.offline.find((each) => isOf(each, person));
    if (entry === undefined) throw away;
    const { policy, verifiedAtMs, user, serverUrl, login } = entry;
    const age = this.#clock() - verifiedAtMs;
    // A clock set back would make the days endless: a day of it is a time zone, more is none.
    const over = age > daysMs(policy.offlineSignInDays) || age < -daysMs(1) || entry.failures >= MOST_FAILURES;
    if (over) throw new AppError('UNAVAILABLE', 'offline-sign-in-over', { days: policy.offlineSignInDays });
    const right = await verifyPassword(person.password, entry.passwordHash);
    const failures = right ? 0 : entry.failures + 1;
    if (failures !== entry.failures) {
      const offline = kept.offline.map((each) => (each === entry ? { ...each, failures } : each));
      await this.#save({ ...kept, offline });
    }
    if (!right) throw new AppError('UNAUTHENTICATED', 'login-or-password-wrong');
    return { serverUrl, login, user, policy, refreshToken: '' };
  }

  async #load(): Promise<Kept> {
    const text = await this.#secrets.load();
    if (text === null) return { current: null, offline: [] };
    try {
      const value: unknown = JSON.parse(text);
      const kept = Kept.safeParse(value);
      // Written by a program before offline sign-in: the session alone.
      return kept.success ? kept.data : { current: KeptSession.parse(value), offline: [] };
    } catch (error) {
      this.#logger.warn('the kept session was unreadable', { error: String(error) });
      return { current: null, offline: [] };
    }
  }

  #save(kept: Kept): Promise<void> {
    const empty = kept.current === null && kept.offline.length === 0;
    return this.#secrets.save(empty ? null : JSON.stringify(kept));
  }
}

function isOf(entry: { serverUrl: string; login: string }, person: { serverUrl: string; login: string }): boolean {
  return entry.serverUrl === person.serverUrl && entry.login.toLowerCase() === person.login.trim().toLowerCase();
}
