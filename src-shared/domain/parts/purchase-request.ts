import { ceilToMultiple } from '../units/fraction.ts';
import { sumExact, toSafeNumber } from '../units/rounding.ts';
import { PLANNERS } from './first-planning.ts';

/** How a purchase request goes: drafted by the release of a plan, handed to purchasing, ordered in the ERP. Stock §3.2 (0271). */
export const PURCHASE_STATUSES = ['DRAFT', 'RELEASED', 'ORDERED', 'CANCELLED'] as const;
export type PurchaseStatus = (typeof PURCHASE_STATUSES)[number];

export const PURCHASE_STEPS = ['release', 'order', 'cancel'] as const;
export type PurchaseStep = (typeof PURCHASE_STEPS)[number];

interface StepRule {
  from: readonly PurchaseStatus[];
  to: PurchaseStatus;
  roles: readonly string[];
  /** What has to be written: the reason, or the number of the order in the ERP. */
  needs: 'note' | 'number' | null;
  /** Nobody judges what he has made himself (design §8). */
  isJudgement: boolean;
}

/** The whitelist: what is not listed is refused. Decision 0271. */
export const PURCHASE_RULES: Readonly<Record<PurchaseStep, StepRule>> = {
  release: { from: ['DRAFT'], to: 'RELEASED', roles: ['partsManager'], needs: null, isJudgement: true },
  order: { from: ['RELEASED'], to: 'ORDERED', roles: PLANNERS, needs: 'number', isJudgement: false },
  cancel: { from: ['DRAFT', 'RELEASED'], to: 'CANCELLED', roles: PLANNERS, needs: 'note', isJudgement: false },
};

interface PurchaseActor {
  userId: string;
  roles: readonly string[];
}

/** Where a request stands, and everybody who wrote its quantities: who drafted it, and who changed a line. */
export interface PurchaseState {
  status: PurchaseStatus;
  writers: readonly string[];
}

const MISSING = { note: 'purchase-needs-reason', number: 'purchase-needs-number' } as const;

/** Why somebody may not take this step of a request, as a reason word; null when he may. `text` is the note or number. Stock §3.2. */
export function purchaseRefusal(
  { status, writers }: PurchaseState,
  step: PurchaseStep,
  { actor, text }: { actor: PurchaseActor; text: string },
): string | null {
  const { from, roles, needs, isJudgement } = PURCHASE_RULES[step];
  if (!from.includes(status)) return 'purchase-step-not-allowed';
  if (!roles.some((role) => actor.roles.includes(role))) return 'purchase-not-your-role';
  if (isJudgement && writers.includes(actor.userId)) return 'purchase-own-request';
  return needs !== null && text.trim() === '' ? MISSING[needs] : null;
}

/** What this person may do with a request now, notes apart. Stock §3.2. */
export function allowedPurchaseSteps(state: PurchaseState, actor: PurchaseActor): PurchaseStep[] {
  return PURCHASE_STEPS.filter((step) => purchaseRefusal(state, step, { actor, text: 'n' }) === null);
}

/** True while this person may write another quantity into a line of a request. Stock §3.2 (0291). */
export function mayChangePurchase(status: PurchaseStatus, { roles }: Pick<PurchaseActor, 'roles'>): boolean {
  return status === 'DRAFT' && PLANNERS.some((role) => roles.includes(role));
}

/** How a part may be bought, in thousandths: whole units, packs, and the least that is ordered at once. */
export interface PurchaseTerms {
  packMilli: number;
  moqMilli: number;
  isWhole: boolean;
}

/**
 * Why this quantity in thousandths cannot be bought, as a reason word; null where it can: nothing of the part, or at least the minimum
 * order in whole packs and units. Stock §4.8 (0291).
 */
export function purchaseQtyRefusal(qtyMilli: number, { packMilli, moqMilli, isWhole }: PurchaseTerms): string | null {
  if (!Number.isSafeInteger(qtyMilli) || qtyMilli < 0) return 'purchase-qty-no-number';
  if (isWhole && qtyMilli % 1000 !== 0) return 'purchase-not-whole';
  if (qtyMilli > 0 && qtyMilli < moqMilli) return 'purchase-below-minimum';
  return qtyMilli % packOf(packMilli, isWhole) === 0 ? null : 'purchase-not-in-packs';
}

/** A pack that holds whole units where the part is counted in such. */
function packOf(packMilli: number, isWhole: boolean): number {
  return upTo(Math.max(1, packMilli), isWhole ? 1000 : 1);
}

/**
 * What is to be bought of a part: what all warehouses of a plan need beyond what their source can give, less what the warehouse above
 * has free and what is ordered or asked for already; at least the minimum order, in whole packs and units; 0 when nothing is missing.
 * All in thousandths. Stock §4.8 (0271).
 */
export function purchaseQty(input: {
  wantedMilli: number;
  supplyMilli: number;
  /** Free in the warehouse that supplies the source. */
  aboveMilli: number;
  /** On order, or in requests that are not on order yet. */
  openMilli: number;
  packMilli: number;
  moqMilli: number;
  isWhole: boolean;
}): { shortMilli: number; qtyMilli: number } {
  const shortMilli = Math.max(0, sumExact([input.wantedMilli, -input.supplyMilli]));
  const missing = sumExact([shortMilli, -Math.max(0, input.aboveMilli), -Math.max(0, input.openMilli)]);
  if (missing <= 0) return { shortMilli, qtyMilli: 0 };
  const pack = packOf(input.packMilli, input.isWhole);
  return { shortMilli, qtyMilli: upTo(Math.max(missing, input.moqMilli), pack) };
}

function upTo(milli: number, stepMilli: number): number {
  return toSafeNumber(ceilToMultiple({ num: BigInt(milli), den: 1n }, BigInt(stepMilli)));
}
