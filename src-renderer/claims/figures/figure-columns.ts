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
  ruleCondition,
  type ClerkAct,
  type HitFate,
} from '../../../src-shared/contract/figure-conditions.ts';
import type { Filter } from '../../../src-shared/contract/query.ts';
import { shareBp } from '../../../src-shared/domain/claims/audit-figures.ts';
import { formatFen, formatInteger, formatQty, formatShare } from '../../ui/format.ts';
import { ruleTitle } from '../rule-text.ts';
import type { FigureColumn } from './FigureTable.tsx';

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
    return [...ofGroup, ...(FIGURE_CONDITIONS[key] ?? [])];
  };
  const share = (
    key: 'byRules' | 'firstPass' | 'partial' | 'rejected' | 'returned' | 'fraud',
  ): FigureColumn<FiguresRow> => ({
    ...{ key, header: t(`figures.${key}`), title: t(`figures.${key}Text`), isNumber: true },
    text: (row) => percent(row[key], row.decided),
    claims: opens(key, (row) => row[key]),
  });
  const all = opens('decided', (row) => row.decided);
  const cut = opens('cut', (row) => row.cutFen);
  const byPeople = opens('byPeople', (row) => row.decided - row.byRules);
  const days = (key: 'auditDaysMedian' | 'auditDaysP90'): FigureColumn<FiguresRow> => ({
    ...{ key, header: t(`figures.${key}`), title: t('figures.auditDaysText'), isNumber: true },
    text: (row) => (row[key] === null ? NONE : formatInteger(row[key])),
    claims: byPeople,
  });
  return [
    {
      ...{ key: 'name', header: t(`figures.by.${by}`), isNumber: false },
      text: (row) => (row === total ? t('figures.total') : groupName(t, by, row)),
      claims: all,
    },
    {
      ...{ key: 'decided', header: t('figures.decided'), isNumber: true },
      text: (row) => formatInteger(row.decided),
      claims: all,
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
      claims: all,
    },
    {
      ...{ key: 'cutFen', header: t('figures.cut'), isNumber: true },
      text: (row) => formatFen(row.cutFen),
      claims: cut,
    },
    {
      ...{ key: 'savedFen', header: t('figures.saved'), title: t('figures.savedText'), isNumber: true },
      text: (row) => formatFen(row.savedFen),
      claims: opens('fraud', (row) => row.fraud),
    },
    {
      ...{ key: 'cutShare', header: t('figures.cutShare'), isNumber: true },
      text: (row) => percent(row.cutFen, row.claimedFen),
      claims: cut,
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
  const claims = ({ reasonCode }: CutByReason): Filter[] => [
    ...decidedIn(request),
    { column: 'cutFen', op: 'atLeast', values: [1] },
    { column: 'reasonCode', op: 'in', values: [reasonCode ?? ''] },
  ];
  return [
    {
      ...{ key: 'reason', header: t('figures.reason'), isNumber: false },
      text: ({ reasonCode }) => (reasonCode === null ? t('figures.cutByRules') : textOf(reasonCode)),
      claims,
    },
    {
      ...{ key: 'claims', header: t('figures.claims'), isNumber: true },
      text: (row) => formatInteger(row.claims),
      claims,
    },
    { ...{ key: 'cutFen', header: t('figures.cut'), isNumber: true }, text: (row) => formatFen(row.cutFen), claims },
  ];
}

/** Which rules were right: the claims a rule hit, those the decision upheld it in, and those a person overrode it in. */
export function ruleColumns(t: TFunction, request: AuditFiguresRequest): FigureColumn<RulePrecision>[] {
  const opens = (fate: HitFate, count: (row: RulePrecision) => number) => (row: RulePrecision) =>
    count(row) === 0 ? null : [...decidedIn(request), ruleCondition(fate, row)];
  const claims = opens('hitBy', (row) => row.hits);
  // nobody can override what nobody is shown
  const overridden = (row: RulePrecision): string => (row.mode === LIVE ? percent(row.overridden, row.hits) : NONE);
  return [
    {
      ...{ key: 'rule', header: t('figures.rule'), isNumber: false },
      text: ({ ruleId, mode }) =>
        `${ruleId} ${ruleTitle(t, ruleId)}${mode === LIVE ? '' : ` (${t([`ruleMode.${mode}`, 'ui.verbatim'], { value: mode })})`}`,
      claims,
    },
    {
      ...{ key: 'hits', header: t('figures.hits'), title: t('figures.hitsText'), isNumber: true },
      text: (row) => formatInteger(row.hits),
      claims,
    },
    {
      ...{ key: 'upheld', header: t('figures.precision'), title: t('figures.precisionText'), isNumber: true },
      text: (row) => percent(row.upheld, row.hits),
      claims: opens('upheldBy', (row) => row.upheld),
    },
    {
      ...{ key: 'overridden', header: t('figures.overridden'), title: t('figures.overriddenText'), isNumber: true },
      text: overridden,
      claims: opens('overriddenBy', (row) => row.overridden),
    },
  ];
}

/** How much each person decided in the period; each figure opens the claims it counts, whoever decided them last. */
export function clerkColumns(t: TFunction, request: AuditFiguresRequest): FigureColumn<ClerkLoad>[] {
  const opens = (act: ClerkAct, count: (row: ClerkLoad) => number) => (row: ClerkLoad) =>
    count(row) === 0 ? null : [clerkCondition(act, row.name, request)];
  const claims = opens('decidedBy', (row) => row.decisions);
  return [
    { ...{ key: 'name', header: t('figures.by.auditor'), isNumber: false }, text: ({ name }) => name, claims },
    {
      ...{ key: 'decisions', header: t('figures.decisions'), title: t('figures.decisionsText'), isNumber: true },
      text: (row) => formatInteger(row.decisions),
      claims,
    },
    {
      ...{ key: 'perHour', header: t('figures.perHour'), title: t('figures.perHourText'), isNumber: true },
      text: (row) => (row.hourCount === 0 ? NONE : formatQty(Math.floor((row.decisions * 10) / row.hourCount) * 100)),
      claims,
    },
    {
      ...{ key: 'inHand', header: t('figures.inHand'), title: t('figures.inHandText'), isNumber: true },
      text: (row) => formatInteger(row.inHand),
      claims: ({ name, inHand }) => (inHand === 0 ? null : [{ column: 'inHandOf', op: 'in', values: [name] }]),
    },
    {
      ...{ key: 'handedOver', header: t('figures.handedOver'), title: t('figures.handedOverText'), isNumber: true },
      text: (row) => formatInteger(row.handedOver),
      claims: opens('handedOverBy', (row) => row.handedOver),
    },
    {
      ...{ key: 'takenOver', header: t('figures.takenOver'), title: t('figures.takenOverText'), isNumber: true },
      text: (row) => formatInteger(row.takenOver),
      claims: opens('takenOverBy', (row) => row.takenOver),
    },
    {
      ...{ key: 'undone', header: t('figures.undone'), title: t('figures.undoneText'), isNumber: true },
      text: (row) => formatInteger(row.undone),
      claims: opens('undoneOf', (row) => row.undone),
    },
  ];
}
