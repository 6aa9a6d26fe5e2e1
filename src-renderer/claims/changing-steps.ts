import type { ClaimLineDetail } from '../../src-shared/contract/claims.contract.ts';

type Step = ClaimLineDetail['trace'][number];

/** The steps at which an amount became another one, and by how many fen: together they lead from what was claimed to what stands. */
export function changingSteps(trace: readonly Step[]): { step: Step; byFen: number }[] {
  return trace.flatMap((step, index) => {
    const byFen = step.amountFen - (trace[index - 1]?.amountFen ?? step.amountFen);
    return byFen === 0 ? [] : [{ step, byFen }];
  });
}
