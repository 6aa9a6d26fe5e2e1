import type { Database } from 'better-sqlite3';
import type { Kysely } from 'kysely';
import type { LocalTables } from './local-tables.generated.ts';
import type { ReplicaTables } from './replica-tables.generated.ts';
import type { PendingIndex } from '../sync/pending-index.ts';

/** The stores as a reading task sees them: both connections are opened read-only. */
export interface ReadStores {
  readonly access: 'read';
  /** The typed views, loaded with the first query that is written by its columns. */
  readonly replica: () => Promise<Kysely<ReplicaTables>>;
  readonly local: () => Promise<Kysely<LocalTables>>;
  /** For prepared statements on hot paths and streamed reads. */
  readonly replicaFile: Database;
  readonly localFile: Database;
  /** Changes with every commit of the writer and every new replica file: the key of whatever is cached. */
  replicaVersion(): string;
}

/** The stores as a writing task sees them; only the one writer thread has them. */
export interface WriteStores {
  readonly access: 'write';
  /** The typed views, loaded with the first query that is written by its columns. */
  readonly replica: () => Promise<Kysely<ReplicaTables>>;
  readonly local: () => Promise<Kysely<LocalTables>>;
  /** For prepared statements on hot paths and streamed reads. */
  readonly replicaFile: Database;
  readonly localFile: Database;
  /** The unconfirmed commands of the outbox by claim, kept in the writer's memory. */
  readonly pending: PendingIndex;
  replicaVersion(): string;
}

/** What a long task in the job thread gets beside the stores. */
export interface TaskControl {
  progress(done: number, total: number | null, phase: string, bytes?: number): void;
  /** Looked at between chunks; SQLite itself cannot be interrupted. */
  cancelled(): boolean;
  /** Lets the cancel message arrive; await it between chunks. */
  breathe(): Promise<void>;
}

export type ReadTask<Input, Output> = (stores: ReadStores, input: Input) => Output | Promise<Output>;
export type WriteTask<Input, Output> = (stores: WriteStores, input: Input) => Output | Promise<Output>;
export type JobTask<Input, Output> = (stores: ReadStores, input: Input, control: TaskControl) => Promise<Output>;
