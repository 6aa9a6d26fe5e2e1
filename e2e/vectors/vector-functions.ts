import { rmbUppercase } from '../../src-shared/domain/checks/rmb-uppercase.ts';
import { usccCheck } from '../../src-shared/domain/checks/uscc-check.ts';
import { vinCheck } from '../../src-shared/domain/checks/vin-check.ts';
import { warrantyPosition } from '../../src-shared/domain/claims/warranty-position.ts';
import { splitSupplier, supplierClaimFen } from '../../src-shared/domain/recovery/supplier-claim.ts';
import { labourAmountFen, payableLabour } from '../../src-shared/domain/settlement/labour.ts';
import { handlingFeeFen, materialLine } from '../../src-shared/domain/settlement/material.ts';
import { capProRata, splitCumulative, splitRuleFor } from '../../src-shared/domain/settlement/split.ts';
import { statementTotals, taxFromGross } from '../../src-shared/domain/settlement/statement-totals.ts';
import { travelLine } from '../../src-shared/domain/settlement/travel.ts';
import { addMonthsClamped } from '../../src-shared/domain/units/dates.ts';

/** Every calculation a vector file may name: the very functions the application calls. */
export const VECTOR_FUNCTIONS: Readonly<Record<string, (input: never) => unknown>> = {
  addMonthsClamped,
  capProRata,
  handlingFeeFen,
  labourAmountFen,
  materialLine,
  payableLabour,
  rmbUppercase,
  splitCumulative,
  splitRuleFor,
  splitSupplier,
  statementTotals,
  supplierClaimFen,
  taxFromGross,
  travelLine,
  usccCheck,
  vinCheck,
  warrantyPosition,
};
