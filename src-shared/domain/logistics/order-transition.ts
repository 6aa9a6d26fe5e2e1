/** How goods ordered within the company go: between warehouses, to a station for money, and back from it (stock §2.4, §3.2). */
export const ORDER_KINDS = ['TRANSFER', 'SALE', 'RETURN'] as const;
export type OrderKind = (typeof ORDER_KINDS)[number];

export const ORDER_STATUSES = [
  'DRAFT',
  'SUBMITTED',
  'CREDIT_HOLD',
  'CREDIT_OK',
  'APPROVED',
  'ERP_SENT',
  'IN_TRANSIT',
  'PARTLY_IN',
  'SHIPPED',
  'SIGNED',
  'INVOICED',
  'PAID',
  'SENT',
  'RECEIVED',
  'INSPECTED',
  'CREDITED',
  'REFUSED',
  'CLOSED',
  'CANCELLED',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/** Why a transfer or a return is made; a sale needs no reason. */
export const ORDER_REASONS = {
  TRANSFER: ['REPLEN', 'BALANCE', 'EMERGENCY'],
  SALE: [],
  RETURN: ['WRONG', 'SURPLUS', 'RECALL', 'QUALITY'],
} as const satisfies Record<OrderKind, readonly string[]>;
export const ALL_ORDER_REASONS = [...ORDER_REASONS.TRANSFER, ...ORDER_REASONS.RETURN] as const;
export type OrderReason = (typeof ALL_ORDER_REASONS)[number];

export const ORDER_ACTIONS = [
  'save',
  'submit',
  'releaseCredit',
  'approve',
  'refuse',
  'sendErp',
  'ship',
  'send',
  'receive',
  'writeOff',
  'sign',
  'inspect',
  'invoice',
  'pay',
  'credit',
  'cancel',
] as const;
export type OrderAction = (typeof ORDER_ACTIONS)[number];

interface OrderRule {
  /** Where it may be done, and where that may lead. What is not listed is refused. */
  moves: Readonly<Partial<Record<OrderStatus, readonly OrderStatus[]>>>;
  roles: readonly string[];
  needsNote: boolean;
  /** Nobody judges what he asked for himself (design §8). */
  isJudgement: boolean;
}

const rule = (
  moves: OrderRule['moves'],
  roles: readonly string[],
  more: Partial<Pick<OrderRule, 'needsNote' | 'isJudgement'>> = {},
): OrderRule => ({ moves, roles, needsNote: false, isJudgement: false, ...more });
const NOTED = { needsNote: true } as const;
const JUDGED = { isJudgement: true } as const;

/** Who moves goods between warehouses; who asks on a station's behalf (0010). */
const MOVERS = ['partsManager', 'planner', 'warehouse'];
const REQUESTERS = ['dispatcher', 'agent', 'partsManager'];

/** The whitelist of stock §3.2, a table for each kind. */
export const ORDER_RULES: Readonly<Record<OrderKind, Readonly<Partial<Record<OrderAction, OrderRule>>>>> = {
  TRANSFER: {
    save: rule({ DRAFT: ['DRAFT'] }, MOVERS),
    approve: rule({ DRAFT: ['APPROVED'] }, ['partsManager'], JUDGED),
    ship: rule({ APPROVED: ['IN_TRANSIT'] }, ['warehouse']),
    receive: rule({ IN_TRANSIT: ['PARTLY_IN', 'CLOSED'], PARTLY_IN: ['PARTLY_IN', 'CLOSED'] }, ['warehouse']),
    writeOff: rule({ IN_TRANSIT: ['CLOSED'], PARTLY_IN: ['CLOSED'] }, ['partsManager'], NOTED),
    cancel: rule({ DRAFT: ['CANCELLED'], APPROVED: ['CANCELLED'] }, MOVERS, NOTED),
  },
  SALE: {
    save: rule({ DRAFT: ['DRAFT'] }, REQUESTERS),
    submit: rule({ DRAFT: ['CREDIT_OK', 'CREDIT_HOLD'] }, REQUESTERS),
    releaseCredit: rule({ CREDIT_HOLD: ['CREDIT_OK'] }, ['finance'], { ...NOTED, ...JUDGED }),
    approve: rule({ CREDIT_OK: ['APPROVED'] }, ['partsManager'], JUDGED),
    sendErp: rule({ APPROVED: ['ERP_SENT'] }, ['partsManager', 'warehouse']),
    ship: rule({ ERP_SENT: ['SHIPPED'] }, ['warehouse']),
    sign: rule({ SHIPPED: ['SIGNED'] }, ['dispatcher', 'agent', 'warehouse']),
    invoice: rule({ SIGNED: ['INVOICED'] }, ['finance']),
    pay: rule({ INVOICED: ['PAID'] }, ['finance']),
    cancel: rule(
      { DRAFT: ['CANCELLED'], CREDIT_HOLD: ['CANCELLED'], CREDIT_OK: ['CANCELLED'], APPROVED: ['CANCELLED'] },
      REQUESTERS,
      NOTED,
    ),
  },
  RETURN: {
    save: rule({ DRAFT: ['DRAFT'] }, REQUESTERS),
    submit: rule({ DRAFT: ['SUBMITTED'] }, REQUESTERS),
    approve: rule({ SUBMITTED: ['APPROVED'] }, ['partsManager'], JUDGED),
    refuse: rule({ SUBMITTED: ['REFUSED'] }, ['partsManager'], { ...NOTED, ...JUDGED }),
    send: rule({ APPROVED: ['SENT'] }, ['dispatcher', 'agent', 'warehouse']),
    receive: rule({ SENT: ['RECEIVED'] }, ['warehouse']),
    inspect: rule({ RECEIVED: ['INSPECTED', 'REFUSED'] }, ['warehouse']),
    credit: rule({ INSPECTED: ['CREDITED'] }, ['finance']),
    cancel: rule({ DRAFT: ['CANCELLED'], SUBMITTED: ['CANCELLED'], APPROVED: ['CANCELLED'] }, REQUESTERS, NOTED),
  },
};

export interface OrderState {
  kind: OrderKind;
  status: OrderStatus;
  requestedBy: string;
}

export interface OrderActor {
  userId: string;
  roles: readonly string[];
}

/**
 * Why somebody may not do this to an order, as a reason word; null when he may. What else a step needs (stock, credit,
 * quantities) is looked at where it is known. Stock §3.2.
 */
export function orderRefusal(state: OrderState, action: OrderAction, actor: OrderActor, note = ''): string | null {
  const found = ORDER_RULES[state.kind][action];
  if (found?.moves[state.status] === undefined) return 'order-step-not-allowed';
  if (!found.roles.some((role) => actor.roles.includes(role))) return 'order-not-your-role';
  if (found.isJudgement && state.requestedBy === actor.userId) return 'order-own-request';
  return found.needsNote && note.trim() === '' ? 'order-needs-note' : null;
}

/** True when the kind's whitelist has this move; whatever it lacks must not happen. Stock §3.2. */
export function isListedOrderMove(
  kind: OrderKind,
  action: OrderAction,
  [from, to]: readonly [from: OrderStatus, to: OrderStatus],
): boolean {
  return ORDER_RULES[kind][action]?.moves[from]?.includes(to) === true;
}

/** What this person may do to it now, notes apart. Stock §3.2. */
export function allowedOrderActions(state: OrderState, actor: OrderActor): OrderAction[] {
  return ORDER_ACTIONS.filter((action) => orderRefusal(state, action, actor, 'n') === null);
}

/** The kinds somebody with these roles may write. Stock §3.2. */
export function writableOrderKinds(roles: readonly string[]): OrderKind[] {
  return ORDER_KINDS.filter((kind) => ORDER_RULES[kind].save?.roles.some((role) => roles.includes(role)) === true);
}

export type OrderHolder = 'requester' | 'partsManager' | 'warehouse' | 'station' | 'finance';

const HOLDERS: Readonly<Record<OrderKind, Readonly<Partial<Record<OrderStatus, OrderHolder>>>>> = {
  TRANSFER: { DRAFT: 'partsManager', APPROVED: 'warehouse', IN_TRANSIT: 'warehouse', PARTLY_IN: 'warehouse' },
  SALE: {
    ...{ DRAFT: 'requester', CREDIT_HOLD: 'finance', CREDIT_OK: 'partsManager', APPROVED: 'partsManager' },
    ...{ ERP_SENT: 'warehouse', SHIPPED: 'station', SIGNED: 'finance', INVOICED: 'finance' },
  },
  RETURN: {
    ...{ DRAFT: 'requester', SUBMITTED: 'partsManager', APPROVED: 'station', SENT: 'warehouse' },
    ...{ RECEIVED: 'warehouse', INSPECTED: 'finance' },
  },
};

/** With whom an order lies now; null when nobody has to do anything any more. Stock §3.2 (the seed's complaint). */
export function orderHolderOf({ kind, status }: Pick<OrderState, 'kind' | 'status'>): OrderHolder | null {
  return HOLDERS[kind][status] ?? null;
}
