import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Logger } from '../app-services.ts';
import type { StoreAccess } from '../db/store-access.ts';
import { StorePool } from '../db/store-pool.ts';
import { JobRunner } from './job-runner.ts';

const quiet: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

let folder: string;
let pool: StorePool;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'hedui-jobs-'));
  pool = await StorePool.open(folder, quiet);
});

afterEach(async () => {
  await pool.close();
  rmSync(folder, { recursive: true, force: true });
});

function runnerOver(stores: StoreAccess): JobRunner {
  return new JobRunner({
    stores,
    events: { emit: () => undefined, subscribe: () => () => undefined },
    files: { deliver: () => Promise.reject(new Error('no file is made here')) },
    clock: () => 1,
    logger: quiet,
    newId: () => 'job-1',
  });
}

test('a job that ends while the list is on its way is listed with its end, not as the file had it when it was read', async () => {
  const wasRead = Promise.withResolvers<undefined>();
  const mayAnswer = Promise.withResolvers<undefined>();
  const slow: StoreAccess = {
    read: async (name, input, affinity) => {
      const answer = await pool.read(name, input, affinity);
      wasRead.resolve(undefined);
      await mayAnswer.promise;
      return answer;
    },
    write: (name, input) => pool.write(name, input),
    job: (name, input, run) => pool.job(name, input, run),
  };
  const runner = runnerOver(slow);
  const mayEnd = Promise.withResolvers<undefined>();
  await runner.start({ kind: 'import.send', title: {} }, async (control) => {
    control.progress(1, 1, 'sending');
    await mayEnd.promise;
    return {};
  });
  const ended = runner.finished('job-1');
  const listed = runner.list();
  await wasRead.promise;
  mayEnd.resolve(undefined);
  await ended;
  mayAnswer.resolve(undefined);
  expect(await listed).toMatchObject([{ id: 'job-1', state: 'done', done: 1, total: 1 }]);
});
