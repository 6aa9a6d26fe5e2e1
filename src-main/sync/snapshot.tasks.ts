import { withRoomyHeap } from '../../src-shared/memory/roomy-heap.ts';
import type { ReadStores, TaskControl } from '../db/stores.ts';
import { storeErrorKind } from '../db/store-errors.ts';
import type { SumsQuery } from './checksums.ts';
import { sumsAtSeq, type SumsAtSeq } from './replica.tasks.ts';
import { ReplicaBuilder, type BuildInput, type BuildResult } from './replica-builder.ts';

export const snapshotJobTasks = {
  /** Builds `replica.new.db` on a thread of its own; the old file goes on serving meanwhile. */
  'sync.buildReplica': async (_stores: ReadStores, input: BuildInput, control: TaskControl): Promise<BuildResult> => {
    const builder = await ReplicaBuilder.open(input, control);
    return withRoomyHeap(() => builder.run());
  },
  /** Level 2 reads every row: seconds for millions of them, so it has a thread of its own. */
  'sync.contentSums': (stores: ReadStores, query: SumsQuery): Promise<SumsAtSeq> =>
    Promise.resolve(sumsAtSeq(stores, query)),
  /** SQLite's own look at the file; false when its pages contradict each other. */
  'sync.quickCheck': (stores: ReadStores, _input: null): Promise<boolean> => {
    try {
      return Promise.resolve(stores.replicaFile.pragma('quick_check(1)', { simple: true }) === 'ok');
    } catch (error) {
      if (storeErrorKind(error) === 'damaged') return Promise.resolve(false);
      throw error;
    }
  },
};
