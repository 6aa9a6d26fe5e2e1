import { CLERK_ACTS, HIT_FATES } from '../../src-shared/contract/figure-conditions.ts';
import type { ClaimRow } from '../../src-shared/contract/claim-row.contract.ts';
import type { ConditionColumn, GridColumn } from '../grid/columns.tsx';
import { tagClass } from '../ui/Tag.tsx';
import { headlineText } from './rule-text.ts';
import { shortStationName } from './station-name.ts';
import { STATUS_TONES, severityTone } from './tones.ts';

const VIN_TAIL = 8;

/** Who has the claim in hand, before what the rules say of it; beside both panels there is room for one sign. */
function holderPieces({ holderName }: ClaimRow): { text: string; className: string }[] {
  if (holderName === null) return [];
  return [
    { text: holderName, className: `${tagClass('info')} when-wide` },
    { text: [...holderName][0] ?? '', className: `${tagClass('info')} when-narrow holder-sign` },
  ];
}

/** The queue's columns: at 1366 they fit beside both panels, at 1920 the texts get the room. */
export const CLAIM_COLUMNS: readonly GridColumn<ClaimRow>[] = [
  {
    key: 'no',
    header: 'claims.no',
    kind: 'code',
    width: 114,
    filter: 'text',
    totalSpan: 5,
    tooltip: (row) => row.no ?? '',
  },
  {
    key: 'claimantName',
    header: 'claims.claimant',
    kind: 'text',
    width: 90,
    flex: 2,
    filter: 'set',
    draw: (row) => [
      { text: row.claimantName, className: 'when-wide' },
      { text: shortStationName(row.claimantName), className: 'when-narrow' },
    ],
    tooltip: (row) => row.claimantName,
  },
  {
    key: 'vin',
    header: 'claims.vinTail',
    kind: 'code',
    width: 72,
    filter: 'text',
    draw: (row) => [{ text: row.vin.slice(-VIN_TAIL), className: '' }],
    tooltip: (row) => row.vin,
    leavesAs: [{ key: 'vin', header: 'claims.vin', kind: 'code' }],
  },
  {
    key: 'repairFinishDate',
    header: 'claims.finished',
    kind: 'date',
    width: 48,
    filter: 'date',
    draw: (row) => [{ text: row.repairFinishDate.slice(5), className: 'dim' }],
    tooltip: (row) => row.repairFinishDate,
  },
  { key: 'mainItem', header: 'claims.mainItem', kind: 'text', width: 72, flex: 1.2, filter: 'text' },
  { key: 'claimedFen', header: 'claims.claimed', kind: 'fen', width: 82, filter: 'fen' },
  {
    key: 'payableFen',
    header: 'claims.payable',
    kind: 'fen',
    width: 82,
    filter: 'fen',
    cellClass: (row) => (row.payableFen < row.claimedFen ? 'cut' : ''),
  },
  {
    key: 'worstSeverity',
    header: 'claims.conclusion',
    kind: 'text',
    width: 104,
    flex: 2.4,
    sortKey: 'riskScore',
    draw: (row, t) => {
      if (row.id === '') return [{ text: t('claims.cutOf', { cutFen: row.cutFen }), className: 'dim' }];
      const holder = holderPieces(row);
      if (row.queue !== 'DECIDE' && row.queue !== 'ANSWERED') {
        return [...holder, { text: t(`claimStatus.${row.status}`), className: tagClass(STATUS_TONES[row.status]) }];
      }
      return row.headline === null
        ? [...holder, { text: t('claims.noHit'), className: tagClass('ok') }]
        : [...holder, { text: headlineText(t, row.headline), className: tagClass(severityTone(row.worstSeverity)) }];
    },
    tooltip: (row, t) =>
      [row.holderName ?? '', row.headline === null ? t('claims.noHit') : headlineText(t, row.headline)]
        .filter((text) => text !== '')
        .join(' · '),
    copyText: (row, t) => (row.headline === null ? t('claims.noHit') : headlineText(t, row.headline)),
    leavesAs: [{ key: 'headline', header: 'claims.conclusion', kind: 'finding' }],
  },
  { key: 'holderName', header: 'claims.holder', kind: 'text', width: 72, hidden: true },
  { key: 'type', header: 'claims.type', kind: 'word', width: 80, words: 'claimType', hidden: true },
  { key: 'status', header: 'claims.status', kind: 'word', width: 90, words: 'claimStatus', hidden: true },
  { key: 'productLine', header: 'claims.productLine', kind: 'word', width: 80, words: 'productLine', hidden: true },
  { key: 'modelName', header: 'claims.model', kind: 'text', width: 110, hidden: true },
  { key: 'plateNo', header: 'claims.plate', kind: 'code', width: 90, hidden: true },
  { key: 'mileageKm', header: 'claims.mileage', kind: 'integer', width: 80, hidden: true },
  { key: 'approvedFen', header: 'claims.approved', kind: 'fen', width: 84, hidden: true },
  { key: 'statementNo', header: 'claims.statementNo', kind: 'code', width: 112, hidden: true },
  { key: 'regionName', header: 'claims.region', kind: 'text', width: 80, hidden: true },
  { key: 'outcome', header: 'claims.outcome', kind: 'word', width: 90, words: 'claimOutcome', hidden: true },
  { key: 'decidedDate', header: 'claims.decidedDate', kind: 'date', width: 90, hidden: true },
  { key: 'decidedByName', header: 'claims.decidedBy', kind: 'text', width: 90, hidden: true },
  { key: 'reasonCode', header: 'claims.reasonCode', kind: 'code', width: 80, hidden: true },
  { key: 'cutFen', header: 'claims.cut', kind: 'fen', width: 90, hidden: true },
  { key: 'returnCount', header: 'claims.returnCount', kind: 'integer', width: 70, hidden: true },
];

/** Conditions only: columns one can ask for but that the grid does not show. */
export const CLAIM_CONDITIONS: readonly ConditionColumn<ClaimRow>[] = [
  ...[...CLERK_ACTS, ...HIT_FATES, 'finalBy', 'inHandOf'].map((asked) => ({
    ...{ key: asked, header: `claims.act.${asked}`, kind: 'text' as const, width: 80 },
  })),
  { key: 'status', header: 'claims.status', kind: 'word', width: 80, filter: 'set', words: 'claimStatus' },
  { key: 'type', header: 'claims.type', kind: 'word', width: 80, filter: 'set', words: 'claimType' },
  { key: 'productLine', header: 'claims.productLine', kind: 'word', width: 80, filter: 'set', words: 'productLine' },
  { key: 'modelName', header: 'claims.model', kind: 'text', width: 80, filter: 'set' },
  { key: 'holderName', header: 'claims.holder', kind: 'text', width: 80, filter: 'set' },
  { key: 'holdReason', header: 'claims.heldFor', kind: 'word', width: 80, filter: 'set', words: 'holdReason' },
  { key: 'hitSignature', header: 'claims.signature', kind: 'text', width: 80, filter: 'set', words: 'signature' },
  { key: 'regionName', header: 'claims.region', kind: 'text', width: 80, filter: 'set' },
  { key: 'outcome', header: 'claims.outcome', kind: 'word', width: 80, filter: 'set', words: 'claimOutcome' },
  { key: 'decidedDate', header: 'claims.decidedDate', kind: 'date', width: 80, filter: 'date' },
  { key: 'decidedByName', header: 'claims.decidedBy', kind: 'text', width: 80, filter: 'set' },
  { key: 'byRules', header: 'claims.byRules', kind: 'word', width: 80, filter: 'set', words: 'yesNo' },
  { key: 'isFraud', header: 'claims.isFraud', kind: 'word', width: 80, filter: 'set', words: 'yesNo' },
  { key: 'stationGrade', header: 'claims.stationGrade', kind: 'code', width: 80, filter: 'set' },
  { key: 'queuedDate', header: 'claims.queuedDate', kind: 'date', width: 80, filter: 'date' },
  { key: 'series', header: 'claims.series', kind: 'text', width: 80, filter: 'set' },
  { key: 'componentName', header: 'claims.component', kind: 'text', width: 80, filter: 'set' },
  { key: 'supplierName', header: 'claims.supplier', kind: 'text', width: 80, filter: 'set' },
  { key: 'misBand', header: 'claims.misBand', kind: 'text', width: 80, filter: 'set' },
  { key: 'reasonCode', header: 'claims.reasonCode', kind: 'code', width: 80, filter: 'set' },
  { key: 'returnCount', header: 'claims.returnCount', kind: 'integer', width: 80, filter: 'integer' },
  { key: 'cutFen', header: 'claims.cut', kind: 'fen', width: 80, filter: 'fen' },
  { key: 'claimantCode', header: 'claims.claimantCode', kind: 'code', width: 80, filter: 'text' },
  ...CLAIM_COLUMNS.filter((column) => column.filter !== undefined),
];
