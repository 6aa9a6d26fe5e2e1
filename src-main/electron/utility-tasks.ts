import { utilityProcess } from 'electron';
import { fileURLToPath } from 'node:url';
import type { TaskMessage } from '../host/isolated-task-messages.ts';
import { residentBytes } from '../host/resident-memory.ts';
import { watchTask, type TaskProcess } from '../host/watch-task.ts';
import type { IsolatedTaskRunner } from '../jobs/isolated-task.ts';

const ENTRY = new URL('../host/isolated-task-entry.ts', import.meta.url);

/** Foreign files are read in a utility process: the fuse `runAsNode` forbids fork in the package (design §8). */
export function utilityTasks(): IsolatedTaskRunner {
  return { run: (task) => watchTask(task, startUtility(task.memoryLimitMiB)) };
}

function startUtility(memoryLimitMiB: number): TaskProcess {
  const child = utilityProcess.fork(fileURLToPath(ENTRY), [], {
    serviceName: 'hedui-task',
    execArgv: [`--js-flags=--max-old-space-size=${memoryLimitMiB}`],
    stdio: 'ignore',
  });
  let outOfMemory = false;
  child.on('error', (kind) => {
    outOfMemory = kind === 'FatalError';
  });
  return {
    send: (order) => child.postMessage(order),
    kill: () => void child.kill(),
    onMessage: (listener) => void child.on('message', (message: TaskMessage) => listener(message)),
    onExit: (listener) => void child.on('exit', (code) => listener({ code, outOfMemory })),
    residentBytes: () => (child.pid === undefined ? Promise.resolve(null) : residentBytes(child.pid)),
  };
}
