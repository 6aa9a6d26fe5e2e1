/** What kinds of counts there are, and how a sheet goes from its plan to the ledger (stock §2.3, §3.1). */
export const COUNT_TYPES = ['CYCLE', 'SPOT', 'FULL', 'TOUCHED', 'ZERO', 'ADHOC'] as const;
export type CountType = (typeof COUNT_TYPES)[number];

/** POSTED stands in the ledger; CLOSED has its document in the ERP as well, or needs none (0352). */
export const COUNT_STATUSES = [
  'DRAFT',
  'RELEASED',
  'COUNTING',
  'RECOUNT',
  'REVIEW',
  'POSTED',
  'CLOSED',
  'CANCELLED',
] as const;
export type CountStatus = (typeof COUNT_STATUSES)[number];

/** Sheets whose keys belong to them: no other sheet may take them, and a blind one keeps their quantities back. */
export const OPEN_COUNT_STATUSES: readonly CountStatus[] = ['RELEASED', 'COUNTING', 'RECOUNT', 'REVIEW'];

export const COUNT_ACTIONS = [
  'release',
  'export',
  'enter',
  'submit',
  'recount',
  'explain',
  'photo',
  'approve',
  'cancel',
] as const;
export type CountAction = (typeof COUNT_ACTIONS)[number];

interface CountTransition {
  from: readonly CountStatus[];
  /** Who may by role; counting itself is for the people of the sheet and needs no role of this list. */
  roles: readonly string[];
  needsNote: boolean;
}

const SUPERVISORS = ['partsManager', 'warehouse'];
const COUNTERS = ['counter', 'recounter', 'warehouse', 'partsManager'];

/** The whitelist of stock §3.1; what is not listed is refused. */
export const COUNT_TRANSITIONS: Readonly<Record<CountAction, CountTransition>> = {
  release: { from: ['DRAFT'], roles: SUPERVISORS, needsNote: false },
  export: { from: ['RELEASED', 'COUNTING', 'RECOUNT'], roles: COUNTERS, needsNote: false },
  enter: { from: ['RELEASED', 'COUNTING', 'RECOUNT'], roles: COUNTERS, needsNote: false },
  submit: { from: ['COUNTING', 'RECOUNT'], roles: COUNTERS, needsNote: false },
  recount: { from: ['REVIEW'], roles: SUPERVISORS, needsNote: true },
  explain: { from: ['REVIEW'], roles: SUPERVISORS, needsNote: false },
  photo: { from: ['REVIEW'], roles: SUPERVISORS, needsNote: false },
  approve: { from: ['REVIEW'], roles: [...SUPERVISORS, 'finance'], needsNote: false },
  cancel: { from: ['DRAFT', 'RELEASED', 'COUNTING'], roles: ['partsManager'], needsNote: true },
};

export interface SheetPeople {
  status: string;
  /** 1 the first count, 2 the recount, 3 the deciding count of a supervisor. */
  round: number;
  counterUserId: string | null;
  recounterUserId: string | null;
}

export interface CountActor {
  userId: string;
  roles: readonly string[];
  /** The person entered a count on this sheet in an earlier round. */
  hasCountedBefore: boolean;
}

/**
 * Why somebody may not do this to a sheet, as a reason word, or null. The counter counts the first round, the recounter the
 * second, a supervisor who has counted nothing of it the third; nobody counts again what he counted. Stock §3.1.
 */
export function countRefusal(sheet: SheetPeople, action: CountAction, actor: CountActor, note = ''): string | null {
  const transition = COUNT_TRANSITIONS[action];
  if (!transition.from.some((status) => status === sheet.status)) return 'count-step-not-allowed';
  if (!transition.roles.some((role) => actor.roles.includes(role))) return 'count-not-your-role';
  if (action === 'enter' || action === 'submit') return counterRefusal(sheet, actor);
  if (transition.needsNote && note.trim() === '') return 'count-needs-note';
  return null;
}

function counterRefusal(sheet: SheetPeople, { userId, roles, hasCountedBefore }: CountActor): string | null {
  if (sheet.round === 1) return userId === sheet.counterUserId ? null : 'count-not-assigned';
  if (hasCountedBefore) return 'count-same-person';
  if (sheet.round === 2) return userId === sheet.recounterUserId ? null : 'count-not-assigned';
  return SUPERVISORS.some((role) => roles.includes(role)) ? null : 'count-needs-supervisor';
}

/** What this person may do to the sheet now, notes apart. Stock §3.1. */
export function allowedCountActions(sheet: SheetPeople, actor: CountActor): CountAction[] {
  return COUNT_ACTIONS.filter((action) => countRefusal(sheet, action, actor, 'n') === null);
}
