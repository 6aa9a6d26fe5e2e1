import { createHash } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { SignedInUser } from '../../src-shared/contract/session.contract.ts';
import { StorePool } from '../db/store-pool.ts';
import type { StoreThreads } from '../db/store-threads.ts';
import { Downloader } from '../sync/downloader.ts';
import { setReserve } from '../sync/reserve.ts';
import type { SyncSession } from '../sync/sync-session.ts';
import { Uploader } from '../sync/uploader.ts';

/** Names a person's folder and device on one server: nobody's unsent work is ever sent under another name. */
export function profileKey(serverUrl: string, login: string): string {
  return createHash('sha256').update(`${serverUrl} ${login.trim().toLowerCase()}`).digest('hex').slice(0, 12);
}

export function profileFolder(dataFolder: string, serverUrl: string, login: string): string {
  return path.join(dataFolder, 'profiles', profileKey(serverUrl, login));
}

export interface ProfileStart extends Omit<SyncSession, 'pool' | 'folder' | 'endedBadly'> {
  dataFolder: string;
  user: SignedInUser;
  threads: StoreThreads;
}

/** The signed-in person's stores and the two loops that keep them like the server. */
export class Profile {
  readonly user: SignedInUser;
  readonly pool: StorePool;
  readonly uploader: Uploader;
  readonly downloader: Downloader;
  readonly session: SyncSession;
  readonly workFolder: string;

  private constructor(user: SignedInUser, session: SyncSession) {
    this.user = user;
    this.session = session;
    this.pool = session.pool;
    this.uploader = new Uploader(session);
    this.downloader = new Downloader(session, this.uploader);
    this.workFolder = path.join(session.folder, 'work');
  }

  static async open(start: ProfileStart): Promise<Profile> {
    const folder = profileFolder(start.dataFolder, start.serverUrl, start.user.login);
    mkdirSync(folder, { recursive: true });
    setReserve(folder);
    const pool = await StorePool.open(folder, start.logger, start.threads);
    const endedBadly = await pool.write('profile.opened', null).catch(async (error: unknown) => {
      await pool.close();
      throw error;
    });
    const profile = new Profile(start.user, { ...start, folder, pool, endedBadly });
    rmSync(profile.workFolder, { recursive: true, force: true });
    mkdirSync(profile.workFolder, { recursive: true });
    try {
      await pool.write('replica.rebuildOverlay', { acks: [] });
      await pool.write('jobs.closeLeftOver', { nowMs: start.clock() });
      profile.uploader.start();
      profile.downloader.start();
      return profile;
    } catch (error) {
      await pool.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await Promise.all([this.uploader.stop(), this.downloader.stop()]);
    this.session.status.stop();
    await this.pool.write('profile.closed', null).catch((error: unknown) => {
      this.session.logger.warn('the orderly end was not noted', { error: String(error) });
    });
    await this.pool.close();
  }
}
