import path from 'node:path';
import type { Database } from 'better-sqlite3';
import type { Kysely } from 'kysely';
import { PendingIndex } from '../sync/pending-index.ts';
import type { LocalTables } from './local-tables.generated.ts';
import {
  LOCAL_FILE,
  openFile,
  openLocalForWriting,
  openReplicaForWriting,
  REPLICA_FILE,
  typed,
} from './open-stores.ts';
import type { ReplicaTables } from './replica-tables.generated.ts';
import type { ReadStores, WriteStores } from './stores.ts';
import type { WorkerStart } from './worker-messages.ts';

interface Opened {
  file: Database;
  version: number;
}

/** The connections of one worker thread, opened when first needed and reopened after the replica file was changed. */
export class WorkerStores {
  readonly #start: WorkerStart;
  #local: { file: Database; typed: Kysely<LocalTables> } | null = null;
  #replica: (Opened & { typed: Kysely<ReplicaTables> }) | null = null;
  #generation = 0;
  #writing: WriteStores | null = null;

  constructor(start: WorkerStart) {
    this.#start = start;
  }

  forReading(): ReadStores {
    this.#local ??= this.#typedLocal(openFile(path.join(this.#start.folder, LOCAL_FILE), 'local', 'read'));
    this.#replica ??= this.#typedReplica(openFile(path.join(this.#start.folder, REPLICA_FILE), 'replica', 'read'));
    return {
      access: 'read',
      replica: this.#replica.typed,
      local: this.#local.typed,
      replicaFile: this.#replica.file,
      localFile: this.#local.file,
      replicaVersion: () => this.#replicaVersion(),
    };
  }

  async forWriting(): Promise<WriteStores> {
    if (this.#writing !== null) return this.#writing;
    this.#local ??= this.#typedLocal(await openLocalForWriting(this.#start.folder));
    this.#replica ??= this.#typedReplica(await openReplicaForWriting(this.#start.folder, Date.now()));
    this.#writing = {
      access: 'write',
      replica: this.#replica.typed,
      local: this.#local.typed,
      replicaFile: this.#replica.file,
      localFile: this.#local.file,
      pending: PendingIndex.load(this.#local.file),
      replicaVersion: () => this.#replicaVersion(),
    };
    return this.#writing;
  }

  closeReplica(): void {
    if (this.#start.role === 'writer') this.#replica?.file.pragma('wal_checkpoint(TRUNCATE)');
    this.#replica?.file.close();
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
    if (this.#start.role === 'writer') this.#local?.file.pragma('wal_checkpoint(TRUNCATE)');
    this.#local?.file.close();
    this.#local = null;
  }

  #typedLocal(file: Database): { file: Database; typed: Kysely<LocalTables> } {
    return { file, typed: typed<LocalTables>(file) };
  }

  #typedReplica(file: Database): Opened & { typed: Kysely<ReplicaTables> } {
    return { file, version: 0, typed: typed<ReplicaTables>(file) };
  }

  /** `data_version` moves with commits of other connections, `total_changes` with our own. */
  #replicaVersion(): string {
    const file = this.#replica?.file;
    if (file === undefined) return 'closed';
    const theirs = file.pragma('data_version', { simple: true });
    const own = this.#start.role === 'writer' ? file.prepare('select total_changes()').pluck().get() : 0;
    return [this.#generation, theirs, own].map(String).join('.');
  }
}
