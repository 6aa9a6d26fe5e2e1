import type { CommandKind } from '../../src-shared/contract/commands.ts';
import { DEVICE_KEEPERS } from '../../src-shared/contract/devices.contract.ts';
import { RULE_EDITORS } from '../../src-shared/contract/ruleset.schema.ts';
import { SAMPLE_PLANNERS } from '../../src-shared/contract/sampling.contract.ts';
import { COMPANY_EDITORS } from '../../src-shared/contract/settings.contract.ts';
import { PERIOD_ROLES } from '../../src-shared/domain/counts/period-checklist.ts';
import { PLANNERS } from '../../src-shared/domain/parts/first-planning.ts';
import { LIMIT_KEEPERS } from '../../src-shared/domain/logistics/limit-ledger.ts';
import { STATION_SPEAKERS } from '../../src-shared/domain/claims/station-word.ts';
import type { Role } from '../../src-shared/contract/values.ts';

/**
 * Who may ask for what; an absent role may not. Amount limits, "never the same person" and the state of the document
 * are the handler's. The auditor appears nowhere: he reads.
 */
/** Whoever works at the headquarters; the station speaks through the intake. */
const HEADQUARTERS = [
  'dispatcher',
  'agent',
  'l1',
  'l2',
  'l3',
  'finance',
  'recovery',
  'warehouse',
  'partsManager',
  'counter',
  'recounter',
  'planner',
  'regionManager',
  'warrantyAdmin',
  'management',
  'admin',
] as const;

export const ROLES_BY_COMMAND = {
  'claim.decide': ['l1', 'l2', 'l3', 'warrantyAdmin'],
  'claim.decideMany': ['l1', 'l2', 'l3', 'warrantyAdmin'],
  'claim.undo': ['l1', 'l2', 'l3', 'warrantyAdmin'],
  'claim.undoMany': ['l1', 'l2', 'l3', 'warrantyAdmin'],
  'station.word': STATION_SPEAKERS,
  'settlement.run': ['l1', 'l2', 'l3', 'finance', 'warrantyAdmin'],
  'statement.advance': ['l1', 'l2', 'l3', 'finance', 'warrantyAdmin'],
  'statement.detachClaim': ['l1', 'l2', 'l3'],
  'statement.attachClaim': ['l1', 'l2', 'l3'],
  'statement.addInvoice': ['finance'],
  'statement.addPayment': ['finance'],
  'reversal.step': ['l2', 'l3', 'finance'],
  'count.plan': ['partsManager', 'warehouse'],
  'count.enter': ['counter', 'recounter', 'warehouse', 'partsManager'],
  'count.found': ['counter', 'recounter', 'warehouse', 'partsManager'],
  'count.step': ['counter', 'recounter', 'warehouse', 'partsManager', 'finance'],
  'count.explain': ['partsManager', 'warehouse'],
  'count.photo': ['partsManager', 'warehouse'],
  'count.closePeriod': PERIOD_ROLES.close,
  'count.reopenPeriod': PERIOD_ROLES.reopen,
  'recon.start': ['partsManager', 'warehouse', 'planner'],
  'recon.step': ['partsManager', 'warehouse', 'planner'],
  'recon.assign': ['partsManager', 'warehouse'],
  'recon.accept': ['partsManager', 'warehouse'],
  'application.save': ['dispatcher', 'agent', 'partsManager'],
  'application.step': [
    ...([
      'dispatcher',
      'agent',
      'regionManager',
      'warrantyAdmin',
      'partsManager',
      'planner',
      'warehouse',
      'finance',
    ] as const),
  ],
  'application.complete': ['dispatcher', 'agent', 'partsManager'],
  'application.photo': ['dispatcher', 'agent', 'partsManager'],
  'goodsOrder.save': ['partsManager', 'planner', 'warehouse', 'dispatcher', 'agent'],
  'goodsOrder.step': ['partsManager', 'planner', 'warehouse', 'dispatcher', 'agent', 'finance'],
  'limit.change': LIMIT_KEEPERS,
  'limit.request': ['finance', 'partsManager', 'regionManager'],
  'limit.decide': ['finance', 'regionManager'],
  'goods.receive': ['warehouse'],
  'goods.arrival': ['warehouse'],
  'damage.step': ['warehouse', 'partsManager', 'finance'],
  'damage.photo': ['warehouse', 'partsManager'],
  'planning.compute': PLANNERS,
  'planning.adopt': PLANNERS,
  'preparation.make': PLANNERS,
  'preparation.change': PLANNERS,
  'preparation.step': PLANNERS,
  'purchase.change': PLANNERS,
  'purchase.step': PLANNERS,
  'scheme.share': HEADQUARTERS,
  'scheme.withdraw': HEADQUARTERS,
  // whoever counts brings count sheets and nothing else, the service desk its calls; the handler looks at the kind
  'exchange.import': [
    'dispatcher',
    'agent',
    'l1',
    'l2',
    'l3',
    'finance',
    'recovery',
    'partsManager',
    'planner',
    'warrantyAdmin',
    'admin',
    'counter',
    'recounter',
    'warehouse',
  ],
  // whoever prints, logs it; stations print their own papers
  'print.record': [
    'dispatcher',
    'agent',
    'l1',
    'l2',
    'l3',
    'finance',
    'recovery',
    'warehouse',
    'partsManager',
    'counter',
    'recounter',
    'planner',
    'regionManager',
    'warrantyAdmin',
    'management',
    'admin',
  ],
  'print.saveTemplate': COMPANY_EDITORS,
  'deputy.name': HEADQUARTERS,
  'deputy.end': HEADQUARTERS,
  // whose work it may be is the handler's
  'work.handOver': HEADQUARTERS,
  'device.step': DEVICE_KEEPERS,
  'setting.saveInvoiceBuyer': COMPANY_EDITORS,
  'samplePlan.save': SAMPLE_PLANNERS,
  'ruleset.saveDraft': RULE_EDITORS,
  'ruleset.dropDraft': RULE_EDITORS,
  'ruleset.publish': RULE_EDITORS,
} as const satisfies Record<CommandKind, readonly Role[]>;

export function mayCommand(roles: readonly Role[], kind: CommandKind): boolean {
  const allowed: readonly Role[] = ROLES_BY_COMMAND[kind];
  return !roles.includes('auditor') && roles.some((role) => allowed.includes(role));
}
