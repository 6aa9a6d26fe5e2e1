/** How a report of damaged or missing goods goes to the claim that follows from it (stock §2.4, §3.2). */
export const DAMAGE_STATUSES = [
  'DRAFT',
  'SUBMITTED',
  'LIABILITY_SET',
  'APPROVED',
  'DISPOSED',
  'CLAIMED',
  'CLOSED',
] as const;
export type DamageStatus = (typeof DAMAGE_STATUSES)[number];

export const LIABILITIES = ['CARRIER', 'SUPPLIER', 'SENDER', 'SELF'] as const;
export type Liability = (typeof LIABILITIES)[number];

export const DISPOSITIONS = ['SCRAP', 'REPAIR', 'RETURN', 'ACCEPT'] as const;
export type Disposition = (typeof DISPOSITIONS)[number];

export const DEFECTS = ['BROKEN', 'SHORT', 'WRONG'] as const;
export type Defect = (typeof DEFECTS)[number];

export const DAMAGE_ACTIONS = [
  'open',
  'photo',
  'submit',
  'setLiability',
  'approve',
  'dispose',
  'claim',
  'close',
] as const;
export type DamageAction = (typeof DAMAGE_ACTIONS)[number];

interface DamageRule {
  /** Where it may be done, and where it leads. What is not listed is refused. */
  moves: Readonly<Partial<Record<DamageStatus, DamageStatus>>>;
  /** Empty = nobody: the program does it. */
  roles: readonly string[];
  needsNote?: true;
  /** Nobody judges what he reported himself (design §8). */
  isJudgement?: true;
}

/** The whitelist of stock §3.2. */
export const DAMAGE_RULES: Readonly<Record<DamageAction, DamageRule>> = {
  open: { moves: { DRAFT: 'DRAFT' }, roles: [] },
  photo: { moves: { DRAFT: 'DRAFT', SUBMITTED: 'SUBMITTED' }, roles: ['warehouse', 'partsManager'] },
  submit: { moves: { DRAFT: 'SUBMITTED' }, roles: ['warehouse', 'partsManager'] },
  setLiability: { moves: { SUBMITTED: 'LIABILITY_SET' }, roles: ['partsManager'] },
  approve: { moves: { LIABILITY_SET: 'APPROVED' }, roles: ['finance'], isJudgement: true },
  dispose: { moves: { APPROVED: 'DISPOSED' }, roles: ['warehouse'] },
  claim: { moves: { DISPOSED: 'CLAIMED' }, roles: ['finance'] },
  close: { moves: { DISPOSED: 'CLOSED', CLAIMED: 'CLOSED' }, roles: ['finance'], needsNote: true },
};

export interface DamageState {
  status: DamageStatus;
  reportedBy: string;
  liability: Liability | null;
  photoCount: number;
  /** Photographs this report needs before it is submitted; 0 where nothing can be photographed. */
  minPhotos: number;
}

/** What a state must have besides its place in the whitelist, as the reason that is given when it has not. */
const CONDITIONS: Readonly<Partial<Record<DamageAction, { reason: string; holds: (state: DamageState) => boolean }>>> =
  {
    submit: { reason: 'damage-photos-missing', holds: ({ photoCount, minPhotos }) => photoCount >= minPhotos },
    claim: { reason: 'damage-nobody-to-claim-from', holds: ({ liability }) => liability !== 'SELF' },
    close: {
      reason: 'damage-claim-first',
      holds: ({ status, liability }) => status === 'CLAIMED' || liability === 'SELF',
    },
  };

/** Why somebody may not do this to a report, as a reason word; null when he may. Stock §3.2. */
export function damageRefusal(
  state: DamageState,
  action: DamageAction,
  { userId, roles, note = '' }: { userId: string; roles: readonly string[]; note?: string },
): string | null {
  const rule = DAMAGE_RULES[action];
  if (rule.moves[state.status] === undefined) return 'damage-step-not-allowed';
  if (!rule.roles.some((role) => roles.includes(role))) return 'damage-not-your-role';
  if (rule.isJudgement === true && state.reportedBy === userId) return 'damage-own-report';
  const condition = CONDITIONS[action];
  if (condition !== undefined && !condition.holds(state)) return condition.reason;
  return rule.needsNote === true && note.trim() === '' ? 'damage-needs-note' : null;
}

/** What this person may do to it now, notes and photographs apart: a report that lacks them is told so when it is tried. Stock §3.2. */
export function allowedDamageActions(
  state: DamageState,
  actor: { userId: string; roles: readonly string[] },
): DamageAction[] {
  const shown = { ...state, minPhotos: 0 };
  return DAMAGE_ACTIONS.filter((action) => damageRefusal(shown, action, { ...actor, note: 'n' }) === null);
}

const HOLDERS: Readonly<Record<DamageStatus, 'warehouse' | 'partsManager' | 'finance' | null>> = {
  DRAFT: 'warehouse',
  SUBMITTED: 'partsManager',
  LIABILITY_SET: 'finance',
  APPROVED: 'warehouse',
  DISPOSED: 'finance',
  CLAIMED: 'finance',
  CLOSED: null,
};

/** With whom a report lies now; null when it is closed. Stock §3.2. */
export function damageHolderOf(status: DamageStatus): 'warehouse' | 'partsManager' | 'finance' | null {
  return HOLDERS[status];
}

/** Photographs a report needs: something broken or wrong can be shown, something that is not there cannot. Stock §3.2. */
export function photosNeeded(defects: readonly Defect[], minPhotos: number): number {
  return defects.some((defect) => defect !== 'SHORT') ? minPhotos : 0;
}
