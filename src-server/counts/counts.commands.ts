import type { CommandHandlers } from '../commands/command-handler.ts';
import { enterFound } from './add-found.ts';
import type { PostMovements } from './approve-sheet.ts';
import { enterCounts } from './enter-counts.ts';
import { planCount } from './plan-count.ts';
import { explainLines, stepSheet } from './step-sheet.ts';

type CountCommands = Pick<
  CommandHandlers,
  'count.plan' | 'count.enter' | 'count.found' | 'count.step' | 'count.explain'
>;

/** The commands of the counts room; the parts room supplies the ledger. */
export function countCommands({ postMovements }: { postMovements: PostMovements }): CountCommands {
  return {
    'count.plan': planCount,
    'count.enter': enterCounts,
    'count.found': enterFound,
    'count.step': (context, body) => stepSheet(context, body, postMovements),
    'count.explain': explainLines,
  };
}
