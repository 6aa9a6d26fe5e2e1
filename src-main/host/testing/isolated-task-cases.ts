import { expect, it } from 'vitest';
import { AppError } from '../../../src-shared/errors.ts';
import type { IsolatedTaskRunner } from '../../jobs/isolated-task.ts';

const MODULE = new URL('./tasks.isolated.ts', import.meta.url);
const LIMITS = { module: MODULE, memoryLimitMiB: 160, timeoutMs: 30_000 };

async function refusalOf(work: Promise<unknown>): Promise<unknown> {
  try {
    await work;
  } catch (error) {
    return error instanceof AppError ? error.data : error;
  }
  return 'no refusal';
}

/** The one suite that every host's isolated tasks must pass (design §8). */
export function isolatedTaskCases(runner: () => IsolatedTaskRunner): void {
  it('answers with the output and tells its progress', async () => {
    const seen: unknown[] = [];
    const output = await runner().run({ ...LIMITS, input: { way: 'well' }, onProgress: (step) => seen.push(step) });
    expect({ output, seen }).toEqual({
      output: { rows: 2, text: '行' },
      seen: [
        { done: 1, total: 2 },
        { done: 2, total: 2 },
      ],
    });
  });

  it.each([
    ['refuse', { code: 'BAD_REQUEST', reason: 'file-broken', details: { row: 7 } }],
    ['crash', { code: 'INTERNAL', reason: 'isolated-task-crashed', details: {} }],
    ['die', { code: 'INTERNAL', reason: 'isolated-task-died', details: { exitCode: 3 } }],
    ['fill-heap', { code: 'TOO_MANY', reason: 'isolated-task-memory', details: { limitMiB: 160 } }],
    ['fill-buffers', { code: 'TOO_MANY', reason: 'isolated-task-memory', details: { limitMiB: 160 } }],
  ])('says what happened when the task does this: %s', async (way, expected) => {
    expect(await refusalOf(runner().run({ ...LIMITS, input: { way } }))).toEqual(expected);
  });

  it('is stopped when its time is over', async () => {
    const refusal = await refusalOf(runner().run({ ...LIMITS, timeoutMs: 1000, input: { way: 'hang' } }));
    expect(refusal).toEqual({ code: 'TOO_MANY', reason: 'isolated-task-timeout', details: { seconds: 1 } });
  });

  it('is stopped when the person changes their mind', async () => {
    const control = new AbortController();
    setTimeout(() => control.abort(), 300);
    const refusal = await refusalOf(runner().run({ ...LIMITS, input: { way: 'hang' }, signal: control.signal }));
    expect(refusal).toEqual({ code: 'CONFLICT', reason: 'isolated-task-cancelled', details: {} });
  });
}
