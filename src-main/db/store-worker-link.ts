import type { Worker } from 'node:worker_threads';
import { AppError } from '../../src-shared/errors.ts';
import type { Logger } from '../app-services.ts';
import type { JobRun } from './store-access.ts';
import type { FromWorker, ToWorker, WorkerError, WorkerRole } from './worker-messages.ts';

/** Tasks above this are named in the log, as the screens feel them (electron guide §5). */
const SLOW_TASK_MS = 40;

interface Waiting {
  name: string;
  resolve: (output: unknown) => void;
  reject: (error: unknown) => void;
  run: JobRun;
}

function revive(error: WorkerError): Error {
  if (error.known !== null) {
    return new AppError(error.known.code, error.known.reason, error.known.details, error.stack);
  }
  const unknown = new Error(error.message);
  unknown.stack = error.stack;
  return unknown;
}

/** One worker thread seen from the main thread: requests and their answers. */
export class StoreWorker {
  readonly #worker: Worker;
  readonly #role: WorkerRole;
  readonly #logger: Logger;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #ended: Error | null = null;

  constructor(worker: Worker, { role, folder, logger }: { role: WorkerRole; folder: string; logger: Logger }) {
    this.#worker = worker;
    this.#role = role;
    this.#logger = logger;
    worker.postMessage({ type: 'folder', folder } satisfies ToWorker);
    worker.on('message', (message: FromWorker) => this.#receive(message));
    worker.on('error', (error: unknown) => this.#end(error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', () => this.#end(new AppError('UNAVAILABLE', 'store-closed')));
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  task(name: string, input: unknown, run: JobRun = {}): Promise<unknown> {
    return this.#send((id) => ({ type: 'task', id, name, input }), name, run);
  }

  async request(type: 'close-replica' | 'open-replica'): Promise<void> {
    await this.#send((id) => ({ type, id }), type);
  }

  async close(): Promise<void> {
    if (this.#ended !== null) return;
    const exited = new Promise<void>((resolve) => this.#worker.once('exit', () => resolve()));
    await this.#send((id) => ({ type: 'close', id }), 'close');
    await exited;
  }

  #send(make: (id: number) => ToWorker, name: string, run: JobRun = {}): Promise<unknown> {
    if (this.#ended !== null) return Promise.reject(this.#ended);
    this.#lastId += 1;
    const id = this.#lastId;
    const cancel = (): void => this.#worker.postMessage({ type: 'cancel', id } satisfies ToWorker);
    run.signal?.addEventListener('abort', cancel, { once: true });
    return new Promise<unknown>((resolve, reject) => {
      this.#waiting.set(id, { name, resolve, reject, run });
      this.#worker.postMessage(make(id));
      if (run.signal?.aborted === true) cancel();
    }).finally(() => run.signal?.removeEventListener('abort', cancel));
  }

  #receive(message: FromWorker): void {
    if (message.type === 'ready') return;
    const waiting = this.#waiting.get(message.id);
    if (waiting === undefined) return;
    if (message.type === 'progress') {
      waiting.run.onProgress?.(message.done, message.total, message.phase, message.bytes);
      return;
    }
    this.#waiting.delete(message.id);
    if (message.type === 'failed') {
      waiting.reject(revive(message.error));
      return;
    }
    if (message.elapsedMs > SLOW_TASK_MS && this.#role !== 'job') {
      this.#logger.info('slow task', { task: waiting.name, ms: Math.round(message.elapsedMs) });
    }
    waiting.resolve(message.output);
  }

  #end(error: Error): void {
    this.#ended ??= error;
    for (const waiting of this.#waiting.values()) waiting.reject(error);
    this.#waiting.clear();
  }
}
