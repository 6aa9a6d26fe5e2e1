import { exportJWK, generateKeyPair, importJWK, jwtVerify, SignJWT, type CryptoKey, type JWK } from 'jose';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { AppError } from '../../src-shared/errors.ts';

export const ACCESS_TOKEN_LIFE_MS = 15 * 60 * 1000;
const ISSUER = 'hedui';

export interface AccessClaims {
  userId: string;
  deviceId: string;
  expiresAtMs: number;
}

export interface AccessTokens {
  issue(userId: string, deviceId: string): Promise<string>;
  /** Throws UNAUTHENTICATED when the token is not ours, was changed or has run out. */
  verify(token: string): Promise<AccessClaims>;
}

/**
 * EdDSA keys of the server, made on first use. They live in a file and not in the store: a copy of the database must
 * not be able to sign. Several servers of one store are given the same file.
 */
export async function openAccessTokens(keyFile: string, nowMs: () => number): Promise<AccessTokens> {
  const { privateKey, publicKey } = await loadKeys(keyFile);
  return {
    issue: (userId, deviceId) =>
      new SignJWT({ dev: deviceId })
        .setProtectedHeader({ alg: 'EdDSA' })
        .setIssuer(ISSUER)
        .setSubject(userId)
        .setIssuedAt(Math.floor(nowMs() / 1000))
        .setExpirationTime(Math.floor((nowMs() + ACCESS_TOKEN_LIFE_MS) / 1000))
        .sign(privateKey),
    verify: async (token) => {
      try {
        const { payload } = await jwtVerify(token, publicKey, {
          issuer: ISSUER,
          algorithms: ['EdDSA'],
          currentDate: new Date(nowMs()),
        });
        const { sub, exp, dev } = payload;
        if (sub === undefined || exp === undefined || typeof dev !== 'string') throw new Error('claims are missing');
        return { userId: sub, deviceId: dev, expiresAtMs: exp * 1000 };
      } catch (error) {
        const expired = error instanceof Error && 'code' in error && error.code === 'ERR_JWT_EXPIRED';
        throw new AppError('UNAUTHENTICATED', expired ? 'access-token-expired' : 'access-token-invalid', {}, error);
      }
    },
  };
}

async function loadKeys(file: string): Promise<{ privateKey: CryptoKey; publicKey: CryptoKey }> {
  if (!existsSync(file)) {
    const pair = await generateKeyPair('EdDSA', { extractable: true });
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(await exportJWK(pair.privateKey)), { mode: 0o600, flag: 'wx' });
  }
  const jwk = JSON.parse(readFileSync(file, 'utf8')) as JWK;
  const { d: _secret, ...publicJwk } = jwk;
  const privateKey = await importJWK(jwk, 'EdDSA');
  const publicKey = await importJWK(publicJwk, 'EdDSA');
  if (privateKey instanceof Uint8Array || publicKey instanceof Uint8Array) {
    throw new AppError('INTERNAL', 'signing-key-unreadable', { file });
  }
  return { privateKey, publicKey };
}
