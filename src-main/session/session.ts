import { hostname } from 'node:os';
import path from 'node:path';
import type { Capabilities, DemoUser, SessionState, SignedInUser } from '../../src-shared/contract/session.contract.ts';
import type { Locale } from '../../src-shared/contract/values.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { AppEvents, Clock, Logger, SecretStore } from '../app-services.ts';
import type { StoreThreads } from '../db/store-threads.ts';
import { SIGNED_OUT, SyncStatus } from '../sync/sync-status.ts';
import { KeptSessions, type DevicePolicy, type KeptSession } from './kept-sessions.ts';
import { Profile, profileFolder, profileKey } from './profile.ts';
import { createServerClient, type ServerClient } from './server-client.ts';
import type { SettingsFile } from './settings-file.ts';
import { TokenKeeper, type TokenSet } from './token-keeper.ts';
import { wipeProfile } from './wipe-profile.ts';

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
  threads: StoreThreads;
}

interface Device {
  deviceId: string;
  deviceName: string;
}

/** Who is signed in. One person at a time; signing out leaves the person's folder, with anything unsent, as it is. */
export class Session {
  readonly #options: SessionOptions;
  readonly #client: ServerClient;
  readonly #status: SyncStatus;
  readonly #kept: KeptSessions;
  #policy: DevicePolicy | null = null;
  #profile: Profile | null = null;
  #tokens: TokenKeeper | null = null;
  #demoUsers: DemoUser[] = [];
  #loadingDemoUsers: Promise<void> | null = null;
  /** Signing in and out never overlap. */
  #turn: Promise<unknown> = Promise.resolve();
  #beforeLeaving: () => Promise<void> = () => Promise.resolve();

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#kept = new KeptSessions(options);
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

  /** Work that must be over before the person's stores are closed: the next person's are opened in their place. */
  beforeLeaving(work: () => Promise<void>): void {
    this.#beforeLeaving = work;
  }

  /** The signed-in person's profile; UNAUTHENTICATED `not-signed-in` when there is none. */
  profile(): Profile {
    if (this.#profile === null) throw new AppError('UNAUTHENTICATED', 'not-signed-in');
    return this.#profile;
  }

  /** The same when nobody need be signed in. */
  activeProfile(): Profile | null {
    return this.#profile;
  }

  /** Goes on with the session of the last run, also without a network. */
  async restore(): Promise<void> {
    const kept = await this.#kept.current();
    if (kept === null || kept.serverUrl !== this.#options.serverUrl) {
      // the page asks for them first of all
      void this.#loadDemoUsers();
      return;
    }
    try {
      this.#policy = kept.policy;
      await this.#open(kept.user, kept.login, { refreshToken: kept.refreshToken });
      this.#options.events.emit({ type: 'session' });
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

  /** With the server's word; when it is away, with the hash this computer kept of the last time it gave it. */
  signIn(input: { login: string; password: string }): Promise<SessionState> {
    return this.#inTurn(async () => {
      const ask = (device: Device): Promise<TokenSet> => this.#client.session.signIn({ ...input, ...device });
      let tokens: TokenSet;
      try {
        tokens = await ask(this.#device(input.login));
      } catch (error) {
        if (!(error instanceof AppError) || error.data.code !== 'UNAVAILABLE') throw error;
        return this.#enterOffline(input, error);
      }
      await this.#enter(input.login, tokens);
      const current = await this.#kept.current();
      if (current !== null) await this.#kept.remember(current, input.password);
      return this.state();
    });
  }

  signInDemo(input: { login: string }): Promise<SessionState> {
    return this.#inTurn(async () => {
      await this.#enter(input.login, await this.#client.session.signInDemo({ ...input, ...this.#device(input.login) }));
      return this.state();
    });
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

  async #enter(login: string, tokens: TokenSet): Promise<void> {
    await this.#leave();
    await this.#keep(login, tokens);
    await this.#open(tokens.user, login, tokens);
    this.#options.events.emit({ type: 'session' });
  }

  /** The password is kept in memory only: the first contact signs in with it, as if the server had been there. */
  async #enterOffline(input: { login: string; password: string }, away: AppError): Promise<SessionState> {
    const person = { ...input, serverUrl: this.#options.serverUrl };
    const known = await this.#kept.checkOffline(person, away);
    await this.#leave();
    this.#policy = known.policy;
    this.#options.logger.info('signed in without the server', { login: known.login });
    const signIn = (): Promise<TokenSet> => this.#client.session.signIn({ ...input, ...this.#device(input.login) });
    await this.#open(known.user, known.login, { refreshToken: '' }, signIn);
    this.#options.events.emit({ type: 'session' });
    return this.state();
  }

  async #open(
    user: SignedInUser,
    login: string,
    start: TokenSet | { refreshToken: string },
    signIn?: () => Promise<TokenSet>,
  ): Promise<void> {
    const { dataFolder, serverUrl, appVersion, clock, logger, events, threads } = this.#options;
    const deviceId = this.#deviceId(login);
    const tokens = new TokenKeeper(
      {
        refresh: (refreshToken) =>
          refreshToken === '' && signIn !== undefined
            ? signIn()
            : this.#client.session.refresh({ refreshToken, deviceId }),
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
      threads,
      changed: (tables) => events.emit({ type: 'changed', tables: [...tables] }),
      sessionEnded: () => void this.#inTurn(() => this.#leave()),
      deviceRevoked: () => void this.#inTurn(() => this.#wipe(login)),
    });
  }

  /** The administrator has switched this device off: its data go, what was not sent is sealed for him. */
  async #wipe(login: string): Promise<void> {
    const { dataFolder, serverUrl, clock, logger } = this.#options;
    const sealKey = this.#policy?.sealKey ?? null;
    await this.#leave();
    await this.#kept.forget({ serverUrl, login });
    const folder = profileFolder(dataFolder, serverUrl, login);
    const device = { deviceId: this.#deviceId(login), login, nowMs: clock() };
    const { file, commands } = wipeProfile({ dataFolder, profileFolder: folder, ...device, sealKey });
    logger.warn('the device was switched off and its data removed', { commands, sealed: file !== null });
    const name = file === null ? '' : path.basename(file);
    const reason = file === null ? 'device-wiped' : 'device-wiped-sealed';
    this.#status.set({ ...SIGNED_OUT, problem: { reason, details: { number: commands, file: name } } });
    this.#options.events.emit({ type: 'session' });
  }

  async #leave(): Promise<void> {
    const profile = this.#profile;
    if (profile !== null) await this.#beforeLeaving();
    this.#profile = null;
    this.#tokens = null;
    await this.#kept.setCurrent(null);
    if (profile === null) return;
    await profile.close();
    this.#status.set(SIGNED_OUT);
    this.#options.events.emit({ type: 'session' });
  }

  async #keep(login: string, tokens: TokenSet): Promise<void> {
    const { serverUrl } = this.#options;
    this.#policy = tokens.policy ?? this.#policy;
    const { refreshToken, user } = tokens;
    await this.#kept.setCurrent({ serverUrl, login, refreshToken, user, policy: this.#policy } satisfies KeptSession);
  }

  /** One question at a time, whoever asks. */
  #loadDemoUsers(): Promise<void> {
    const load = async (): Promise<void> => {
      try {
        this.#demoUsers = await this.#client.session.demoUsers({});
      } catch (error) {
        this.#options.logger.info('no demo users', { error: String(error) });
      } finally {
        this.#loadingDemoUsers = null;
      }
    };
    this.#loadingDemoUsers ??= load();
    return this.#loadingDemoUsers;
  }

  #device(login: string): Device {
    return { deviceId: this.#deviceId(login), deviceName: hostname().slice(0, 100) };
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
