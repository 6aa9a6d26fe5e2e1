import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { GridQuery } from '../../src-shared/contract/query.ts';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { selectionOf, tickedCount, type TickStore } from '../grid/selection.ts';
import { formatFen, formatInteger } from '../ui/format.ts';

interface QueueStripProps {
  /** Rows of the list as it stands on the screen. */
  total: number;
  ticks: TickStore;
  query: GridQuery;
}

/** Counts and sums of what the query finds and of what is ticked. */
export function QueueStrip({ total, ticks, query }: QueueStripProps) {
  const { t } = useTranslation();
  const ticked = useSyncExternalStore(ticks.subscribe, ticks.read);
  const count = tickedCount(ticked, total);
  const selection = selectionOf(ticked, query);
  const sum = useCall(['claims', 'selectionTotal', selection], () => api.claims.selectionTotal({ selection }), {
    enabled: count > 0,
    keep: true,
  });
  return (
    <>
      <span>
        {t('grid.count')} <b data-testid="grid-total">{formatInteger(total)}</b>
      </span>
      {count === 0 ? null : (
        <>
          <span>
            {t('grid.ticked')} <b data-testid="ticked-count">{formatInteger(count)}</b>
          </span>
          <span>
            {t('grid.sum')}{' '}
            <b data-testid="ticked-sum">{sum.data === undefined ? '–' : formatFen(sum.data.totalFen)}</b>
          </span>
          {ticked.mode === 'query' ? <span>{t('grid.allOfQuery')}</span> : null}
        </>
      )}
    </>
  );
}
