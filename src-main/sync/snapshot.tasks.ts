import type { ReadStores, TaskControl } from '../db/stores.ts';
import { ReplicaBuilder, type BuildInput, type BuildResult } from './replica-builder.ts';

export const snapshotJobTasks = {
  /** Builds `replica.new.db` on a thread of its own; the old file goes on serving meanwhile. */
  'sync.buildReplica': async (_stores: ReadStores, input: BuildInput, control: TaskControl): Promise<BuildResult> => {
    const builder = await ReplicaBuilder.open(input, control);
    return builder.run();
  },
};
