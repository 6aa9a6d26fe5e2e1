import { parentPort, workerData } from 'node:worker_threads';
import { AppError } from '../../src-shared/errors.ts';
import { atOneMoment } from './at-one-moment.ts';
import { loadInitialsFor } from './name-initials.ts';
import { asAppError } from './store-errors.ts';
import { loadFirstTasks, TASKS_OF } from './tasks.ts';
import { WorkerStores } from './worker-stores.ts';
import type { TaskControl } from './stores.ts';
import type { FromWorker, ToWorker, WorkerError, WorkerStart } from './worker-messages.ts';

if (parentPort === null) throw new Error('store-worker runs as a worker thread only');
const port = parentPort;
const start = workerData as WorkerStart;
let stores: WorkerStores | null = null;
const cancelled = new Set<number>();
let tail: Promise<void> = Promise.resolve();

function send(message: FromWorker): void {
  port.postMessage(message);
}

function describe(error: unknown): WorkerError {
  const sorted = asAppError(error, 'replica.db');
  if (sorted instanceof AppError) return { known: sorted.data, stack: sorted.stack ?? '' };
  return sorted instanceof Error
    ? { known: null, message: sorted.message, stack: sorted.stack ?? '' }
    : { known: null, message: String(sorted), stack: '' };
}

function control(id: number): TaskControl {
  return {
    progress: (done, total, phase, bytes = 0) => send({ type: 'progress', id, done, total, phase, bytes }),
    cancelled: () => cancelled.has(id),
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  };
}

type AnyTask = (stores: never, input: never, control: TaskControl) => unknown;
function openedStores(): WorkerStores {
  if (stores === null) throw new Error('no folder has been named');
  return stores;
}

async function runTask(message: Extract<ToWorker, { type: 'task' }>): Promise<unknown> {
  const tasks = await TASKS_OF[start.role](message.name);
  const task = (tasks as Readonly<Record<string, AnyTask | undefined>>)[message.name];
  if (task === undefined) throw new Error(`no task ${message.name} for the ${start.role}`);
  await loadInitialsFor(message.input);
  const own = openedStores();
  if (start.role === 'writer')
    return task((await own.forWriting()) as never, message.input as never, control(message.id));
  const opened = own.forReading();
  const read = (): unknown => task(opened as never, message.input as never, control(message.id));
  // a report of minutes says itself what of it must be of one moment
  return start.role === 'reader' ? atOneMoment(opened.replicaFile, read) : read();
}

async function answer(message: Exclude<ToWorker, { type: 'cancel' | 'folder' }>): Promise<void> {
  const startedMs = performance.now();
  try {
    let output: unknown = null;
    if (message.type === 'task') output = await runTask(message);
    else if (message.type === 'close-replica') openedStores().closeReplica();
    else if (message.type === 'open-replica') await openedStores().openReplica();
    else openedStores().close();
    send({ type: 'done', id: message.id, output, elapsedMs: performance.now() - startedMs });
  } catch (error) {
    send({ type: 'failed', id: message.id, error: describe(error) });
  } finally {
    cancelled.delete(message.id);
  }
  if (message.type === 'close') port.close();
}

port.on('message', (message: ToWorker) => {
  if (message.type === 'cancel') cancelled.add(message.id);
  else if (message.type === 'folder') stores = new WorkerStores({ ...start, folder: message.folder });
  else tail = tail.then(() => answer(message)); // one task at a time: a transaction is never mixed with another task
});
// Loaded while the files are being opened; a job says which of its two halves it is with its first task.
if (start.role !== 'job') void loadFirstTasks(start.role);
send({ type: 'ready' });
