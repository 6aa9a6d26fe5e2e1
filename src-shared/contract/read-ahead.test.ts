import { expect, test } from 'vitest';
import { readAhead } from './read-ahead.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('so many items are made ahead and no more, and all come in their order', async () => {
  const made: number[] = [];
  async function* source(): AsyncGenerator<number> {
    for (let item = 0; item < 10; item += 1) {
      await turn();
      made.push(item);
      yield item;
    }
  }
  const seen: number[] = [];
  for await (const item of readAhead(source(), 2)) {
    for (let wait = 0; wait < 20; wait += 1) await turn();
    expect(made.length).toBe(Math.min(10, item + 3));
    seen.push(item);
  }
  expect(seen).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test('what the source throws comes after the items before it, and to nobody when the user has stopped', async () => {
  async function* source(): AsyncGenerator<string> {
    yield 'one';
    yield 'two';
    await turn();
    throw new Error('broken');
  }
  const seen: string[] = [];
  await expect(
    (async () => {
      for await (const item of readAhead(source(), 3)) seen.push(item);
    })(),
  ).rejects.toThrow('broken');
  expect(seen).toEqual(['one', 'two']);
  for await (const item of readAhead(source(), 3)) {
    expect(item).toBe('one');
    break;
  }
  await turn();
});

test('a user who stops early ends the source, after what it is making', async () => {
  const steps: string[] = [];
  async function* source(): AsyncGenerator<number> {
    try {
      for (let item = 0; item < 10; item += 1) {
        await turn();
        steps.push(String(item));
        yield item;
      }
    } finally {
      steps.push('ended');
    }
  }
  for await (const item of readAhead(source(), 2)) if (item === 1) break;
  for (let wait = 0; wait < 20; wait += 1) await turn();
  expect(steps).toEqual(['0', '1', '2', '3', 'ended']);
});
