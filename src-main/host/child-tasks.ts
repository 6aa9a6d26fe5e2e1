import { fork } from 'node:child_process';
import type { IsolatedTaskRunner } from '../jobs/isolated-task.ts';
import type { TaskMessage } from './isolated-task-messages.ts';
import { residentBytes } from './resident-memory.ts';
import { watchTask, type TaskProcess } from './watch-task.ts';

const ENTRY = new URL('./isolated-task-entry.ts', import.meta.url);
const HEAP_GONE = /JavaScript heap out of memory/;

/** Foreign files are read in a child process with a heap of its own; its whole memory is watched from outside. */
export function childTasks(): IsolatedTaskRunner {
  return { run: (task) => watchTask(task, startChild(task.memoryLimitMiB)) };
}

function startChild(memoryLimitMiB: number): TaskProcess {
  const child = fork(ENTRY, [], {
    execArgv: [`--max-old-space-size=${memoryLimitMiB}`, '--disable-warning=ExperimentalWarning'],
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { PATH: process.env.PATH, TZ: process.env.TZ ?? 'Asia/Shanghai' },
  });
  let complaint = '';
  child.stderr?.on('data', (piece: Buffer) => {
    complaint = (complaint + piece.toString()).slice(-4000);
  });
  return {
    send: (order) => void child.send(order),
    kill: () => void child.kill('SIGKILL'),
    onMessage: (listener) => void child.on('message', (message) => listener(message as TaskMessage)),
    onExit: (listener) => void child.on('close', (code) => listener({ code, outOfMemory: HEAP_GONE.test(complaint) })),
    residentBytes: () => (child.pid === undefined ? Promise.resolve(null) : residentBytes(child.pid)),
  };
}
