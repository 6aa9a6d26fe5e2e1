import path from 'node:path';
import type { Database } from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { PendingIndex } from '../sync/pending-index.ts';
import type { LocalTables } from './local-tables.generated.ts';
import { LOCAL_FILE, openFile, openLocalForWriting, openReplicaForWriting, REPLICA_FILE } from './open-stores.ts';
import type { ReplicaTables } from './replica-tables.generated.ts';
import type { ReadStores, WriteStores } from './stores.ts';
import type { WorkerRole } from './worker-messages.ts';

/** kysely takes a thread as long to load as all it needs for the first screen. */
async function typedView<Tables>(database: Database): Promise<Kysely<Tables>> {
  const { typed } = await import('./typed-store.ts');
  return typed<Tables>(database);
}

/** The connections of one worker thread, opened when first needed and reopened after the replica file was changed. */
export class WorkerStores {
  readonly #start: { role: WorkerRole; folder: string };
  #local: Database | null = null;
  #replica: Database | null = null;
  #generation = 0;
  #writing: WriteStores | null = null;

  constructor(start: { role: WorkerRole; folder: string }) {
    this.#start = start;
  }

  forReading(): ReadStores {
    this.#local ??= openFile(path.join(this.#start.folder, LOCAL_FILE), 'local', 'read');
    this.#replica ??= openFile(path.join(this.#start.folder, REPLICA_FILE), 'replica', 'read');
    const [replica, local] = [this.#replica, this.#local];
    return {
      access: 'read',
      replica: () => typedView<ReplicaTables>(replica),
      local: () => typedView<LocalTables>(local),
      replicaFile: this.#replica,
      localFile: this.#local,
      replicaVersion: () => this.#replicaVersion(),
    };
  }

  async forWriting(): Promise<WriteStores> {
    if (this.#writing !== null) return this.#writing;
    this.#local ??= await openLocalForWriting(this.#start.folder);
    this.#replica ??= await openReplicaForWriting(this.#start.folder, Date.now());
    const [replica, local] = [this.#replica, this.#local];
    this.#writing = {
      access: 'write',
      replica: () => typedView<ReplicaTables>(replica),
      local: () => typedView<LocalTables>(local),
      replicaFile: this.#replica,
      localFile: this.#local,
      pending: PendingIndex.load(this.#local),
      replicaVersion: () => this.#replicaVersion(),
    };
    return this.#writing;
  }

  closeReplica(): void {
    if (this.#start.role === 'writer') this.#replica?.pragma('wal_checkpoint(TRUNCATE)');
    this.#replica?.close();
    this.#replica = null;
    this.#writing = null;
  }

  async openReplica(): Promise<void> {
    this.#generation += 1;
    if (this.#start.role === 'writer') await this.forWriting();
    else this.forReading();
  }

  close(): void {
    this.closeReplica();
    if (this.#start.role === 'writer') this.#local?.pragma('wal_checkpoint(TRUNCATE)');
    this.#local?.close();
    this.#local = null;
  }

  /** `data_version` moves with commits of other connections, `total_changes` with our own. */
  #replicaVersion(): string {
    const file = this.#replica;
    if (file === null) return 'closed';
    const theirs = file.pragma('data_version', { simple: true });
    const own = this.#start.role === 'writer' ? file.prepare('select total_changes()').pluck().get() : 0;
    return [this.#generation, theirs, own].map(String).join('.');
  }
}
