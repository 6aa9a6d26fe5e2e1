import { hostname } from 'node:os';
import { z } from 'zod';
import {
  SignedInUser,
  type Capabilities,
  type DemoUser,
  type SessionState,
} from '../../src-shared/contract/session.contract.ts';
import type { Locale } from '../../src-shared/contract/values.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { AppEvents, Clock, Logger, SecretStore } from '../app-services.ts';
import { SIGNED_OUT, SyncStatus } from '../sync/sync-status.ts';
import { Profile, profileKey } from './profile.ts';
import { createServerClient, type ServerClient } from './server-client.ts';
import type { SettingsFile } from './settings-file.ts';
import { TokenKeeper, type TokenSet } from './token-keeper.ts';

const KeptSession = z.object({
  serverUrl: z.string(),
  login: z.string(),
  refreshToken: z.string(),
  user: SignedInUser,
});

export interface SessionOptions {
  dataFolder: string;
  serverUrl: string;
  appVersion: string;
  locale: Locale;
  capabilities: Capabilities;
  secrets: SecretStore;
  fetch: typeof globalThis.fetch;
  clock: Clock;
  logger: Logger;
  events: AppEvents;
  settings: SettingsFile;
}

/** Who is signed in. One person at a time; signing out leaves the person's folder, with anything unsent, as it is. */
export class Session {
  readonly #options: SessionOptions;
  readonly #client: ServerClient;
  readonly #status: SyncStatus;
  #profile: Profile | null = null;
  #tokens: TokenKeeper | null = null;
  #demoUsers: DemoUser[] = [];
  /** Signing in and out never overlap. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#status = new SyncStatus((state) => options.events.emit({ type: 'sync', state }));
    this.#client = createServerClient({
      serverUrl: options.serverUrl,
      fetch: options.fetch,
      accessToken: () => this.#tokens?.accessToken() ?? Promise.resolve(null),
    });
  }

  get status(): SyncStatus {
    return this.#status;
  }

  get client(): ServerClient {
    return this.#client;
  }

  get locale(): Locale {
    return this.#options.settings.current.locale ?? this.#options.locale;
  }

  /** The signed-in person's profile; UNAUTHENTICATED `not-signed-in` when there is none. */
  profile(): Profile {
    if (this.#profile === null) throw new AppError('UNAUTHENTICATED', 'not-signed-in');
    return this.#profile;
  }

  /** Goes on with the session of the last run, also without a network. */
  async restore(): Promise<void> {
    const kept = await this.#keptSession();
    if (kept === null || kept.serverUrl !== this.#options.serverUrl) return;
    try {
      await this.#open(kept.user, kept.login, { refreshToken: kept.refreshToken });
    } catch (error) {
      const data = error instanceof AppError ? error.data : { reason: 'unexpected', details: {} };
      this.#options.logger.error('the last session could not be opened', { error: String(error) });
      this.#status.set({ ...SIGNED_OUT, problem: { reason: data.reason, details: data.details } });
    }
  }

  async state(): Promise<SessionState> {
    if (this.#profile === null && this.#demoUsers.length === 0) await this.#loadDemoUsers();
    return {
      user: this.#profile?.user ?? null,
      capabilities: this.#options.capabilities,
      locale: this.locale,
      serverUrl: this.#options.serverUrl,
      demoUsers: this.#demoUsers,
    };
  }

  signIn(input: { login: string; password: string }): Promise<SessionState> {
    return this.#inTurn(() =>
      this.#enter(input.login, (device) => this.#client.session.signIn({ ...input, ...device })),
    );
  }

  signInDemo(input: { login: string }): Promise<SessionState> {
    return this.#inTurn(() =>
      this.#enter(input.login, (device) => this.#client.session.signInDemo({ ...input, ...device })),
    );
  }

  signOut(): Promise<SessionState> {
    return this.#inTurn(async () => {
      const refreshToken = this.#tokens?.refreshToken;
      await this.#leave();
      if (refreshToken !== undefined) {
        await this.#client.session.signOut({ refreshToken }).catch((error: unknown) => {
          this.#options.logger.warn('the server was not told of signing out', { error: String(error) });
        });
      }
      return this.state();
    });
  }

  setLocale(locale: Locale): Promise<SessionState> {
    this.#options.settings.update({ locale });
    return this.state();
  }

  close(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#profile?.close();
      this.#profile = null;
    });
  }

  async #enter(
    login: string,
    ask: (device: { deviceId: string; deviceName: string }) => Promise<TokenSet>,
  ): Promise<SessionState> {
    const tokens = await ask({ deviceId: this.#deviceId(login), deviceName: hostname().slice(0, 100) });
    await this.#leave();
    await this.#keep(login, tokens);
    await this.#open(tokens.user, login, tokens);
    this.#options.events.emit({ type: 'session' });
    return this.state();
  }

  async #open(user: SignedInUser, login: string, start: TokenSet | { refreshToken: string }): Promise<void> {
    const { dataFolder, serverUrl, appVersion, clock, logger, events } = this.#options;
    const deviceId = this.#deviceId(login);
    const tokens = new TokenKeeper(
      {
        refresh: (refreshToken) => this.#client.session.refresh({ refreshToken, deviceId }),
        save: (renewed) => this.#keep(login, renewed),
      },
      start,
    );
    this.#tokens = tokens;
    this.#status.set({ ...SIGNED_OUT, phase: 'connecting' });
    this.#profile = await Profile.open({
      dataFolder,
      user,
      deviceId,
      serverUrl,
      appVersion,
      client: this.#client,
      tokens,
      status: this.#status,
      clock,
      logger,
      changed: (tables) => events.emit({ type: 'changed', tables: [...tables] }),
      sessionEnded: () => void this.#inTurn(() => this.#leave()),
    });
  }

  async #leave(): Promise<void> {
    const profile = this.#profile;
    this.#profile = null;
    this.#tokens = null;
    await this.#options.secrets.save(null);
    if (profile === null) return;
    await profile.close();
    this.#status.set(SIGNED_OUT);
    this.#options.events.emit({ type: 'session' });
  }

  #keep(login: string, tokens: TokenSet): Promise<void> {
    const { serverUrl, secrets } = this.#options;
    return secrets.save(JSON.stringify({ serverUrl, login, refreshToken: tokens.refreshToken, user: tokens.user }));
  }

  async #keptSession(): Promise<z.infer<typeof KeptSession> | null> {
    const text = await this.#options.secrets.load();
    if (text === null) return null;
    try {
      return KeptSession.parse(JSON.parse(text));
    } catch (error) {
      this.#options.logger.warn('the kept session was unreadable', { error: String(error) });
      return null;
    }
  }

  async #loadDemoUsers(): Promise<void> {
    try {
      this.#demoUsers = await this.#client.session.demoUsers({});
    } catch (error) {
      this.#options.logger.info('no demo users', { error: String(error) });
    }
  }

  #deviceId(login: string): string {
    return `${this.#options.settings.current.installationId}-${profileKey(this.#options.serverUrl, login)}`;
  }

  #inTurn<Output>(work: () => Promise<Output>): Promise<Output> {
    const result = this.#turn.then(work);
    this.#turn = result.catch(() => undefined);
    return result;
  }
}
