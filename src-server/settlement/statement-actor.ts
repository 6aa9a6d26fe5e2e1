import type { SignedInUser } from '../../src-shared/contract/session.contract.ts';
import { ownRoles } from '../../src-shared/domain/claims/deputies.ts';
import type { StatementStepInput } from '../../src-shared/domain/settlement/statement-transition.ts';

/** Who acts on a statement, by one's own roles: a deputy borrows the audit of claims and nothing about statements (0156). */
export function statementActor(user: SignedInUser): StatementStepInput['actor'] {
  return { userId: user.id, roles: ownRoles(user), claimLimitFen: user.claimLimitFen };
}
