/** Runs inside the process made for one task: loads the module it is told to, works, answers once. Both hosts start it. */
import { AppError } from '../../src-shared/errors.ts';
import type { IsolatedTaskFunction } from '../jobs/isolated-task.ts';
import type { TaskMessage, TaskOrder } from './isolated-task-messages.ts';

interface ParentPort {
  on(event: 'message', listener: (event: { data: TaskOrder }) => void): void;
  postMessage(message: TaskMessage): void;
}

/** Electron gives a utility process a port; Node gives a child process `send`. */
const parentPort = (process as unknown as { parentPort?: ParentPort }).parentPort;

function send(message: TaskMessage): void {
  if (parentPort !== undefined) parentPort.postMessage(message);
  else process.send?.(message);
}

async function work(order: TaskOrder): Promise<void> {
  try {
    const module = (await import(order.moduleUrl)) as { default: IsolatedTaskFunction<unknown, unknown> };
    const output = await module.default(order.input, {
      progress: (done, total) => send({ type: 'progress', done, total }),
    });
    send({ type: 'done', output });
  } catch (error) {
    if (error instanceof AppError) send({ type: 'refused', ...error.data });
    else if (error instanceof Error) send({ type: 'crashed', message: error.message, stack: error.stack ?? '' });
    else send({ type: 'crashed', message: String(error), stack: '' });
  }
}

if (parentPort !== undefined) parentPort.on('message', (event) => void work(event.data));
else process.once('message', (order) => void work(order as TaskOrder));
send({ type: 'ready' });
