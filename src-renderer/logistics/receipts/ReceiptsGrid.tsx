import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReceiptRow } from '../../../src-shared/contract/goods-receipts.contract.ts';
import { api } from '../../api/client.ts';
import { useCall } from '../../api/use-api.ts';
import { RoomList } from '../../grid/RoomList.tsx';
import { Button } from '../../ui/Button.tsx';
import { formatFen } from '../../ui/format.ts';
import { navigate } from '../../ui/navigation.ts';
import { setSearchText } from '../../ui/search-text.ts';
import { LogisticsViews, viewKeys } from '../LogisticsViews.tsx';
import { ReceiveDialog } from './ReceiveDialog.tsx';
import { RECEIPT_COLUMNS } from './receipt.columns.tsx';

const WATCHED = ['goods_receipt', 'damage_report'] as const;

/** A receipt is what was found, once and for all: what goes on is its report of damage, or what was posted of it. */
function openWhatGoesOn({ reportId, partText }: ReceiptRow): void {
  if (reportId !== null) {
    navigate('logistics', `damage.${reportId}`);
    return;
  }
  setSearchText(partText?.split(' ')[0] ?? '');
  navigate('parts', 'ledger');
}

/** Everything that was received, against which document, and what of it was not as announced. */
export function ReceiptsGrid() {
  const { t } = useTranslation();
  const [isReceiving, setReceiving] = useState(false);
  const options = useCall(['logistics', 'receiptOptions'], () => api.logistics.receiptOptions({}));
  const mayReceive = options.data?.mayReceive === true;
  const start = (): void => setReceiving(mayReceive);
  return (
    <>
      <RoomList
        label={t('logisticsView.receipts')}
        list="logistics.receipts"
        columns={RECEIPT_COLUMNS}
        load={(page) => api.logistics.receipts(page)}
        totalsKey={['logistics', 'receiptTotals']}
        order={(asked) => api.logistics.receiptOrder(asked)}
        onOpen={openWhatGoesOn}
        exporting={{ source: 'goodsReceipts', title: t('logisticsView.receipts') }}
        keys={() => ({ ...viewKeys(), F1: start })}
        tabs={<LogisticsViews view="receipts" />}
        tools={() =>
          mayReceive ? (
            <Button look="primary" keyName="F1" onClick={start} testId="new-receipt">
              {t('receipt.new')}
            </Button>
          ) : null
        }
        figures={({ valueFen }) => (
          <span>
            {t('receipt.valueSum')} <b>{formatFen(valueFen)}</b>
          </span>
        )}
        emptyText={(isSearched) => t(isSearched ? 'receipt.nothingFound' : 'receipt.empty')}
        watch={WATCHED}
        testId="receipts-grid"
      />
      {isReceiving ? (
        <ReceiveDialog
          onClose={() => setReceiving(false)}
          onDone={(reportId) => {
            setReceiving(false);
            if (reportId !== null) navigate('logistics', `damage.${reportId}`);
          }}
        />
      ) : null}
    </>
  );
}
