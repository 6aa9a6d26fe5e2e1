import type { IsolatedTask, IsolatedTaskRunner } from '../jobs/isolated-task.ts';
import type { ReadFileInput } from './read-file.isolated.ts';

const READER_MODULE = new URL('./read-file.isolated.ts', import.meta.url);
/** A workbook of 300,000 rows fits; a bomb does not get further than this. */
const READER_MEMORY_MIB = 768;
const READER_TIMEOUT_MS = 120_000;

/** Reads a foreign file in a process of its own, under limits of memory and time. */
export function runReader<Output>(
  tasks: IsolatedTaskRunner,
  input: ReadFileInput,
  run: Pick<IsolatedTask<ReadFileInput>, 'signal' | 'onProgress'>,
): Promise<Output> {
  return tasks.run<ReadFileInput, Output>({
    module: READER_MODULE,
    input,
    memoryLimitMiB: READER_MEMORY_MIB,
    timeoutMs: READER_TIMEOUT_MS,
    ...run,
  });
}
