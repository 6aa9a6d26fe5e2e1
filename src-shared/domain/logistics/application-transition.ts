/** How a parts application goes from the station's wish to the old part it owes (stock §2.4, §3.2). */
export const APPLICATION_STATUSES = [
  'DRAFT',
  'SUBMITTED',
  'DUP_SUSPECT',
  'REGION_OK',
  'WARRANTY_OK',
  'REJECTED',
  'ALLOCATED',
  'ERP_SENT',
  'SHIPPED',
  'SIGNED',
  'OLD_DUE',
  'CLOSED',
  'CANCELLED',
] as const;
export type ApplicationStatus = (typeof APPLICATION_STATUSES)[number];

export const APPLICATION_KINDS = ['WARRANTY', 'PAID', 'TECH_CAMPAIGN', 'INTERNAL'] as const;
export type ApplicationKind = (typeof APPLICATION_KINDS)[number];

/** In the order in which they are served: a vehicle off the road goes first. */
export const URGENCIES = ['VOR', 'URGENT', 'NORMAL'] as const;
export type Urgency = (typeof URGENCIES)[number];

export const WARRANTY_VERDICTS = ['IN_WARRANTY', 'GOODWILL', 'OUT_OF_WARRANTY'] as const;
export type WarrantyVerdict = (typeof WARRANTY_VERDICTS)[number];

/** What somebody may do with an application; `settleOld` is the program's own step. */
export const APPLICATION_ACTIONS = [
  'save',
  'photo',
  'complete',
  'submit',
  'notDuplicate',
  'isDuplicate',
  'regionApprove',
  'regionReject',
  'inWarranty',
  'goodwill',
  'outOfWarranty',
  'convert',
  'releaseCredit',
  'allocate',
  'sendErp',
  'ship',
  'endShipping',
  'sign',
  'settleOld',
  'close',
  'cancel',
] as const;
export type ApplicationAction = (typeof APPLICATION_ACTIONS)[number];

interface ApplicationRule {
  /** Where it may be done, and where that may lead. What is not listed is refused. */
  moves: Readonly<Partial<Record<ApplicationStatus, readonly ApplicationStatus[]>>>;
  /** Empty = nobody: the program does it. */
  roles: readonly string[];
  needsNote: boolean;
  /** Nobody judges what he asked for himself (design §8). */
  isJudgement: boolean;
}

/** Whoever asks on a station's behalf (0010); the stations' own door is the intake. */
export const REQUESTERS: readonly string[] = ['dispatcher', 'agent', 'partsManager'];
const rule = (
  moves: ApplicationRule['moves'],
  roles: readonly string[],
  more: Partial<Pick<ApplicationRule, 'needsNote' | 'isJudgement'>> = {},
): ApplicationRule => ({ moves, roles, needsNote: false, isJudgement: false, ...more });
const NOTED = { needsNote: true } as const;
const JUDGED = { isJudgement: true } as const;

/** The whitelist of stock §3.2. */
export const APPLICATION_RULES: Readonly<Record<ApplicationAction, ApplicationRule>> = {
  save: rule({ DRAFT: ['DRAFT'] }, REQUESTERS),
  photo: rule(
    { DRAFT: ['DRAFT'], SUBMITTED: ['SUBMITTED'], DUP_SUSPECT: ['DUP_SUSPECT'], REGION_OK: ['REGION_OK'] },
    REQUESTERS,
  ),
  complete: rule({ SUBMITTED: ['SUBMITTED'], DUP_SUSPECT: ['DUP_SUSPECT'], REGION_OK: ['REGION_OK'] }, REQUESTERS),
  submit: rule({ DRAFT: ['SUBMITTED', 'DUP_SUSPECT'] }, REQUESTERS),
  notDuplicate: rule({ DUP_SUSPECT: ['SUBMITTED'] }, ['partsManager'], { ...NOTED, ...JUDGED }),
  isDuplicate: rule({ DUP_SUSPECT: ['REJECTED'] }, ['partsManager'], JUDGED),
  regionApprove: rule({ SUBMITTED: ['REGION_OK'] }, ['regionManager'], JUDGED),
  regionReject: rule({ SUBMITTED: ['REJECTED'] }, ['regionManager'], { ...NOTED, ...JUDGED }),
  inWarranty: rule({ REGION_OK: ['WARRANTY_OK'] }, ['warrantyAdmin'], JUDGED),
  goodwill: rule({ REGION_OK: ['WARRANTY_OK'] }, ['warrantyAdmin'], { ...NOTED, ...JUDGED }),
  outOfWarranty: rule({ REGION_OK: ['REJECTED'] }, ['warrantyAdmin'], { ...NOTED, ...JUDGED }),
  convert: rule({ REJECTED: ['REJECTED'] }, REQUESTERS),
  releaseCredit: rule({ REGION_OK: ['REGION_OK'] }, ['finance'], { ...NOTED, ...JUDGED }),
  allocate: rule({ WARRANTY_OK: ['ALLOCATED'], REGION_OK: ['ALLOCATED'] }, ['partsManager', 'planner']),
  sendErp: rule({ ALLOCATED: ['ERP_SENT'] }, ['partsManager', 'warehouse']),
  ship: rule({ ERP_SENT: ['SHIPPED'], SHIPPED: ['SHIPPED'] }, ['warehouse']),
  endShipping: rule({ SHIPPED: ['SHIPPED'] }, ['partsManager'], NOTED),
  sign: rule({ SHIPPED: ['SIGNED'] }, ['dispatcher', 'agent', 'warehouse']),
  settleOld: rule({ SIGNED: ['OLD_DUE', 'CLOSED'] }, []),
  close: rule({ OLD_DUE: ['CLOSED'] }, ['partsManager', 'warehouse']),
  cancel: rule(
    {
      DRAFT: ['CANCELLED'],
      SUBMITTED: ['CANCELLED'],
      DUP_SUSPECT: ['CANCELLED'],
      REGION_OK: ['CANCELLED'],
      WARRANTY_OK: ['CANCELLED'],
      ALLOCATED: ['CANCELLED'],
    },
    REQUESTERS,
    NOTED,
  ),
};

/** Kinds for which somebody judges whether the warranty pays, and for which old parts come back. */
export function needsVerdict(kind: ApplicationKind): boolean {
  return kind === 'WARRANTY' || kind === 'TECH_CAMPAIGN';
}

export interface ApplicationState {
  status: ApplicationStatus;
  kind: ApplicationKind;
  requestedBy: string;
  /** Who has got it since, on the requester's side; null = nobody. */
  handledBy: string | null;
  verdict: WarrantyVerdict | null;
  /** What it was turned into when the warranty did not pay. */
  convertedToNo: string | null;
  /** Approved and not sent off yet, in thousandths. */
  unshippedMilli: number;
}

export interface ApplicationActor {
  userId: string;
  roles: readonly string[];
}

/** What a state must have besides its place in the whitelist, as the reason that is given when it has not. */
const CONDITIONS: Readonly<
  Partial<Record<ApplicationAction, { reason: string; holds: (state: ApplicationState) => boolean }>>
> = {
  inWarranty: { reason: 'application-no-verdict-needed', holds: ({ kind }) => needsVerdict(kind) },
  goodwill: { reason: 'application-no-verdict-needed', holds: ({ kind }) => needsVerdict(kind) },
  outOfWarranty: { reason: 'application-no-verdict-needed', holds: ({ kind }) => needsVerdict(kind) },
  allocate: {
    reason: 'application-verdict-first',
    holds: ({ kind, status }) => status === 'WARRANTY_OK' || !needsVerdict(kind),
  },
  releaseCredit: { reason: 'application-not-paid', holds: ({ kind }) => kind === 'PAID' },
  convert: {
    reason: 'application-not-convertible',
    holds: ({ verdict, convertedToNo }) => verdict === 'OUT_OF_WARRANTY' && convertedToNo === null,
  },
  ship: { reason: 'application-nothing-to-ship', holds: ({ unshippedMilli }) => unshippedMilli > 0 },
  endShipping: { reason: 'application-nothing-to-ship', holds: ({ unshippedMilli }) => unshippedMilli > 0 },
  sign: { reason: 'application-rest-unshipped', holds: ({ unshippedMilli }) => unshippedMilli === 0 },
};

/**
 * Why somebody may not do this to an application, as a reason word; null when he may. What else a step needs (photographs,
 * stock, the ERP's document) is looked at where it is known. Stock §3.2.
 */
export function applicationRefusal(
  state: ApplicationState,
  action: ApplicationAction,
  actor: ApplicationActor,
  note = '',
): string | null {
  const { moves, roles, needsNote, isJudgement } = APPLICATION_RULES[action];
  if (moves[state.status] === undefined) return 'application-step-not-allowed';
  if (!roles.some((role) => actor.roles.includes(role))) return 'application-not-your-role';
  if (isJudgement && [state.requestedBy, state.handledBy].includes(actor.userId)) return 'application-own-request';
  const condition = CONDITIONS[action];
  if (condition !== undefined && !condition.holds(state)) return condition.reason;
  return needsNote && note.trim() === '' ? 'application-needs-note' : null;
}

/** True when the whitelist has this move; whatever it lacks must not happen. Stock §3.2. */
export function isListedMove(action: ApplicationAction, from: ApplicationStatus, to: ApplicationStatus): boolean {
  return APPLICATION_RULES[action].moves[from]?.includes(to) === true;
}

/** What this person may do to it now, notes apart. Stock §3.2. */
export function allowedApplicationActions(state: ApplicationState, actor: ApplicationActor): ApplicationAction[] {
  return APPLICATION_ACTIONS.filter((action) => applicationRefusal(state, action, actor, 'n') === null);
}

export type HolderRole = 'requester' | 'regionManager' | 'partsManager' | 'warrantyAdmin' | 'warehouse' | 'station';

const HOLDERS: Readonly<Record<ApplicationStatus, HolderRole | null>> = {
  DRAFT: 'requester',
  SUBMITTED: 'regionManager',
  DUP_SUSPECT: 'partsManager',
  REGION_OK: 'warrantyAdmin',
  WARRANTY_OK: 'partsManager',
  REJECTED: null,
  ALLOCATED: 'partsManager',
  ERP_SENT: 'warehouse',
  SHIPPED: 'station',
  SIGNED: 'partsManager',
  OLD_DUE: 'station',
  CLOSED: null,
  CANCELLED: null,
};

/** With whom an application lies now; null when nobody has to do anything any more. Stock §3.2 (the seed's complaint). */
export function holderOf({
  status,
  kind,
  unshippedMilli,
}: Pick<ApplicationState, 'status' | 'kind' | 'unshippedMilli'>): HolderRole | null {
  if (status === 'REGION_OK' && !needsVerdict(kind)) return 'partsManager';
  if (status === 'SHIPPED' && unshippedMilli > 0) return 'warehouse';
  return HOLDERS[status];
}
