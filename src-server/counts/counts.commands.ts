import type { CommandHandlers } from '../commands/command-handler.ts';
import { enterFound } from './add-found.ts';
import { addCountPhoto } from './add-photo.ts';
import type { PostMovements } from './approve-sheet.ts';
import { closePeriod, reopenPeriod, type UnbalancedKeys } from './close-period.ts';
import { enterCounts } from './enter-counts.ts';
import { planCount } from './plan-count.ts';
import { explainLines, stepSheet } from './step-sheet.ts';

type CountCommands = Pick<
  CommandHandlers,
  | 'count.plan'
  | 'count.enter'
  | 'count.found'
  | 'count.step'
  | 'count.explain'
  | 'count.photo'
  | 'count.closePeriod'
  | 'count.reopenPeriod'
>;

interface Ledger {
  postMovements: PostMovements;
  unbalancedKeys: UnbalancedKeys;
}

/** The commands of the counts room; the parts room supplies the ledger. */
export function countCommands({ postMovements, unbalancedKeys }: Ledger): CountCommands {
  return {
    'count.plan': planCount,
    'count.enter': enterCounts,
    'count.found': enterFound,
    'count.step': (context, body) => stepSheet(context, body, postMovements),
    'count.explain': explainLines,
    'count.photo': addCountPhoto,
    'count.closePeriod': (context, body) => closePeriod(context, body, unbalancedKeys),
    'count.reopenPeriod': reopenPeriod,
  };
}
