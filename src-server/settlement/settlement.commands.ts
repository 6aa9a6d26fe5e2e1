import type { CommandHandlers } from '../commands/command-handler.ts';
import { advanceStatement, attachClaim, detachClaim } from './change-statement.ts';
import { addInvoice } from './invoices.ts';
import { addPayment } from './payments.ts';
import { reverseClaim, type RefreshStandings } from './reverse-claim.ts';
import { runSettlement, type RecheckClaims } from './run-settlement.ts';

type SettlementCommands = Pick<
  CommandHandlers,
  | 'settlement.run'
  | 'statement.advance'
  | 'statement.detachClaim'
  | 'statement.attachClaim'
  | 'statement.addInvoice'
  | 'statement.addPayment'
  | 'reversal.step'
>;

/** What the claims room supplies. */
interface ClaimsWork {
  recheckClaims: RecheckClaims;
  refreshStandings: RefreshStandings;
}

/** The commands of the settlement room. */
export function settlementCommands({ recheckClaims, refreshStandings }: ClaimsWork): SettlementCommands {
  return {
    'settlement.run': (context, body) => runSettlement(context, body, recheckClaims),
    'statement.advance': (context, body) => advanceStatement(context, body, recheckClaims),
    'statement.detachClaim': detachClaim,
    'statement.attachClaim': attachClaim,
    'statement.addInvoice': addInvoice,
    'statement.addPayment': addPayment,
    'reversal.step': (context, body) => reverseClaim(context, body, refreshStandings),
  };
}
