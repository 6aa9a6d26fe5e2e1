import { useTranslation } from 'react-i18next';
import type { BalanceRow } from '../../src-shared/contract/parts.contract.ts';
import { api } from '../api/client.ts';
import { RoomList } from '../grid/RoomList.tsx';
import { Button } from '../ui/Button.tsx';
import { formatFen } from '../ui/format.ts';
import { navigate } from '../ui/navigation.ts';
import { setSearchText } from '../ui/search-text.ts';
import { BALANCE_COLUMNS } from './parts.columns.tsx';
import { PartsViews, viewKeys } from './PartsViews.tsx';
import { StockProofLine } from './StockProofLine.tsx';

/** The ledger, searched for the part of a row. */
function openLedger(row: BalanceRow | null): void {
  if (row !== null) setSearchText(row.partNo);
  navigate('parts', 'ledger');
}

const WATCHED = ['stock_balance', 'stock_reservation', 'part'] as const;

export function BalancesGrid() {
  const { t } = useTranslation();
  return (
    <RoomList
      label={t('room.parts')}
      list="parts"
      columns={BALANCE_COLUMNS}
      load={(page) => api.parts.balances(page)}
      totalsKey={['parts', 'totals']}
      order={(asked) => api.parts.balanceOrder(asked)}
      onOpen={({ id }) => navigate('parts', id)}
      keys={({ current }) => ({ ...viewKeys(), KeyL: () => openLedger(current) })}
      tabs={<PartsViews view="stock" />}
      tools={({ current }) => (
        <Button keyName="L" onClick={() => openLedger(current)} disabled={current === null} testId="part-ledger">
          {t('parts.ledgerOfPart')}
        </Button>
      )}
      figures={({ valueFen, withheld }) => (
        <>
          <span>
            {t('parts.value')} <b data-testid="parts-value">{formatFen(valueFen)}</b>
          </span>
          {withheld === 0 ? null : <span>{t('parts.withheld', { number: withheld })}</span>}
          <StockProofLine />
        </>
      )}
      emptyText={(isSearched) => t(isSearched ? 'parts.nothingFound' : 'parts.empty')}
      watch={WATCHED}
      testId="parts-grid"
    />
  );
}
