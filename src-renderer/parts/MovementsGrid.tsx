import { useTranslation } from 'react-i18next';
import type { MovementRow } from '../../src-shared/contract/parts.contract.ts';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { RoomList } from '../grid/RoomList.tsx';
import { navigate } from '../ui/navigation.ts';
import { MOVEMENT_COLUMNS } from './parts.columns.tsx';
import { PartsViews, viewKeys } from './PartsViews.tsx';

const WATCHED = ['stock_movement'] as const;

const open = ({ balanceId }: MovementRow): void => {
  if (balanceId !== null) navigate('parts', balanceId);
};

/** The ledger of all stock: every entry of every warehouse, the newest first. */
export function MovementsGrid() {
  const { t } = useTranslation();
  const isHistoryComing = useCall(['sync', 'state'], () => api.sync.state({})).data?.historyPending ?? true;
  const emptyText = isHistoryComing ? 'parts.movementsComing' : 'parts.noMovements';
  return (
    <RoomList
      label={t('partsView.ledger')}
      list="parts.movements"
      columns={MOVEMENT_COLUMNS}
      load={(page) => api.parts.movements(page)}
      totalsKey={['parts', 'movementTotals']}
      order={(asked) => api.parts.movementOrder(asked)}
      onOpen={open}
      keys={viewKeys}
      exporting={{ source: 'movements', title: t('parts.ledgerReport') }}
      tabs={<PartsViews view="ledger" />}
      emptyText={(isSearched) => t(isSearched ? 'parts.noMovementFound' : emptyText)}
      watch={WATCHED}
      testId="movements-grid"
    />
  );
}
