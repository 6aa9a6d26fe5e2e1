import type { JobTasks, ReadTasks, WriteTasks } from './tasks.ts';

export type TaskInput<Tasks, Name extends keyof Tasks> = Tasks[Name] extends (
  stores: never,
  input: infer Input,
  ...rest: never[]
) => unknown
  ? Input
  : never;
export type TaskOutput<Tasks, Name extends keyof Tasks> = Tasks[Name] extends (
  stores: never,
  input: never,
  ...rest: never[]
) => infer Output
  ? Awaited<Output>
  : never;

export interface JobRun {
  onProgress?: (done: number, total: number | null, phase: string, bytes: number) => void;
  signal?: AbortSignal;
}

/** Tasks by name, run in the worker threads: reads on one of two readers, writes on the one writer, long work on its own thread. */
export interface StoreAccess {
  /** `affinity`: equal texts go to the same reader, which then finds what it has prepared for the last one. */
  read<Name extends keyof ReadTasks>(
    name: Name,
    input: TaskInput<ReadTasks, Name>,
    affinity?: string,
  ): Promise<TaskOutput<ReadTasks, Name>>;
  write<Name extends keyof WriteTasks>(
    name: Name,
    input: TaskInput<WriteTasks, Name>,
  ): Promise<TaskOutput<WriteTasks, Name>>;
  job<Name extends keyof JobTasks>(
    name: Name,
    input: TaskInput<JobTasks, Name>,
    run?: JobRun,
  ): Promise<TaskOutput<JobTasks, Name>>;
}
