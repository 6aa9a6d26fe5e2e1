/** Work on foreign input in a process of its own, whose memory and time are watched from outside (design §8). */
export interface IsolatedTask<Input> {
  /** A module whose default export is an `IsolatedTaskFunction`. */
  module: URL;
  input: Input;
  memoryLimitMiB: number;
  timeoutMs: number;
  onProgress?: (progress: { done: number; total: number | null }) => void;
  signal?: AbortSignal;
}

export interface IsolatedTaskControl {
  progress(done: number, total: number | null): void;
}

export type IsolatedTaskFunction<Input, Output> = (input: Input, control: IsolatedTaskControl) => Promise<Output>;

/**
 * The host's adapter: a child process on loopback, a utilityProcess in Electron. Input and output are plain JSON values.
 * A task over its limit is killed and refused as `TOO_MANY isolated-task-memory` or `isolated-task-timeout`; an AppError
 * thrown inside arrives with its code, reason and details.
 */
export interface IsolatedTaskRunner {
  run<Input, Output>(task: IsolatedTask<Input>): Promise<Output>;
}
