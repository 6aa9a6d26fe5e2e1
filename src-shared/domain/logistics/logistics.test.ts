import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { supersessionEnds } from '../parts/supersession.ts';
import { applicationFaults, verdictGaps, type ApplicationFacts } from './application-faults.ts';
import {
  allowedApplicationActions,
  APPLICATION_ACTIONS,
  APPLICATION_KINDS,
  APPLICATION_RULES,
  APPLICATION_STATUSES,
  applicationRefusal,
  holderOf,
  isListedMove,
  WARRANTY_VERDICTS,
  type ApplicationState,
  type ApplicationStatus,
} from './application-transition.ts';
import { findDuplicates } from './find-duplicates.ts';
import { pickStock } from './pick-stock.ts';

/** Stock §3.2 as it is written there: from → to, apart from steps that stay where they are. */
const SPEC: readonly (readonly [ApplicationStatus, ApplicationStatus])[] = [
  ['DRAFT', 'SUBMITTED'],
  ['DRAFT', 'DUP_SUSPECT'],
  ['DUP_SUSPECT', 'SUBMITTED'],
  ['DUP_SUSPECT', 'REJECTED'],
  ['SUBMITTED', 'REGION_OK'],
  ['SUBMITTED', 'REJECTED'],
  ['REGION_OK', 'WARRANTY_OK'],
  ['REGION_OK', 'REJECTED'],
  ['REGION_OK', 'ALLOCATED'],
  ['WARRANTY_OK', 'ALLOCATED'],
  ['ALLOCATED', 'ERP_SENT'],
  ['ERP_SENT', 'SHIPPED'],
  ['SHIPPED', 'SIGNED'],
  ['SIGNED', 'OLD_DUE'],
  ['SIGNED', 'CLOSED'],
  ['OLD_DUE', 'CLOSED'],
  ...(['DRAFT', 'SUBMITTED', 'DUP_SUSPECT', 'REGION_OK', 'WARRANTY_OK', 'ALLOCATED'] as const).map(
    (from) => [from, 'CANCELLED'] as const,
  ),
];

const states = fc.record({
  status: fc.constantFrom(...APPLICATION_STATUSES),
  kind: fc.constantFrom(...APPLICATION_KINDS),
  requestedBy: fc.constantFrom('me', 'other'),
  verdict: fc.option(fc.constantFrom(...WARRANTY_VERDICTS)),
  convertedToNo: fc.option(fc.constant('PJ-1')),
  handledBy: fc.constantFrom(null, 'me', 'other'),
  unshippedMilli: fc.constantFrom(0, 1000),
});
const ROLES = [
  'dispatcher',
  'agent',
  'regionManager',
  'warrantyAdmin',
  'partsManager',
  'planner',
  'warehouse',
  'auditor',
];
const STATE: ApplicationState = {
  ...{
    status: 'REGION_OK',
    kind: 'WARRANTY',
    requestedBy: 'other',
    handledBy: null,
    verdict: null,
    convertedToNo: null,
  },
  unshippedMilli: 0,
};

describe('the whitelist of applications', () => {
  it('has the moves of the spec and no other', () => {
    const listed = APPLICATION_ACTIONS.flatMap((action) =>
      APPLICATION_STATUSES.flatMap((from) =>
        APPLICATION_STATUSES.filter((to) => to !== from && isListedMove(action, from, to)).map((to) => `${from} ${to}`),
      ),
    );
    expect([...new Set(listed)].sort()).toEqual(SPEC.map(([from, to]) => `${from} ${to}`).sort());
  });

  it('lets nobody do what is not listed, whatever the application and the person', () => {
    fc.assert(
      fc.property(states, fc.constantFrom(...APPLICATION_ACTIONS), fc.subarray(ROLES), (state, action, roles) => {
        const refusal = applicationRefusal(state, action, { userId: 'me', roles }, 'because');
        const { moves, roles: allowed, isJudgement } = APPLICATION_RULES[action];
        if (refusal !== null) return;
        expect(moves[state.status]).toBeDefined();
        expect(allowed.some((role) => roles.includes(role))).toBe(true);
        expect(isJudgement && (state.requestedBy === 'me' || state.handledBy === 'me')).toBe(false);
      }),
    );
  });

  it('never lets the program’s own step, an auditor or the end of the way through', () => {
    fc.assert(
      fc.property(states, (state) => {
        expect(allowedApplicationActions(state, { userId: 'me', roles: ROLES })).not.toContain('settleOld');
        expect(allowedApplicationActions(state, { userId: 'me', roles: ['auditor'] })).toEqual([]);
        if (state.status !== 'CLOSED' && state.status !== 'CANCELLED') return;
        expect(allowedApplicationActions(state, { userId: 'me', roles: ROLES })).toEqual([]);
        expect(holderOf(state)).toBeNull();
      }),
    );
  });

  it.each([
    ['a verdict on a sale', { kind: 'PAID' }, 'inWarranty', ['warrantyAdmin'], 'application-no-verdict-needed'],
    ['stock before the verdict', {}, 'allocate', ['partsManager'], 'application-verdict-first'],
    ['stock for a sale', { kind: 'PAID' }, 'allocate', ['partsManager'], null],
    [
      'signing while something is to come',
      { status: 'SHIPPED', unshippedMilli: 1 },
      'sign',
      ['agent'],
      'application-rest-unshipped',
    ],
    ['giving up what the ERP has', { status: 'ERP_SENT' }, 'cancel', ['partsManager'], 'application-step-not-allowed'],
    ['judging one’s own wish', { requestedBy: 'me' }, 'inWarranty', ['warrantyAdmin'], 'application-own-request'],
    [
      'turning a refusal by the region into a sale',
      { status: 'REJECTED' },
      'convert',
      ['agent'],
      'application-not-convertible',
    ],
    [
      'turning it twice',
      { status: 'REJECTED', verdict: 'OUT_OF_WARRANTY', convertedToNo: 'PJ' },
      'convert',
      ['agent'],
      'application-not-convertible',
    ],
  ] as const)('%s', (...[, change, action, roles, expected]) => {
    expect(applicationRefusal({ ...STATE, ...change }, action, { userId: 'me', roles })).toBe(expected);
  });

  it('says with whom an application lies', () => {
    const holder = (change: Partial<ApplicationState>) => holderOf({ ...STATE, ...change });
    expect([
      ...[holder({}), holder({ kind: 'INTERNAL' }), holder({ status: 'SHIPPED', unshippedMilli: 5 })],
      ...[holder({ status: 'SHIPPED' }), holder({ status: 'DUP_SUSPECT' }), holder({ status: 'OLD_DUE' })],
    ]).toEqual(['warrantyAdmin', 'partsManager', 'warehouse', 'station', 'partsManager', 'station']);
  });
});

const application = (id: string, change: object = {}) => ({
  ...{ id, appNo: `SJ-${id}`, vin: 'V1', workOrderNo: null, submittedDate: '2026-03-01', partIds: ['P1'] },
  ...change,
});

describe('asking twice', () => {
  it.each([
    ['the same part of the same vehicle', {}, ['VIN_PART']],
    ['another part', { partIds: ['P2'] }, []],
    ['another vehicle', { vin: 'V2' }, []],
    ['30 days before', { submittedDate: '2026-01-30' }, ['VIN_PART']],
    ['31 days before', { submittedDate: '2026-01-29' }, []],
    ['another part of the same work order', { partIds: ['P2'], workOrderNo: 'WX1' }, ['WORK_ORDER']],
    ['no vehicle at all', { vin: null, partIds: ['P1'] }, []],
  ] as const)('%s', (_, change, because) => {
    const asked = application('A', { workOrderNo: 'WX1' });
    const found = findDuplicates(asked, [asked, application('B', change)], 30);
    expect(found.map((suspect) => suspect.because)).toEqual(because.length === 0 ? [] : [because]);
  });

  it('names the nearest first', () => {
    const found = findDuplicates(
      application('A'),
      [application('B', { submittedDate: '2026-02-10' }), application('C', { submittedDate: '2026-02-27' })],
      30,
    );
    expect(found.map(({ appNo, daysBefore }) => [appNo, daysBefore])).toEqual([
      ['SJ-C', 2],
      ['SJ-B', 19],
    ]);
  });
});

it('follows a part to the end of its chain, and out of a ring', () => {
  const link = (oldPartId: string, newPartId: string, more: object = {}) => ({
    ...{ oldPartId, newPartId, validFromDate: '2026-01-01', useUpFirst: false },
    ...more,
  });
  const ends = supersessionEnds(
    [
      link('A', 'B'),
      link('B', 'C', { useUpFirst: true }),
      link('D', 'E', { validFromDate: '2026-09-01' }),
      link('X', 'Y'),
      link('Y', 'X'),
    ],
    '2026-03-01',
  );
  expect([...ends].map(([id, end]) => [id, end.partId, end.useUpFirst])).toEqual([
    ['A', 'C', true],
    ['B', 'C', true],
    ['X', 'Y', false],
    ['Y', 'X', false],
  ]);
});

describe('what is written on an application', () => {
  const facts: ApplicationFacts = {
    ...{ kind: 'WARRANTY', station: { status: 'ACTIVE' }, vin: 'V1', vehicle: {}, workOrderNo: '', workOrder: null },
    ...{ mileageKm: null, faultCode: '', fault: null },
    lines: [{ partNo: 'P1', part: { isWhole: true, status: 'ACTIVE' }, qtyMilli: 2000 }],
  };
  const line = { partNo: 'P1', part: { isWhole: true, status: 'ACTIVE' }, qtyMilli: 1500 };
  it.each([
    ['nothing wrong', {}, {}],
    ['no vehicle under warranty', { vin: '' }, { vin: 'missing' }],
    ['no vehicle of a sale', { vin: '', kind: 'PAID' }, {}],
    ['a vehicle nobody knows', { vehicle: null }, { vin: 'unknown' }],
    ['a station that is closed', { station: { status: 'TERMINATED' } }, { station: 'inactive' }],
    [
      'the work order of another vehicle',
      { workOrderNo: 'W', workOrder: { vin: 'V2' } },
      { workOrderNo: 'otherVehicle' },
    ],
    ['no part', { lines: [] }, { lines: 'missing' }],
    [
      'everything at once',
      { station: null, mileageKm: -1, faultCode: 'X', lines: [line, line, { partNo: '', part: null, qtyMilli: null }] },
      {
        ...{ station: 'missing', mileageKm: 'notPositive', faultCode: 'unknown', 'lines.0.qty': 'notWhole' },
        ...{
          'lines.1.part': 'repeated',
          'lines.1.qty': 'notWhole',
          'lines.2.part': 'missing',
          'lines.2.qty': 'missing',
        },
      },
    ],
  ] as const)('%s', (_, change, expected) => {
    expect(applicationFaults({ ...facts, ...change })).toEqual(expected);
  });

  it('a verdict needs vehicle, mileage, fault and photographs', () => {
    const nothing = { vin: null, mileageKm: null, faultCode: null, faultText: ' ' };
    expect(verdictGaps(nothing, 0, 1)).toEqual(['vin', 'mileageKm', 'fault', 'photo']);
    expect(verdictGaps({ vin: 'V', mileageKm: 0, faultCode: null, faultText: '异响' }, 1, 1)).toEqual([]);
  });
});

it('takes goods without a value for nought', () => {
  expect(pickStock([{ id: 'a', qtyMilli: 1, valueFen: 0 }], 1)).toEqual([{ balanceId: 'a', qtyMilli: 1, valueFen: 0 }]);
});

it('takes stock in its order and never a fen more than lies there', () => {
  const lots = fc.array(
    fc.record({ qtyMilli: fc.integer({ min: 1, max: 9_000 }), valueFen: fc.integer({ min: 0, max: 99_999 }) }),
    {
      maxLength: 5,
    },
  );
  fc.assert(
    fc.property(lots, fc.integer({ min: 1, max: 30_000 }), (found, qtyMilli) => {
      const balances = found.map((each, at) => ({ ...each, id: String(at) }));
      const onHand = balances.reduce((sum, each) => sum + each.qtyMilli, 0);
      const picks = pickStock(balances, qtyMilli);
      if (qtyMilli > onHand) {
        expect(picks).toBeNull();
        return;
      }
      expect(picks?.reduce((sum, pick) => sum + pick.qtyMilli, 0)).toBe(qtyMilli);
      for (const pick of picks ?? []) {
        const balance = balances[Number(pick.balanceId)];
        expect(pick.valueFen).toBeLessThanOrEqual(balance?.valueFen ?? 0);
        if (pick.qtyMilli === balance?.qtyMilli) expect(pick.valueFen).toBe(balance.valueFen);
      }
    }),
  );
});
