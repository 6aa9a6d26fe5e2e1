import { AppError } from '../../src-shared/errors.ts';
import type { IsolatedTask } from '../jobs/isolated-task.ts';
import type { TaskMessage, TaskOrder } from './isolated-task-messages.ts';

/** The process of one task as its host sees it. */
export interface TaskProcess {
  send(order: TaskOrder): void;
  kill(): void;
  onMessage(listener: (message: TaskMessage) => void): void;
  /** `outOfMemory` when the engine itself gave up at its heap limit. */
  onExit(listener: (end: { code: number | null; outOfMemory: boolean }) => void): void;
  /** Resident memory, or null while it is not known. */
  residentBytes(): Promise<number | null>;
}

const MEMORY_LOOK_EVERY_MS = 200;

/** Runs one task to its end: its answer, its refusal, its time, its memory, its death or the caller's change of mind. */
export function watchTask<Input, Output>(task: IsolatedTask<Input>, process: TaskProcess): Promise<Output> {
  return new Promise<Output>((resolve, reject) => {
    let ended = false;
    const end = (settle: () => void): void => {
      if (ended) return;
      ended = true;
      clearTimeout(timeout);
      clearInterval(memoryWatch);
      task.signal?.removeEventListener('abort', onAbort);
      process.kill();
      settle();
    };
    const refuse = (error: AppError): void => end(() => reject(error));
    const onAbort = (): void => refuse(new AppError('CONFLICT', 'isolated-task-cancelled'));
    const tooMuchMemory = (): void =>
      refuse(new AppError('TOO_MANY', 'isolated-task-memory', { limitMiB: task.memoryLimitMiB }));
    const timeout = setTimeout(
      () => refuse(new AppError('TOO_MANY', 'isolated-task-timeout', { seconds: Math.ceil(task.timeoutMs / 1000) })),
      task.timeoutMs,
    );
    const memoryWatch = setInterval(() => {
      void process.residentBytes().then((bytes) => {
        if (bytes !== null && bytes > task.memoryLimitMiB * 1024 * 1024) tooMuchMemory();
      });
    }, MEMORY_LOOK_EVERY_MS);

    process.onMessage((message) => {
      switch (message.type) {
        case 'ready':
          return process.send({ moduleUrl: task.module.href, input: task.input });
        case 'progress':
          return ended ? undefined : task.onProgress?.({ done: message.done, total: message.total });
        case 'done':
          return end(() => resolve(message.output as Output));
        case 'refused':
          return refuse(new AppError(message.code, message.reason, message.details));
        case 'crashed':
          return refuse(new AppError('INTERNAL', 'isolated-task-crashed', {}, new Error(message.stack)));
      }
    });
    process.onExit(({ code, outOfMemory }) =>
      outOfMemory ? tooMuchMemory() : refuse(new AppError('INTERNAL', 'isolated-task-died', { exitCode: code })),
    );
    if (task.signal?.aborted === true) onAbort();
    else task.signal?.addEventListener('abort', onAbort);
  });
}
