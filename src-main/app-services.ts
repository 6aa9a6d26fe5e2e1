import type { AppEvent } from '../src-shared/contract/sync.contract.ts';
import type { CommandBody, CommandResult } from '../src-shared/contract/commands.ts';
import type { SignedInUser } from '../src-shared/contract/session.contract.ts';
import type { Locale } from '../src-shared/contract/values.ts';
import type { z } from 'zod';
import type { StoreAccess } from './db/store-access.ts';
import type { FileDelivery } from './jobs/file-delivery.ts';
import type { IsolatedTaskRunner } from './jobs/isolated-task.ts';
import type { Jobs } from './jobs/jobs.ts';
import type { ServerClient } from './session/server-client.ts';

/** Milliseconds since 1970, UTC; the only clock of the core. */
export type Clock = () => number;

export interface Logger {
  info(message: string, facts?: Record<string, unknown>): void;
  warn(message: string, facts?: Record<string, unknown>): void;
  error(message: string, facts?: Record<string, unknown>): void;
}

/** The operating system's safe place for the refresh token; a host without one keeps it in memory. */
export interface SecretStore {
  load(): Promise<string | null>;
  save(text: string | null): Promise<void>;
}

export type CommandResultValue = z.infer<typeof CommandResult>;

export interface Outbox {
  /** Writes the command to `local.db` (fsynced) and wakes the uploader; returns its id. */
  enqueue(body: CommandBody, batchId?: string): Promise<string>;
  /**
   * The server's answer to a command. Refuses with UNAVAILABLE `server-away` when the server does not answer within
   * `timeoutMs` (default 60 s); the command itself stays in the outbox and its result is kept there.
   */
  awaitResult(commandId: string, options?: { timeoutMs?: number; signal?: AbortSignal }): Promise<CommandResultValue>;
  /** Wakes the uploader after a task wrote outbox rows itself. */
  wake(): void;
}

export interface AppEvents {
  emit(event: AppEvent): void;
  subscribe(listener: (event: AppEvent) => void): () => void;
}

/** What the rooms get from the core; a room's handlers are made by `xHandlers(services)`. */
export interface AppServices {
  /** Typed tasks on the stores of the signed-in user; UNAUTHENTICATED `not-signed-in` when nobody is. */
  stores: StoreAccess;
  outbox: Outbox;
  /** The server's procedures beside the replica; each may refuse with UNAVAILABLE `server-away`. */
  server: ServerClient;
  jobs: Jobs;
  isolatedTasks: IsolatedTaskRunner;
  files: FileDelivery;
  events: AppEvents;
  clock: Clock;
  logger: Logger;
  newId(): string;
  /** Throws UNAUTHENTICATED `not-signed-in` when nobody is signed in. */
  user(): SignedInUser;
  locale(): Locale;
  appVersion: string;
  /** Folder for uploaded pieces and files being written; emptied at start. */
  workFolder(): string;
  /** Contents by their fingerprint, kept as long as the profile. */
  pictureFolder(): string;
}
