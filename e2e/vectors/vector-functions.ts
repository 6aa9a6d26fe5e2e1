import { rmbUppercase } from '../../src-shared/domain/checks/rmb-uppercase.ts';
import { usccCheck } from '../../src-shared/domain/checks/uscc-check.ts';
import { vinCheck } from '../../src-shared/domain/checks/vin-check.ts';
import { benfordChiSquare } from '../../src-shared/domain/claims/benford.ts';
import { haversineKm } from '../../src-shared/domain/claims/distance.ts';
import { modifiedZ } from '../../src-shared/domain/claims/modified-z.ts';
import { requiredSpeed } from '../../src-shared/domain/claims/required-speed.ts';
import { sampleDraw } from '../../src-shared/domain/claims/sample-draw.ts';
import { warrantyPosition } from '../../src-shared/domain/claims/warranty-position.ts';
import { countAccuracy } from '../../src-shared/domain/counts/count-accuracy.ts';
import { countVariance } from '../../src-shared/domain/counts/count-variance.ts';
import { abcClasses, cycleDue, cycleLoad, cyclePriority } from '../../src-shared/domain/counts/cycle.ts';
import { expectedAtCount } from '../../src-shared/domain/counts/expected-at-count.ts';
import { reAnchor } from '../../src-shared/domain/counts/re-anchor.ts';
import { recountTriggers } from '../../src-shared/domain/counts/recount-triggers.ts';
import { withinTolerance } from '../../src-shared/domain/counts/tolerance.ts';
import { creditCheck } from '../../src-shared/domain/logistics/credit-check.ts';
import { fairShare } from '../../src-shared/domain/parts/fair-share.ts';
import { movingAverage } from '../../src-shared/domain/parts/moving-average.ts';
import { poissonReorderPoint } from '../../src-shared/domain/parts/poisson-reorder-point.ts';
import { preparationQty, replenishQty } from '../../src-shared/domain/parts/replenish.ts';
import { reorderPoint, safetyStock } from '../../src-shared/domain/parts/safety-stock.ts';
import { movementClass, turnover } from '../../src-shared/domain/parts/turnover.ts';
import { reconcileKey } from '../../src-shared/domain/reconciliation/reconcile-key.ts';
import { splitSupplier, supplierClaimFen } from '../../src-shared/domain/recovery/supplier-claim.ts';
import { labourAmountFen, payableLabour } from '../../src-shared/domain/settlement/labour.ts';
import { handlingFeeFen, materialLine } from '../../src-shared/domain/settlement/material.ts';
import { capProRata, splitCumulative, splitRuleFor } from '../../src-shared/domain/settlement/split.ts';
import { statementTotals, taxFromGross } from '../../src-shared/domain/settlement/statement-totals.ts';
import { travelLine } from '../../src-shared/domain/settlement/travel.ts';
import { addMonthsClamped } from '../../src-shared/domain/units/dates.ts';

/** Every calculation a vector file may name: the very functions the application calls. */
export const VECTOR_FUNCTIONS: Readonly<Record<string, (input: never) => unknown>> = {
  abcClasses,
  addMonthsClamped,
  benfordChiSquare,
  capProRata,
  countAccuracy,
  countVariance,
  creditCheck,
  cycleDue,
  cycleLoad,
  cyclePriority,
  expectedAtCount,
  fairShare,
  handlingFeeFen,
  haversineKm,
  labourAmountFen,
  materialLine,
  modifiedZ,
  movementClass,
  movingAverage,
  payableLabour,
  poissonReorderPoint,
  preparationQty,
  reAnchor,
  reconcileKey,
  recountTriggers,
  reorderPoint,
  replenishQty,
  requiredSpeed,
  rmbUppercase,
  safetyStock,
  sampleDraw,
  splitCumulative,
  splitRuleFor,
  splitSupplier,
  statementTotals,
  supplierClaimFen,
  taxFromGross,
  travelLine,
  turnover,
  usccCheck,
  vinCheck,
  warrantyPosition,
  withinTolerance,
};
