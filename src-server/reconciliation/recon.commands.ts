import type { CommandContext, CommandHandlers } from '../commands/command-handler.ts';
import { startRun } from './start-run.ts';
import { acceptPair, assignItems, stepRun } from './step-run.ts';
import type { HideItems } from './store-run.ts';

type ReconCommands = Pick<CommandHandlers, 'recon.start' | 'recon.step' | 'recon.assign' | 'recon.accept'>;

type HideNewRows = (context: CommandContext, table: 'recon_item', ids: readonly string[]) => Promise<void>;

/** The commands of the reconciliation room; the counts room keeps its figures from those who count blind. */
export function reconCommands({ hideNewRows }: { hideNewRows: HideNewRows }): ReconCommands {
  const hideItems: HideItems = (context, itemIds) => hideNewRows(context, 'recon_item', itemIds);
  return {
    'recon.start': (context, body) => startRun(context, body, hideItems),
    'recon.step': (context, body) => stepRun(context, body, hideItems),
    'recon.assign': assignItems,
    'recon.accept': (context, body) => acceptPair(context, body, hideItems),
  };
}
