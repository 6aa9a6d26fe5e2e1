import type { CommandHandlers } from '../commands/command-handler.ts';
import { makePreparation, type HideNewRows } from './make-preparation.ts';
import type { GoodsRoom } from './preparation.repository.ts';
import { changePurchase } from './change-purchase.ts';
import { stepPurchase } from './step-purchase.ts';
import { changePreparation, stepPreparation } from './step-preparation.ts';

/** The commands of preparation plans and of the purchase requests they become; the logistics room supplies what is asked for and drafts the transfers. */
export function preparationCommands(rooms: {
  goods: GoodsRoom;
  hideNewRows: HideNewRows;
}): Pick<
  CommandHandlers,
  'preparation.make' | 'preparation.change' | 'preparation.step' | 'purchase.change' | 'purchase.step'
> {
  return {
    'preparation.make': (context, body) => makePreparation(context, body, rooms),
    'preparation.change': changePreparation,
    'preparation.step': (context, body) => stepPreparation(context, body, rooms),
    'purchase.change': changePurchase,
    'purchase.step': stepPurchase,
  };
}
