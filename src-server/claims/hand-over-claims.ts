import { holderRefusal, HELD_STATUSES, KEPT_STATUSES } from '../../src-shared/domain/claims/assign-claim.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import type { HandoverOrder, HandoverPart, HandoverPeople, WorkItem } from '../commands/handover-part.ts';
import { handOverTarget } from './decide-claims.ts';
import { loadForDecision, writeDecisions, type DecisionWrite } from './decision.repository.ts';
import { loadClaimSettings, type Db } from './evaluation-facts.repository.ts';

/** Claims somebody took or was given, put on hold or sent back: `claimHolder` as a condition. */
export const claimsInHand: HandoverPart = { kind: 'CLAIM', find: findClaims, move: moveClaims };

async function findClaims(db: Db, { from, to }: HandoverPeople): Promise<WorkItem[]> {
  const claims = await db
    .selectFrom('claim')
    .select(['id', 'no', '_k', '_v', 'payableFen', 'status', 'createdBy', 'decidedBy', 'regionId'])
    .where('status', 'in', [...HELD_STATUSES])
    .where((where) =>
      where.or([
        where('assignedTo', '=', from.userId),
        where.and([
          where('assignedTo', 'is', null),
          where('decidedBy', '=', from.userId),
          where('status', 'in', [...KEPT_STATUSES]),
        ]),
      ]),
    )
    .orderBy('no')
    .execute();
  return claims.map((claim) => {
    const reason = to === null ? null : holderRefusal(claim, to);
    return {
      ...{ id: claim.id, no: claim.no ?? claim.id, key: claim._k, version: claim._v },
      ...{ amountFen: claim.payableFen, number: null },
      refusal: reason === null ? null : { reason, details: { name: to?.name ?? '' } },
    };
  });
}

async function moveClaims(context: CommandContext, items: readonly WorkItem[], order: HandoverOrder): Promise<void> {
  const { db, today } = context;
  const settings = await loadClaimSettings(db, today);
  const ids = items.map(({ id }) => id);
  const rows = { ...(await loadForDecision(db, ids)), people: order.people };
  const decision = {
    ...({ action: 'ASSIGN', assignTo: order.to.userId, note: order.reason } as const),
    ...{ reasonCode: null, holdReason: null, lines: [] },
  };
  const writes: DecisionWrite[] = items.map(({ id, no, version }) => {
    const outcome = handOverTarget(context, rows, settings, {
      ...{ claimId: id, version, decision, batchId: order.handoverId },
    });
    if (!outcome.ok) throw new AppError('RULE_BROKEN', 'handover-changed', { no });
    return outcome.write;
  });
  await writeDecisions(db, writes);
}
