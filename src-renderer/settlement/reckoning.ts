import type { TFunction } from 'i18next';
import type { StatementDetail } from '../../src-shared/contract/settlement.contract.ts';
import { formatFen, formatPercent } from '../ui/format.ts';
import { claimsFoot } from './statement-totals.ts';

/** One amount of a statement, and what it is made of. */
export interface ReckoningRow {
  label: string;
  fen: number;
  because: string;
  isSum?: true;
}

const KINDS_OF_COST = [
  ['LABOUR', 'labourFen'],
  ['MATERIAL', 'materialFen'],
  ['HANDLING', 'handlingFen'],
  ['TRAVEL', 'travelFen'],
  ['OTHER', 'otherFen'],
] as const;

/** From the sum of the claims to what is paid, tax by rate: each amount with what it is made of (claims §4.5, design §9.3). */
export function reckoningOf(detail: StatementDetail, t: TFunction): ReckoningRow[] {
  const { statement, preTaxAdjFen, taxBaseFen, offsetFen, carryInFen } = detail;
  const rows: (ReckoningRow | null)[] = [
    { label: t('settlement.net'), fen: statement.netFen, because: ofClaims(detail, t) },
    preTaxAdjFen === 0
      ? null
      : { label: t('settlement.preTaxAdj'), fen: preTaxAdjFen, because: ofAdjustments(detail, 'PRE_TAX', t) },
    { label: t('settlement.taxBase'), fen: taxBaseFen, because: t('settlement.ofTaxBase') },
    ...detail.groups.map(({ taxRateBp, taxFen, taxBaseFen: baseFen }) => ({
      label: t('settlement.taxAt', { rate: formatPercent(taxRateBp) }),
      fen: taxFen,
      because: t('settlement.ofTax', {
        ...{ base: formatFen(baseFen), rate: formatPercent(taxRateBp), date: detail.taxDate },
        taxpayer: t([`taxpayer.${detail.taxpayerType ?? ''}`, 'ui.verbatim'], { value: detail.taxpayerType ?? '–' }),
      }),
    })),
    { label: t('settlement.gross'), fen: statement.grossFen, because: t('settlement.ofGross') },
    offsetFen === 0
      ? null
      : { label: t('settlement.offset'), fen: offsetFen, because: ofAdjustments(detail, 'POST_TAX', t) },
    carryInFen === 0 ? null : { label: t('settlement.carryIn'), fen: carryInFen, because: t('settlement.ofCarryIn') },
    {
      ...{ label: t(`payout.${statement.payout}`), fen: statement.payableFen, isSum: true },
      because: t(`settlement.ofPayout.${statement.payout}`),
    },
    statement.carryOutFen === 0
      ? null
      : { label: t('settlement.carryOut'), fen: statement.carryOutFen, because: t('settlement.ofCarryOut') },
  ];
  return rows.filter((row) => row !== null);
}

function ofClaims({ claims }: StatementDetail, t: TFunction): string {
  const sums = claimsFoot(claims, '');
  const kinds = KINDS_OF_COST.filter(([, key]) => sums[key] !== 0);
  return [
    t('settlement.ofClaims', {
      count: claims.length,
      claimed: formatFen(sums.claimedFen),
      cut: formatFen(sums.cutFen),
    }),
    ...kinds.map(([kind, key]) => `${t(`costType.${kind}`)} ${formatFen(sums[key])}`),
  ].join(' · ');
}

function ofAdjustments({ adjustments }: StatementDetail, stage: 'PRE_TAX' | 'POST_TAX', t: TFunction): string {
  return adjustments
    .filter((adjustment) => adjustment.stage === stage)
    .map(({ kind, amountFen, refClaimNo }) =>
      [t([`adjustment.${kind}`, 'ui.verbatim'], { value: kind }), refClaimNo, formatFen(amountFen)]
        .filter((text) => text !== null)
        .join(' '),
    )
    .join(' · ');
}
