import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Tokens } from '../../src-shared/contract/server/session.contract.ts';
import type { DemoUser } from '../../src-shared/contract/session.contract.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { CentralDb } from '../db/open-central.ts';
import { ACCESS_TOKEN_LIFE_MS, type AccessTokens } from './access-token.ts';
import { hashPassword, verifyPassword } from '../../src-shared/secrets/password.ts';
import * as repository from './session.repository.ts';

/** A desktop that was away longer than this signs in with its password again (sync §3.9: 90 days offline at most). */
const REFRESH_TOKEN_LIFE_MS = 90 * 24 * 3600 * 1000;
const FAILURES_BEFORE_LOCK = 5;
const FIRST_LOCK_MS = 60_000;
const LONGEST_LOCK_MS = 15 * 60_000;

export interface SessionService {
  signIn(input: { login: string; password: string; deviceId: string; deviceName: string }): Promise<Tokens>;
  signInDemo(input: { login: string; deviceId: string; deviceName: string }): Promise<Tokens>;
  refresh(input: { refreshToken: string; deviceId: string }): Promise<Tokens>;
  signOut(input: { refreshToken: string }): Promise<void>;
  demoUsers(): Promise<DemoUser[]>;
}

interface SessionOptions {
  db: CentralDb;
  tokens: AccessTokens;
  newId(): string;
  nowMs(): number;
  today(): string;
  /** Public part of the key for unsent work of revoked devices. */
  sealKey: string;
}

export function createSessionService(options: SessionOptions): SessionService {
  const { db, today } = options;
  return {
    signIn: async ({ login, password, deviceId, deviceName }) => {
      const known = await checkPassword(options, login, password);
      return openSession(options, known, { id: deviceId, name: deviceName });
    },
    signInDemo: async ({ login, deviceId, deviceName }) => {
      if (!(await repository.isDemoStore(db))) throw new AppError('FORBIDDEN', 'demo-sign-in-off');
      const known = await repository.findUser(db, { login }, today());
      if (known === null) throw new AppError('NOT_FOUND', 'demo-user-unknown', { login });
      return openSession(options, known, { id: deviceId, name: deviceName });
    },
    refresh: (input) => refresh(options, input),
    signOut: async ({ refreshToken }) => {
      const token = await readRefreshToken(db, refreshToken);
      if (token !== null) await repository.revokeFamily(db, token.familyId, options.nowMs());
    },
    demoUsers: async () => ((await repository.isDemoStore(db)) ? repository.listDemoUsers(db, today()) : []),
  };
}

/**
 * The same answer and the same work for an unknown login and a wrong password, so that logins cannot be found out.
 * After five failures the account rests, longer with each further one; a right password then waits as well.
 */
async function checkPassword(
  { db, nowMs, today }: SessionOptions,
  login: string,
  password: string,
): Promise<repository.KnownUser> {
  const wrong = new AppError('UNAUTHENTICATED', 'login-or-password-wrong');
  const known = await repository.findUser(db, { login }, today());
  const credential = known === null ? undefined : await repository.findCredential(db, known.user.id);
  if (known === null || credential === undefined) {
    await hashPassword(password);
    throw wrong;
  }
  const restMs = (credential.lockedUntilAtMs ?? 0) - nowMs();
  if (restMs > 0) throw new AppError('TOO_MANY', 'sign-in-locked', { seconds: Math.ceil(restMs / 1000) });
  if (!(await verifyPassword(password, credential.passwordHash))) {
    const failedCount = credential.failedCount + 1;
    const doublings = failedCount - FAILURES_BEFORE_LOCK;
    const lockMs = Math.min(FIRST_LOCK_MS * 2 ** Math.max(0, doublings), LONGEST_LOCK_MS);
    const lockedUntilAtMs = doublings >= 0 ? nowMs() + lockMs : null;
    await repository.saveFailures(db, known.user.id, { failedCount, lockedUntilAtMs });
    throw wrong;
  }
  if (credential.failedCount > 0) {
    await repository.saveFailures(db, known.user.id, { failedCount: 0, lockedUntilAtMs: null });
  }
  return known;
}

async function openSession(
  options: SessionOptions,
  known: repository.KnownUser,
  device: { id: string; name: string },
): Promise<Tokens> {
  assertMayWork(known);
  const { db, newId, nowMs } = options;
  const trusted = await repository.touchDevice(db, { ...device, userId: known.user.id, nowMs: nowMs() });
  if (!trusted) throw new AppError('FORBIDDEN', 'device-revoked');
  return issueTokens(options, known, device.id, newId());
}

function assertMayWork(known: repository.KnownUser): void {
  if (!known.active) throw new AppError('FORBIDDEN', 'user-not-active', { login: known.user.login });
  if (known.user.roles.length === 0) throw new AppError('FORBIDDEN', 'user-without-role', { login: known.user.login });
}

async function issueTokens(
  { db, tokens, newId, nowMs, sealKey }: SessionOptions,
  known: repository.KnownUser,
  deviceId: string,
  familyId: string,
): Promise<Tokens> {
  const id = newId();
  const secret = randomBytes(32).toString('base64url');
  await repository.insertRefreshToken(db, {
    id,
    familyId,
    userId: known.user.id,
    deviceId,
    secretSha256: sha256(secret),
    issuedAtMs: nowMs(),
    expiresAtMs: nowMs() + REFRESH_TOKEN_LIFE_MS,
  });
  return {
    accessToken: await tokens.issue(known.user.id, deviceId),
    accessTokenLifeMs: ACCESS_TOKEN_LIFE_MS,
    refreshToken: `${id}.${secret}`,
    user: known.user,
    serverTimeMs: nowMs(),
    policy: { offlineSignInDays: await repository.offlineSignInDays(db), sealKey },
  };
}

/** A token that was used already, or comes from another device, may be stolen: nobody of its family goes on. */
async function refresh(options: SessionOptions, input: { refreshToken: string; deviceId: string }): Promise<Tokens> {
  const { db, nowMs, today } = options;
  const token = await readRefreshToken(db, input.refreshToken);
  if (token === null) throw new AppError('UNAUTHENTICATED', 'refresh-token-invalid');
  if (token.expiresAtMs <= nowMs()) throw new AppError('UNAUTHENTICATED', 'refresh-token-expired');
  if (await repository.isDeviceRevoked(db, token.deviceId)) throw new AppError('FORBIDDEN', 'device-revoked');
  const known = await repository.findUser(db, { id: token.userId }, today());
  if (known === null) throw new AppError('UNAUTHENTICATED', 'refresh-token-invalid');
  assertMayWork(known);
  // Used and followed in one transaction: a server that dies between the two must not have spent the token.
  const tokens =
    token.deviceId !== input.deviceId
      ? null
      : await db.transaction().execute(async (transaction) => {
          if (!(await repository.useRefreshToken(transaction, token.id, nowMs()))) return null;
          await repository.noteDeviceSeen(transaction, token.deviceId, nowMs());
          return issueTokens({ ...options, db: transaction }, known, token.deviceId, token.familyId);
        });
  if (tokens !== null) return tokens;
  await repository.revokeFamily(db, token.familyId, nowMs());
  throw new AppError('UNAUTHENTICATED', 'refresh-token-reused');
}

async function readRefreshToken(
  db: CentralDb,
  text: string,
): Promise<Exclude<Awaited<ReturnType<typeof repository.findRefreshToken>>, undefined> | null> {
  const [id, secret] = text.split('.');
  if (id === undefined || secret === undefined) return null;
  const token = await repository.findRefreshToken(db, id);
  if (token === undefined) return null;
  const right = timingSafeEqual(Buffer.from(token.secretSha256, 'hex'), Buffer.from(sha256(secret), 'hex'));
  return right ? token : null;
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
