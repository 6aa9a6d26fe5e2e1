import type { AppServices } from '../app-services.ts';
import type { RoomHandlers } from '../handlers.ts';

/** Stock as this desktop's copy has it: everything is read here, nothing is asked of the server. */
export function partsHandlers({ stores }: AppServices): RoomHandlers<'parts'> {
  return {
    balances: (input) => stores.read('parts.balances', input),
    balanceOrder: (input) => stores.read('parts.balanceOrder', input),
    balance: (input) => stores.read('parts.balance', input),
  };
}
