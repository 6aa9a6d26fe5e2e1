import { ownRoles } from './deputies.ts';
import { mayCause } from './claim-transition.ts';
import type {
  ClaimPerson,
  DecisionApplied,
  DecisionBefore,
  DecisionClaim,
  DecisionInput,
  DecisionLevel,
  DecisionOutcome,
  DecisionRecord,
  DecisionRefused,
} from './decision-types.ts';

type Handed = Pick<DecisionRecord, 'handedFrom' | 'handedFromName' | 'handedTo' | 'handedToName'>;
type HeldClaim = Pick<DecisionClaim, 'status' | 'assignedTo' | 'decidedBy'>;

/** Of every entry of the history that hands nothing over. */
export const HANDED_TO_NOBODY: Handed = { handedFrom: null, handedFromName: null, handedTo: null, handedToName: null };

/** Statuses in which a claim is somebody's work. */
export const HELD_STATUSES = ['IN_REVIEW', 'ON_HOLD', 'RETURNED', 'L2_REVIEW', 'APPEAL'] as const;
/** Whoever put it there waits for the answer, until it is handed to another. */
export const KEPT_STATUSES = ['ON_HOLD', 'RETURNED'] as const;

/**
 * Who has a claim in hand: whoever took it or was given it, else whoever put it on hold or sent it back; null = it is
 * everybody's of its level, or nobody's work any more. Design §8 "people come and go".
 */
export function claimHolder({ status, assignedTo, decidedBy }: HeldClaim): string | null {
  if (!HELD_STATUSES.some((held) => held === status)) return null;
  return assignedTo ?? (KEPT_STATUSES.some((kept) => kept === status) ? decidedBy : null);
}

/**
 * Why this person may not be given the claim, or null: gone, of another region, without the level it waits for, or the one
 * whose own work would then be judged by himself (the claimant, or at the second level whoever proposed). Design §8, claims §3.2.
 */
export function holderRefusal(
  claim: Pick<DecisionClaim, 'status' | 'createdBy' | 'decidedBy' | 'regionId'>,
  person: ClaimPerson | undefined,
): string | null {
  if (person?.isActive !== true) return 'handover-person-away';
  const isSecondLevel = claim.status === 'L2_REVIEW' || claim.status === 'APPEAL';
  const refusals: readonly (readonly [boolean, string])[] = [
    [person.regionId !== null && person.regionId !== claim.regionId, 'handover-other-region'],
    [!mayCause(claim.status, 'assign', person.roles), 'handover-not-their-level'],
    [claim.createdBy === person.userId, 'handover-own-claim'],
    [isSecondLevel && claim.decidedBy === person.userId, 'handover-own-decision'],
  ];
  return refusals.find(([holds]) => holds)?.[1] ?? null;
}

/** Whether this person may take the claim or give it to somebody at all; to whom shows when one is named. */
export function mayAssign(status: string, roles: readonly string[]): boolean {
  return mayCause(status, 'assign', roles);
}

/** Taking is for whoever may work on the claim; giving it to a third is for its holder, a supervisor, or of a free one anybody. */
function giverRefusal(input: DecisionInput, holder: string | null): string | null {
  const { actor, decision } = input;
  const isTaking = decision.assignTo === actor.userId;
  const isSupervisor = ownRoles(actor).some((role) => role === 'l2' || role === 'l3');
  return isTaking || holder === null || holder === actor.userId || isSupervisor ? null : 'handover-not-yours';
}

function refused(reason: string, details: DecisionRefused['details'] = {}): DecisionRefused {
  return { ok: false, reason, details };
}

/** Hands a claim to the person the decision names, or to nobody; the status and everything decided stay. */
export function assignClaim(input: DecisionInput, before: DecisionBefore): DecisionOutcome {
  const { claim, decision } = input;
  const to = decision.assignTo;
  if (to === undefined) return refused('handover-to-whom');
  const holder = claimHolder(claim);
  if (holder === to) return refused('handover-held-already', { name: nameOf(input, holder) });
  const reason = giverRefusal(input, holder);
  if (reason !== null) return refused(reason, { name: nameOf(input, holder) });
  return handClaim(input, before, to);
}

/** The same without asking who gives it: all work of a person goes by an order that was looked at as a whole. */
export function handClaim(input: DecisionInput, before: DecisionBefore, to: string | null): DecisionOutcome {
  const { claim } = input;
  const receiver = to === null ? undefined : input.personOf?.(to);
  const reason = to === null ? null : holderRefusal(claim, receiver);
  if (reason !== null) return refused(reason, { name: receiver?.name ?? '' });
  const from = claimHolder(claim);
  return applied(input, before, {
    ...{ handedFrom: from, handedFromName: from === null ? null : nameOf(input, from) },
    ...{ handedTo: to, handedToName: receiver?.name ?? null },
  });
}

function nameOf({ personOf }: DecisionInput, userId: string | null): string {
  return userId === null ? '' : (personOf?.(userId)?.name ?? '');
}

function applied(input: DecisionInput, before: DecisionBefore, handed: Handed): DecisionApplied {
  const { claim, decision, actor, nowMs } = input;
  const amountFen = before.claim.approvedFen === 0 ? claim.payableFen : before.claim.approvedFen;
  return {
    ok: true,
    claim: { ...before.claim, assignedTo: handed.handedTo },
    lines: before.lines,
    overridesHits: false,
    record: {
      ...{ level: levelOf(ownRoles(actor)), action: 'ASSIGN', reasonCode: null, statusFrom: claim.status },
      ...{ note: decision.note.trim() === '' ? null : decision.note, statusTo: claim.status },
      ...{ amountBeforeFen: amountFen, amountAfterFen: amountFen, decidedBy: actor.userId },
      ...{ decidedFor: null, decidedForName: null, ...handed, decidedAtMs: nowMs, before },
    },
  };
}

function levelOf(roles: readonly string[]): DecisionRecord['level'] {
  const [, level] = LEVELS.find(([role]) => roles.includes(role)) ?? [];
  return level ?? 'SYSTEM';
}

const LEVELS: readonly (readonly [role: string, level: DecisionLevel])[] = [
  ['l3', 'L3'],
  ['l2', 'L2'],
  ['l1', 'L1'],
];
