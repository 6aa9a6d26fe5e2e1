import type { IncomingMessage } from 'node:http';
import type { SignedInUser } from '../../src-shared/contract/session.contract.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { CentralDb } from '../db/open-central.ts';
import type { AccessTokens } from '../session/access-token.ts';
import { findUser, isDeviceRevoked } from '../session/session.repository.ts';

/** Who asks: read anew for every request, so that a lost role or a closed account counts at once. */
export interface Caller {
  user: SignedInUser;
  regionCode: string | null;
  stationCode: string | null;
  /** The field engineer this account belongs to; null for everybody else. */
  engineerId: string | null;
  deviceId: string;
  tokenExpiresAtMs: number;
}

export type Authenticate = (request: IncomingMessage) => Promise<Caller>;

export function createAuthenticate(options: { db: CentralDb; tokens: AccessTokens; today(): string }): Authenticate {
  const { db, tokens, today } = options;
  return async (request) => {
    const [scheme, token] = (request.headers.authorization ?? '').split(' ');
    if (scheme?.toLowerCase() !== 'bearer' || token === undefined || token === '') {
      throw new AppError('UNAUTHENTICATED', 'access-token-missing');
    }
    const { userId, deviceId, expiresAtMs } = await tokens.verify(token);
    const known = await findUser(db, { id: userId }, today());
    if (known === null) throw new AppError('UNAUTHENTICATED', 'access-token-invalid');
    if (!known.active) throw new AppError('FORBIDDEN', 'user-not-active', { login: known.user.login });
    if (await isDeviceRevoked(db, deviceId)) throw new AppError('FORBIDDEN', 'device-revoked');
    const { user, regionCode, stationCode, engineerId } = known;
    return { user, regionCode, stationCode, engineerId, deviceId, tokenExpiresAtMs: expiresAtMs };
  };
}
