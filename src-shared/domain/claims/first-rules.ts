import type { RuleClass, RuleMode, RuleParameter, RuleRow, Severity } from './ruleset-types.ts';

interface RuleSeed {
  severity?: Severity;
  mode?: RuleMode;
  classes?: readonly RuleClass[];
  /** Why a rule is off: a key of the catalogue (`rule.off.<reason>`). */
  off?: string;
}

type Parameters = Readonly<Record<string, RuleParameter>>;

function rule(
  id: string,
  reasonCode: string,
  parameters: Parameters = {},
  { severity = 'WARN', mode = 'SHADOW', classes = [], off }: RuleSeed = {},
): RuleRow {
  const row = { id, version: 1, severity, mode: off === undefined ? mode : 'OFF', classes, reasonCode, parameters };
  return off === undefined ? row : { ...row, offReason: off };
}

const LIVE_BLOCK: RuleSeed = { severity: 'BLOCK', mode: 'LIVE' };
const LIVE_CUT: RuleSeed = { severity: 'INFO', mode: 'LIVE', classes: ['line', 'autoReduce'] };
const LIVE_LINE: RuleSeed = { severity: 'BLOCK', mode: 'LIVE', classes: ['line'] };
const BLOCK: RuleSeed = { severity: 'BLOCK' };
const BLOCK_LINE: RuleSeed = { severity: 'BLOCK', classes: ['line'] };
const INFO: RuleSeed = { severity: 'INFO' };
/** Claims at a fixed fee: no fault, no part, no request behind them. */
const FIXED = ['CAMPAIGN', 'PDI', 'FIRST_SERVICE', 'SEASON_CHECK'];

/** The exact rules that are live from the first day, in the order in which equally grave hits are told. Design §8. */
const LIVE: readonly RuleRow[] = [
  rule('V01', 'R02', {}, { ...LIVE_BLOCK, classes: ['entry', 'autoReject'] }),
  // Position 9 is a check digit only where the maker of the chassis uses it; elsewhere genuine vehicles would be blocked.
  rule('V02', 'R01', { checkDigitWmis: ['LXC', 'LXT', 'LAT'] }, { ...LIVE_BLOCK, classes: ['entry'] }),
  rule('D01', 'R06', { withinDays: 1 }, { ...LIVE_BLOCK, classes: ['autoReject'] }),
  rule('S01', 'R17', { noContractTypes: ['OWN'] }, { ...LIVE_BLOCK, classes: ['entry'] }),
  rule('A02', 'R32', {}, LIVE_BLOCK),
  rule('G01', 'R34', { detourBp: 13_000, limitKmh: 90 }, LIVE_BLOCK),
  rule('G04', 'R33', {}, LIVE_BLOCK),
  rule('V07', 'R02', { statuses: ['STOCK', 'SCRAPPED', 'STOLEN'], exemptTypes: ['PDI'] }, LIVE_BLOCK),
  rule('V04', 'R23', { toleranceKm: 50 }, LIVE_BLOCK),
  rule('W01', 'R03', { claimTypes: ['WARRANTY'] }, LIVE_BLOCK),
  rule('W02', 'R04', { claimTypes: ['WARRANTY'] }, LIVE_BLOCK),
  rule('W04', 'R25', { exemptTypes: ['PDI'] }, LIVE_BLOCK),
  rule('L02', 'R13', {}, LIVE_LINE),
  rule('P04', 'R26', {}, LIVE_LINE),
  rule('T05', 'R27', {}, LIVE_LINE),
  rule(
    'G02',
    'R19',
    { warnAfterDays: 30, blockAfterDays: 60, priceCutBp: 1_000 },
    { mode: 'LIVE', classes: ['autoReduce'] },
  ),
  rule(
    'D03',
    'R16',
    {
      claimTypes: ['WARRANTY', 'GOODWILL'],
      withinDays: 30,
      longWithinDays: 90,
      longClasses: ['ENGINE', 'DRIVELINE'],
      reworkWithinDays: 30,
    },
    { mode: 'LIVE' },
  ),
  rule('L01', 'R07', { warnAboveBp: 15_000 }, LIVE_CUT),
  rule('L03', 'R08', {}, LIVE_CUT),
  rule('L06', 'R09', {}, LIVE_CUT),
  rule('P05', 'R10', { priceBp: 10_000 }, LIVE_CUT),
  rule('T01', 'R27', { toleranceBp: 11_000, detourBp: 13_000 }, LIVE_CUT),
];

/** Evaluated and recorded for the administrator until their precision is known. */
const IN_SHADOW: readonly RuleRow[] = [
  rule('V03', 'R24'),
  rule('V05', 'R24', { coachKmPerDay: 1_500, truckKmPerDay: 1_200 }),
  rule('V06', 'R24', { minVisits: 3, minDays: 60 }),
  rule('W03', 'R05', { claimTypes: ['WARRANTY'] }, BLOCK_LINE),
  rule('W05', 'R35', { claimTypes: ['WARRANTY'] }, BLOCK),
  rule('W06', 'R35', { minClaims: 20, peerTimesBp: 20_000 }),
  rule('W07', 'R25', { days: 7, exemptTypes: FIXED }),
  rule('W08', 'R25', { withinDays: 30 }),
  rule('D02', 'R06', { withinDays: 3 }),
  rule('D04', 'R06', {}, { ...BLOCK, classes: ['entry'] }),
  rule('D05', 'R29', { seasonTypes: ['SEASON_CHECK'], seasons: ['SUMMER:06-01:10-15', 'WINTER:12-15:03-31'] }, BLOCK),
  rule('D06', 'R28', {}, BLOCK),
  rule('D07', 'R34'),
  rule('L04', 'R07', { hoursCentiPerDay: 1_200 }),
  rule('L05', 'R13', { shareBp: 3_000 }),
  rule('L07', 'R13', { hoursCenti: 100, stationShareBp: 2_000, exemptTypes: FIXED }, { classes: ['line'] }),
  rule('P01', 'R12', { withinDays: 365 }, BLOCK_LINE),
  // Parts without any row are held to fit every model: many small parts are never listed.
  rule('P02', 'R11', { unlistedFitsAll: 1 }, BLOCK_LINE),
  rule('P03', 'R13'),
  rule('P06', 'R40', {}, BLOCK),
  rule('P07', 'R13', { ratioBp: 30_000, actionCodes: ['REPLACE'] }),
  rule('P08', 'R26', { priceBp: 12_000 }, BLOCK_LINE),
  rule('T02', 'R27'),
  rule('T03', 'R26'),
  rule('T04', 'R27'),
  rule('T06', 'R27', { slackHours: 2 }),
  rule('G03', 'R26', { moneyFields: ['hoursCenti', 'qtyMilli', 'unitFen', 'claimedFen', 'km'] }, BLOCK),
  rule('G05', 'R33', { attempts: 3, maxOwners: 5 }),
  rule('G06', 'R18', { aboveFen: 1_000_000, validStatuses: ['GRANTED', 'USED'], exemptTypes: FIXED }, BLOCK),
  rule('G07', 'R26', {}, BLOCK),
  rule('S02', 'R17', {}, BLOCK),
  rule('S03', 'R34', { minClaims: 10, infoTimesBp: 20_000, warnTimesBp: 30_000 }),
  rule('S04', 'R34', { thresholdMilli: 3_500, minPeers: 8 }),
  rule('S05', 'R26', {}, INFO),
  rule('S06', 'R34', { days: 90, maxVisits: 5, technicianShareBp: 4_000, minClaims: 20 }),
  rule('S07', 'R34', { minN: 200, criticalMilli: 20_090 }, INFO),
  rule('S08', 'R34', { shareBp: 2_500, minClaims: 20 }),
  // not of class "entry": photographs hang on a claim that is there, so none can be with it when it is submitted (0333)
  rule('A01', 'R26', { kinds: [], exemptTypes: FIXED }, BLOCK),
  rule('A03', 'R32', { maxBits: 6, kinds: ['FAULT_PART', 'ODOMETER', 'VIN_PLATE', 'OLD_TAG'] }),
  rule('A04', 'R25', { slackDays: 1, maxKm: 20, kinds: ['VEHICLE_45', 'VIN_PLATE', 'ODOMETER', 'FAULT_PART'] }),
  rule('A05', 'R24'),
  rule('O01', 'R20', { graceDays: 7, awaitedStatuses: ['DUE', 'TAGGED', 'BOXED', 'SHIPPED', 'OVERDUE'] }),
  rule('O02', 'R22', { results: ['WRONG_PART', 'NOT_FAULTY', 'TAMPERED'] }, BLOCK),
  rule('O03', 'R34', {}, BLOCK),
];

/** Written and tested, and waiting for what they read. */
const OFF: readonly RuleRow[] = [
  rule(
    'O04',
    'R20',
    {
      classes: [],
      receivedStatuses: ['RECEIVED', 'INSPECTED_OK', 'INSPECTED_BAD', 'TO_SUPPLIER', 'SCRAPPED', 'IN_LAB'],
    },
    { classes: ['hold'], off: 'no-class-chosen' },
  ),
  rule('F01', 'R26', {}, { ...BLOCK, classes: ['invoice'], off: 'with-invoices' }),
  rule('F02', 'R26', {}, { ...BLOCK, classes: ['invoice'], off: 'with-invoices' }),
  rule('F03', 'R26', {}, { ...BLOCK, classes: ['invoice'], off: 'with-invoices' }),
  rule('F04', 'R25', {}, { classes: ['invoice'], off: 'with-invoices' }),
  rule('F05', 'R31', { daysBefore: 15 }, { ...INFO, off: 'with-recovery' }),
];

/** The 72 rules of claims §5; every number is proposed there and is data here. */
export const FIRST_RULES: readonly RuleRow[] = [...LIVE, ...IN_SHADOW, ...OFF];
