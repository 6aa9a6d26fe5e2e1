import { signedIn } from '../http/procedures.ts';
import type { RateLimit } from '../http/rate-limit.ts';
import type { IntakeHandlers } from './intake.handlers.ts';

/** The intake over HTTP; every procedure needs a signed-in caller, and no device may ask faster than `limit`. */
export function intakeProcedures(handlers: IntakeHandlers, limit: RateLimit) {
  const { intake } = signedIn.use(({ context, next }) => {
    limit.take(context.caller.deviceId);
    return next();
  });
  return {
    registerRequest: intake.registerRequest.handler(({ input, context }) =>
      handlers.registerRequest(input, context.caller),
    ),
    registerWorkOrder: intake.registerWorkOrder.handler(({ input, context }) =>
      handlers.registerWorkOrder(input, context.caller),
    ),
    correctWorkOrder: intake.correctWorkOrder.handler(({ input, context }) =>
      handlers.correctWorkOrder(input, context.caller),
    ),
    submitClaim: intake.submitClaim.handler(({ input, context }) => handlers.submitClaim(input, context.caller)),
    submitTravelClaim: intake.submitTravelClaim.handler(({ input, context }) =>
      handlers.submitTravelClaim(input, context.caller),
    ),
    attach: intake.attach.handler(({ input, context }) => handlers.attach(input, context.caller)),
    claims: intake.claims.handler(({ input, context }) => handlers.claims(input, context.caller)),
    answerReturn: intake.answerReturn.handler(({ input, context }) => handlers.answerReturn(input, context.caller)),
    appeal: intake.appeal.handler(({ input, context }) => handlers.appeal(input, context.caller)),
    withdraw: intake.withdraw.handler(({ input, context }) => handlers.withdraw(input, context.caller)),
    statements: intake.statements.handler(({ input, context }) => handlers.statements(input, context.caller)),
    confirmStatement: intake.confirmStatement.handler(({ input, context }) =>
      handlers.confirmStatement(input, context.caller),
    ),
    disputeStatement: intake.disputeStatement.handler(({ input, context }) =>
      handlers.disputeStatement(input, context.caller),
    ),
  };
}
