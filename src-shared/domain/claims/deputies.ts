import { mayCause, type ClaimEvent } from './claim-transition.ts';

/** Somebody absent whom a person stands in for, with the levels of the audit that the person does not have. */
export interface StandIn {
  userId: string;
  name: string;
  roles: readonly string[];
}

/** Roles with the borrowed ones among them, see `StandIn`. */
interface Standing {
  roles: readonly string[];
  standsIn?: readonly StandIn[] | undefined;
}

/** What passes to a deputy; whoever has none of these is no deputy of the audit (0156). */
export const AUDIT_LEVELS: readonly string[] = ['l1', 'l2', 'l3'];

/** The levels of the absent person that the deputy does not have; empty when the deputy has no level at all. */
export function borrowedLevels(own: readonly string[], ofAbsent: readonly string[]): string[] {
  if (!own.some((role) => AUDIT_LEVELS.includes(role))) return [];
  return ofAbsent.filter((role) => AUDIT_LEVELS.includes(role) && !own.includes(role));
}

/** The person's own roles, without those borrowed. */
export function ownRoles({ roles, standsIn = [] }: Standing): string[] {
  const borrowed = new Set(standsIn.flatMap((absent) => absent.roles));
  return roles.filter((role) => !borrowed.has(role));
}

/**
 * For whom an event is caused: null = for oneself, because one's own roles suffice, or nobody's do. Of several absent people
 * the first whose level suffices and who has not decided the claim last.
 */
export function actsFor(
  event: ClaimEvent,
  claim: { status: string; decidedBy: string | null },
  actor: Standing,
): StandIn | null {
  if (mayCause(claim.status, event, ownRoles(actor))) return null;
  const able = (actor.standsIn ?? []).filter(({ roles }) => mayCause(claim.status, event, roles));
  return able.find(({ userId }) => userId !== claim.decidedBy) ?? able[0] ?? null;
}

/**
 * Up to which amount a deputy decides at a level that is not the deputy's own, in fen; null = no limit. The deputy's own
 * limit holds, never that of the absent person (issue 5, design §8).
 */
export function deputyLimitFen(
  actor: Standing & { claimLimitFen: number | null },
  { l1LimitFen, l2LimitFen }: { l1LimitFen: number; l2LimitFen: number },
): number | null {
  const own = ownRoles(actor);
  if (own.includes('l3')) return null;
  return actor.claimLimitFen ?? (own.includes('l2') ? l2LimitFen : l1LimitFen);
}
