import type { CommandHandlers } from '../commands/command-handler.ts';
import { advanceStatement, attachClaim, detachClaim } from './change-statement.ts';
import { addInvoice } from './invoices.ts';
import { addPayment } from './payments.ts';
import { reverseClaim } from './reverse-claim.ts';
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

/** The commands of the settlement room; the claims room supplies the re-check. */
export function settlementCommands({ recheckClaims }: { recheckClaims: RecheckClaims }): SettlementCommands {
  return {
    'settlement.run': (context, body) => runSettlement(context, body, recheckClaims),
    'statement.advance': (context, body) => advanceStatement(context, body, recheckClaims),
    'statement.detachClaim': detachClaim,
    'statement.attachClaim': attachClaim,
    'statement.addInvoice': addInvoice,
    'statement.addPayment': addPayment,
    'reversal.step': reverseClaim,
  };
}
