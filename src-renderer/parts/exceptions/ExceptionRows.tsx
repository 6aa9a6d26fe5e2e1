import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExceptionRow } from '../../../src-shared/contract/stock-exceptions.contract.ts';
import type { StockException } from '../../../src-shared/domain/parts/stock-exceptions.ts';
import { api } from '../../api/client.ts';
import { RoomList } from '../../grid/RoomList.tsx';
import { Button } from '../../ui/Button.tsx';
import { formatFen } from '../../ui/format.ts';
import { navigate } from '../../ui/navigation.ts';
import { setSearchText } from '../../ui/search-text.ts';
import { viewKeys } from '../PartsViews.tsx';
import { exceptionColumns } from './exception.columns.tsx';

const WATCHED = [
  'stock_proof',
  'stock_refusal',
  'stock_movement',
  'goods_order',
  'parts_application',
  'recon_item',
  'count_sheet',
  'count_adjustment',
  'count_entry',
] as const;

function open({ room, thing, search }: ExceptionRow): void {
  navigate(room, thing);
  if (search !== null) setSearchText(search);
}

const back = (): void => navigate('parts', 'exceptions');

/** The rows of one kind of exception; Enter goes to where each lies. */
export function ExceptionRows({ kind }: { kind: StockException }) {
  const { t } = useTranslation();
  const columns = useMemo(() => exceptionColumns(kind), [kind]);
  const title = t(`exceptionKind.${kind}`);
  return (
    <RoomList
      label={title}
      list={`parts.exceptions.${kind}`}
      columns={columns}
      load={(page) => api.parts.exceptions({ ...page, kind })}
      totalsKey={['parts', `exceptions.${kind}`]}
      order={(asked) => api.parts.exceptionOrder({ ...asked, kind })}
      onOpen={open}
      keys={() => ({ ...viewKeys(), Escape: back })}
      tabs={
        <>
          <Button onClick={back} keyName="Esc">
            {t('ui.back')}
          </Button>
          <strong>{title}</strong>
        </>
      }
      figures={({ valueFen }) => (
        <>
          <span>
            {t('parts.value')} <b>{formatFen(valueFen)}</b>
          </span>
          <span>{t('exception.enterRow')}</span>
        </>
      )}
      emptyText={(isSearched) => t(isSearched ? 'exception.nothingFound' : 'exception.none')}
      watch={WATCHED}
      testId="exception-rows"
    />
  );
}
