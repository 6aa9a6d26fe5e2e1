import { expect, test } from 'vitest';
import { openTestStores } from '../testing/write-stores.ts';
import { outboxReadTasks, outboxWriteTasks } from './outbox.tasks.ts';

test('a desktop keeps how far its clock was off at the last contact, and nothing before the first', async () => {
  const opened = await openTestStores();
  const kept = (): number => outboxReadTasks['outbox.clockOffset'](opened.stores as never, null);
  expect(kept()).toBe(0);
  outboxWriteTasks['outbox.keepClockOffset'](opened.stores, { offsetMs: -420_000 });
  expect(kept()).toBe(-420_000);
  outboxWriteTasks['outbox.keepClockOffset'](opened.stores, { offsetMs: 0 });
  expect(kept()).toBe(0);
  opened.close();
});
