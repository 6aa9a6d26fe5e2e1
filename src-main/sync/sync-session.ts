import type { Clock, Logger } from '../app-services.ts';
import type { StorePool } from '../db/store-pool.ts';
import type { ServerClient } from '../session/server-client.ts';
import type { TokenKeeper } from '../session/token-keeper.ts';
import type { SyncStatus } from './sync-status.ts';

/** What the two loops of one signed-in profile work with. */
export interface SyncSession {
  folder: string;
  deviceId: string;
  serverUrl: string;
  appVersion: string;
  pool: StorePool;
  client: ServerClient;
  tokens: TokenKeeper;
  status: SyncStatus;
  clock: Clock;
  /** The program did not end in order the last time: the copy is compared with the server once more. */
  endedBadly: boolean;
  logger: Logger;
  /** Rows of these tables have changed and are committed. */
  changed(tables: readonly string[]): void;
  /** The administrator has switched this device off (410). */
  deviceRevoked(): void;
  /** The server has ended the session for good. */
  sessionEnded(): void;
}
