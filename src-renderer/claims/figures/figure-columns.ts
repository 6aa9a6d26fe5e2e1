import type { TFunction } from 'i18next';
import type {
  AuditFiguresRequest,
  ClerkLoad,
  CutByReason,
  FiguresRow,
  RulePrecision,
} from '../../../src-shared/contract/audit-figures.contract.ts';
import {
  clerkCondition,
  decidedIn,
  FIGURE_CONDITIONS,
  groupConditions,
  type ClerkAct,
} from '../../../src-shared/contract/figure-conditions.ts';
import { shareBp } from '../../../src-shared/domain/claims/audit-figures.ts';
import { formatFen, formatInteger, formatQty, formatShare } from '../../ui/format.ts';
import { ruleTitle } from '../rule-text.ts';
import type { FigureColumn } from './FigureTable.tsx';
import { openClaims } from './open-figure.ts';

const NONE = '–';
const LIVE = 'LIVE';
const percent = (part: number, whole: number): string => {
  const share = shareBp(part, whole);
  return share === null ? NONE : formatShare(share);
};

/** The figures of a group: every one of them opens the claims it counts. */
export function groupColumns(
  t: TFunction,
  request: AuditFiguresRequest,
  total: FiguresRow | undefined,
): FigureColumn<FiguresRow>[] {
  const { by } = request;
  const opens = (key: string, count: (row: FiguresRow) => number) => (row: FiguresRow) => {
    if (count(row) === 0) return null;
    const ofGroup = groupConditions(by, row === total ? null : row.key, request);
    return () => openClaims([...ofGroup, ...(FIGURE_CONDITIONS[key] ?? [])]);
  };
  const share = (
    key: 'byRules' | 'firstPass' | 'partial' | 'rejected' | 'returned' | 'fraud',
  ): FigureColumn<FiguresRow> => ({
    ...{ key, header: t(`figures.${key}`), title: t(`figures.${key}Text`), isNumber: true },
    text: (row) => percent(row[key], row.decided),
    open: opens(key, (row) => row[key]),
  });
  const all = opens('decided', (row) => row.decided);
  const cut = opens('cut', (row) => row.cutFen);
  const days = (key: 'auditDaysMedian' | 'auditDaysP90'): FigureColumn<FiguresRow> => ({
    ...{ key, header: t(`figures.${key}`), title: t('figures.auditDaysText'), isNumber: true },
    text: (row) => (row[key] === null ? NONE : formatInteger(row[key])),
    open: all,
  });
  return [
    {
      ...{ key: 'name', header: t(`figures.by.${by}`), isNumber: false },
      text: (row) => (row === total ? t('figures.total') : groupName(t, by, row)),
      open: all,
    },
    {
      ...{ key: 'decided', header: t('figures.decided'), isNumber: true },
      text: (row) => formatInteger(row.decided),
      open: all,
    },
    share('byRules'),
    share('firstPass'),
    share('partial'),
    share('rejected'),
    share('returned'),
    share('fraud'),
    days('auditDaysMedian'),
    days('auditDaysP90'),
    {
      ...{ key: 'claimedFen', header: t('claims.claimed'), isNumber: true },
      text: (row) => formatFen(row.claimedFen),
      open: all,
    },
    {
      ...{ key: 'cutFen', header: t('figures.cut'), isNumber: true },
      text: (row) => formatFen(row.cutFen),
      open: cut,
    },
    {
      ...{ key: 'savedFen', header: t('figures.saved'), title: t('figures.savedText'), isNumber: true },
      text: (row) => formatFen(row.savedFen),
      open: opens('fraud', (row) => row.fraud),
    },
    {
      ...{ key: 'cutShare', header: t('figures.cutShare'), isNumber: true },
      text: (row) => percent(row.cutFen, row.claimedFen),
      open: cut,
    },
  ];
}

function groupName(t: TFunction, by: AuditFiguresRequest['by'], { key, name }: FiguresRow): string {
  if (key === '') return t(by === 'auditor' ? 'figures.theRules' : 'figures.noGroup');
  return by === 'productLine' ? t([`productLine.${key}`, 'ui.verbatim'], { value: key }) : name;
}

/** What was cut, by reason. */
export function cutColumns(t: TFunction, request: AuditFiguresRequest): FigureColumn<CutByReason>[] {
  const textOf = (code: string): string => `${code} ${t([`reason.${code}`, 'ui.verbatim'], { value: '' })}`.trimEnd();
  const open =
    ({ reasonCode }: CutByReason) =>
    () =>
      openClaims([
        ...decidedIn(request),
        { column: 'cutFen', op: 'atLeast', values: [1] },
        { column: 'reasonCode', op: 'in', values: [reasonCode ?? ''] },
      ]);
  return [
    {
      ...{ key: 'reason', header: t('figures.reason'), isNumber: false },
      text: ({ reasonCode }) => (reasonCode === null ? t('figures.cutByRules') : textOf(reasonCode)),
      open,
    },
    {
      ...{ key: 'claims', header: t('figures.claims'), isNumber: true },
      text: (row) => formatInteger(row.claims),
      open,
    },
    { ...{ key: 'cutFen', header: t('figures.cut'), isNumber: true }, text: (row) => formatFen(row.cutFen), open },
  ];
}

/** Which rules were right: hits upheld by the decision, and hits a person overrode. */
export function ruleColumns(t: TFunction, request: AuditFiguresRequest): FigureColumn<RulePrecision>[] {
  const open =
    ({ ruleId }: RulePrecision) =>
    () =>
      openClaims([...decidedIn(request), { column: 'hitSignature', op: 'contains', values: [ruleId] }]);
  // a rule in shadow is not among what a claim is found by
  const openLive = (row: RulePrecision) => (row.mode === LIVE ? open(row) : null);
  // and nobody can override what nobody is shown
  const overridden = (row: RulePrecision): string => (row.mode === LIVE ? percent(row.overridden, row.hits) : NONE);
  return [
    {
      ...{ key: 'rule', header: t('figures.rule'), isNumber: false },
      text: ({ ruleId, mode }) =>
        `${ruleId} ${ruleTitle(t, ruleId)}${mode === LIVE ? '' : ` (${t([`ruleMode.${mode}`, 'ui.verbatim'], { value: mode })})`}`,
      open: openLive,
    },
    {
      ...{ key: 'hits', header: t('figures.hits'), isNumber: true },
      text: (row) => formatInteger(row.hits),
      open: openLive,
    },
    {
      ...{ key: 'upheld', header: t('figures.precision'), title: t('figures.precisionText'), isNumber: true },
      text: (row) => percent(row.upheld, row.hits),
      open: openLive,
    },
    {
      ...{ key: 'overridden', header: t('figures.overridden'), isNumber: true },
      text: overridden,
      open: openLive,
    },
  ];
}

/** How much each person decided in the period; each figure opens the claims it counts, whoever decided them last. */
export function clerkColumns(t: TFunction, request: AuditFiguresRequest): FigureColumn<ClerkLoad>[] {
  const opens = (act: ClerkAct, count: (row: ClerkLoad) => number) => (row: ClerkLoad) =>
    count(row) === 0 ? null : () => openClaims([clerkCondition(act, row.name, request)]);
  const open = opens('decidedBy', (row) => row.decisions);
  return [
    { ...{ key: 'name', header: t('figures.by.auditor'), isNumber: false }, text: ({ name }) => name, open },
    {
      ...{ key: 'decisions', header: t('figures.decisions'), isNumber: true },
      text: (row) => formatInteger(row.decisions),
      open,
    },
    {
      ...{ key: 'perHour', header: t('figures.perHour'), title: t('figures.perHourText'), isNumber: true },
      text: (row) => (row.hourCount === 0 ? NONE : formatQty(Math.floor((row.decisions * 10) / row.hourCount) * 100)),
      open,
    },
    {
      ...{ key: 'inHand', header: t('figures.inHand'), title: t('figures.inHandText'), isNumber: true },
      text: (row) => formatInteger(row.inHand),
      open: ({ name, inHand }) =>
        inHand === 0 ? null : () => openClaims([{ column: 'holderName', op: 'in', values: [name] }]),
    },
    {
      ...{ key: 'handedOver', header: t('figures.handedOver'), title: t('figures.handedOverText'), isNumber: true },
      text: (row) => formatInteger(row.handedOver),
      open: opens('handedOverBy', (row) => row.handedOver),
    },
    {
      ...{ key: 'takenOver', header: t('figures.takenOver'), title: t('figures.takenOverText'), isNumber: true },
      text: (row) => formatInteger(row.takenOver),
      open: opens('takenOverBy', (row) => row.takenOver),
    },
    {
      ...{ key: 'undone', header: t('figures.undone'), title: t('figures.undoneText'), isNumber: true },
      text: (row) => formatInteger(row.undone),
      open: opens('undoneOf', (row) => row.undone),
    },
  ];
}
