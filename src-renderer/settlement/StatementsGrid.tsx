import { useTranslation } from 'react-i18next';
import { MOST_DOCUMENTS } from '../../src-shared/contract/print.contract.ts';
import type { GridQuery, Sort } from '../../src-shared/contract/query.ts';
import { api } from '../api/client.ts';
import { RoomList } from '../grid/RoomList.tsx';
import { Button } from '../ui/Button.tsx';
import { formatFen } from '../ui/format.ts';
import { navigate } from '../ui/navigation.ts';
import { requestPrint } from '../ui/print-request.ts';
import { ReversalsButton } from './ReversalsButton.tsx';
import { statementFoot } from './statement-totals.ts';
import { STATEMENT_COLUMNS } from './statements.columns.tsx';

const NEWEST_FIRST: readonly Sort[] = [{ column: 'createdAtMs', direction: 'desc' }];
const WATCHED = ['statement', 'settlement_run'] as const;

async function printAll(query: GridQuery): Promise<void> {
  const { rows } = await api.settlement.statements({ query, offset: 0, limit: MOST_DOCUMENTS });
  if (rows.length > 0) requestPrint({ subject: 'statement', ids: rows.map(({ id }) => id) });
}

export function StatementsGrid({ onRun }: { onRun: () => void }) {
  const { t } = useTranslation();
  return (
    <RoomList
      label={t('room.settlement')}
      list="statements"
      view="settlement"
      startSort={NEWEST_FIRST}
      columns={STATEMENT_COLUMNS}
      load={(page) => api.settlement.statements(page)}
      totalsKey={['settlement', 'totals']}
      order={(asked) => api.settlement.statementOrder(asked)}
      onOpen={({ id }) => navigate('settlement', id)}
      exporting={{ source: 'statements', title: t('settlement.list') }}
      keys={({ current, query }) => ({
        F1: onRun,
        'Ctrl+KeyP': () => {
          if (current !== null) requestPrint({ subject: 'statement', ids: [current.id] });
        },
        'Ctrl+Shift+KeyP': () => void printAll(query),
      })}
      tools={({ total, query }) => (
        <>
          <Button keyName="Ctrl ⇧ P" onClick={() => void printAll(query)} disabled={total === 0} testId="print-all">
            {t('print.all')}
          </Button>
          <ReversalsButton />
          <Button look="primary" keyName="F1" onClick={onRun} testId="new-run">
            {t('settlement.run')}
          </Button>
        </>
      )}
      foot={(totals) => statementFoot(totals, t('claims.total'))}
      figures={({ payableFen }) => (
        <span>
          {t('settlement.payable')} <b>{formatFen(payableFen)}</b>
        </span>
      )}
      emptyText={(isSearched) => t(isSearched ? 'settlement.nothingFound' : 'settlement.empty')}
      watch={WATCHED}
      testId="statements-grid"
    />
  );
}
