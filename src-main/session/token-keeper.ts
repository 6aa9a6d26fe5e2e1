import { AppError } from '../../src-shared/errors.ts';
import type { DevicePolicy } from './kept-sessions.ts';
import type { SignedInUser } from '../../src-shared/contract/session.contract.ts';

export interface TokenSet {
  accessToken: string;
  accessTokenLifeMs: number;
  refreshToken: string;
  user: SignedInUser;
  policy?: DevicePolicy;
}

export interface TokenKeeperOptions {
  refresh: (refreshToken: string) => Promise<TokenSet>;
  /** Called with every new set, before its access token is used: a refresh token works once. */
  save: (tokens: TokenSet) => Promise<void>;
}

/** Renewed this long before the end of its life, or after two thirds of a short one. */
const RENEW_BEFORE_MS = 60_000;

/** The tokens of one session. Its clock is the time since the answer, never the server's or the machine's clock. */
export class TokenKeeper {
  readonly #options: TokenKeeperOptions;
  #refreshToken: string;
  #access: { token: string; renewAt: number } | null = null;
  #renewing: Promise<string> | null = null;

  constructor(options: TokenKeeperOptions, start: TokenSet | { refreshToken: string }) {
    this.#options = options;
    this.#refreshToken = start.refreshToken;
    if ('accessToken' in start) this.#accept(start);
  }

  get refreshToken(): string {
    return this.#refreshToken;
  }

  /** A token that is good for the next request; one renewal at a time, whoever asks. */
  accessToken(): Promise<string> {
    if (this.#access !== null && performance.now() < this.#access.renewAt) return Promise.resolve(this.#access.token);
    this.#renewing ??= this.#renew().finally(() => {
      this.#renewing = null;
    });
    return this.#renewing;
  }

  /** The server did not take the token: the next call gets a new one. */
  distrust(): void {
    this.#access = null;
  }

  async #renew(): Promise<string> {
    const tokens = await this.#options.refresh(this.#refreshToken);
    await this.#options.save(tokens);
    this.#accept(tokens);
    if (this.#access === null) throw new AppError('INTERNAL', 'token-missing');
    return this.#access.token;
  }

  #accept(tokens: TokenSet): void {
    const usableMs = Math.max(tokens.accessTokenLifeMs - RENEW_BEFORE_MS, (tokens.accessTokenLifeMs * 2) / 3);
    this.#refreshToken = tokens.refreshToken;
    this.#access = { token: tokens.accessToken, renewAt: performance.now() + usableMs };
  }
}
