import { AppError } from '../../../src-shared/errors.ts';
import type { IsolatedTaskControl } from '../../jobs/isolated-task.ts';

/** What a foreign file can do to its reader, one behaviour per word. */
export default async function behave(input: { way: string }, control: IsolatedTaskControl): Promise<unknown> {
  switch (input.way) {
    case 'well':
      control.progress(1, 2);
      control.progress(2, 2);
      return { rows: 2, text: '行' };
    case 'refuse':
      throw new AppError('BAD_REQUEST', 'file-broken', { row: 7 });
    case 'crash':
      throw new Error('not expected');
    case 'die':
      return process.exit(3);
    case 'fill-heap': {
      const kept: number[][] = [];
      for (;;) kept.push(new Array<number>(100_000).fill(kept.length));
    }
    case 'fill-buffers': {
      const kept: Buffer[] = [];
      for (;;) {
        kept.push(Buffer.alloc(8 * 1024 * 1024, 1));
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }
    default:
      return new Promise(() => setInterval(() => undefined, 1000));
  }
}
