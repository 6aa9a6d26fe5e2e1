import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openLocalForWriting, openReplicaFile } from '../db/open-stores.ts';
import type { WriteStores } from '../db/stores.ts';
import { typed } from '../db/typed-store.ts';
import { PendingIndex } from '../sync/pending-index.ts';

export interface TestStores {
  stores: WriteStores;
  /** Closes both files and removes them. */
  close(): void;
}

/** The two files of an empty desktop, open for writing tasks, in a folder of their own. */
export async function openTestStores(): Promise<TestStores> {
  const folder = mkdtempSync(path.join(tmpdir(), 'hedui-stores-'));
  const localFile = await openLocalForWriting(folder);
  const replicaFile = await openReplicaFile(path.join(folder, 'replica.db'));
  return {
    stores: {
      access: 'write',
      replica: () => Promise.resolve(typed(replicaFile)),
      local: () => Promise.resolve(typed(localFile)),
      replicaFile,
      localFile,
      pending: PendingIndex.load(localFile),
      replicaVersion: () => '1',
    },
    close: () => {
      localFile.close();
      replicaFile.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
