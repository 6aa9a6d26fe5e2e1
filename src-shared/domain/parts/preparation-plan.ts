import { PLANNERS } from './first-planning.ts';

/** How a preparation plan goes; what is a DRAFT is on the screen of who makes it and written nowhere. Stock §3.2 (0255). */
export const PREPARATION_STATUSES = ['COMPUTED', 'REVIEWED', 'APPROVED', 'RELEASED', 'DONE', 'CANCELLED'] as const;
export type PreparationStatus = (typeof PREPARATION_STATUSES)[number];

/** While a plan of a warehouse is in one of these, nobody makes another one of the same stock. Stock §4.8 (0255). */
export const OPEN_PREPARATION_STATUSES = ['COMPUTED', 'REVIEWED', 'APPROVED'] as const satisfies PreparationStatus[];

export const PREPARATION_STEPS = ['review', 'sendBack', 'approve', 'release', 'finish', 'cancel'] as const;
export type PreparationStep = (typeof PREPARATION_STEPS)[number];

interface StepRule {
  from: readonly PreparationStatus[];
  to: PreparationStatus;
  roles: readonly string[];
  needsNote: boolean;
  /** Nobody judges what he has made or written himself (design §8). */
  isJudgement: boolean;
}

const APPROVERS = ['partsManager'];

/** The whitelist of stock §3.2: what is not listed is refused. */
export const PREPARATION_RULES: Readonly<Record<PreparationStep, StepRule>> = {
  review: { from: ['COMPUTED'], to: 'REVIEWED', roles: PLANNERS, needsNote: false, isJudgement: false },
  sendBack: { from: ['REVIEWED'], to: 'COMPUTED', roles: APPROVERS, needsNote: true, isJudgement: false },
  approve: { from: ['REVIEWED'], to: 'APPROVED', roles: APPROVERS, needsNote: false, isJudgement: true },
  release: { from: ['APPROVED'], to: 'RELEASED', roles: PLANNERS, needsNote: false, isJudgement: false },
  finish: { from: ['RELEASED'], to: 'DONE', roles: PLANNERS, needsNote: false, isJudgement: false },
  cancel: { from: OPEN_PREPARATION_STATUSES, to: 'CANCELLED', roles: PLANNERS, needsNote: true, isJudgement: false },
};

interface PreparationState {
  status: PreparationStatus;
  /** Who made it, handed it in or changed a line of it. */
  writers: readonly string[];
}

export interface PreparationActor {
  userId: string;
  roles: readonly string[];
}

/** Why somebody may not take this step of a plan, as a reason word; null when he may. Stock §3.2. */
export function preparationRefusal(
  { status, writers }: PreparationState,
  step: PreparationStep,
  { actor, note }: { actor: PreparationActor; note: string },
): string | null {
  const { from, roles, needsNote, isJudgement } = PREPARATION_RULES[step];
  if (!from.includes(status)) return 'preparation-step-not-allowed';
  if (!roles.some((role) => actor.roles.includes(role))) return 'preparation-not-your-role';
  if (isJudgement && writers.includes(actor.userId)) return 'preparation-own-plan';
  return needsNote && note.trim() === '' ? 'preparation-needs-reason' : null;
}

/** What this person may do with a plan now, notes apart. Stock §3.2. */
export function allowedPreparationSteps(state: PreparationState, actor: PreparationActor): PreparationStep[] {
  return PREPARATION_STEPS.filter((step) => preparationRefusal(state, step, { actor, note: 'n' }) === null);
}

/** True while this person may write another quantity into a line. Stock §3.2. */
export function mayChangeLines(status: PreparationStatus, { roles }: PreparationActor): boolean {
  return status === 'COMPUTED' && PLANNERS.some((role) => roles.includes(role));
}
