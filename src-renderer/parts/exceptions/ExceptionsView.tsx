import { useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { STOCK_EXCEPTIONS } from '../../../src-shared/domain/parts/stock-exceptions.ts';
import { api } from '../../api/client.ts';
import { useCall } from '../../api/use-api.ts';
import { ListGrid } from '../../grid/ListGrid.tsx';
import { useKeys } from '../../ui/keyboard.ts';
import { navigate } from '../../ui/navigation.ts';
import { Panel } from '../../ui/Panel.tsx';
import { ErrorState, LoadingState } from '../../ui/States.tsx';
import { useStoredState } from '../../ui/stored-state.ts';
import { PartsViews, viewKeys } from '../PartsViews.tsx';
import { KIND_COLUMNS, type KindLine } from './exception.columns.tsx';

const OpenedKind = z.enum(STOCK_EXCEPTIONS).nullable();

/** What to look into first thing in the morning: a line for each kind, Enter opens its rows. Stock §5. */
export function ExceptionsView() {
  const { t } = useTranslation();
  const answer = useCall(['parts', 'exceptionKinds'], () => api.parts.exceptionKinds({}), { keep: true });
  const here = useRef<KindLine | null>(null);
  // where the keyboard comes back to
  const [opened, setOpened] = useStoredState('parts.exceptionKind', OpenedKind, null);
  const open = (): void => {
    if (here.current === null) return;
    setOpened(here.current.kind);
    navigate('parts', `exceptions.${here.current.kind}`);
  };
  useKeys({ ...viewKeys(), Enter: open, NumpadEnter: open });
  const kinds = answer.data?.kinds;
  const lines = useMemo(
    () => (kinds ?? []).map((each): KindLine => ({ ...each, advice: t(`exceptionAdvice.${each.kind}`) })),
    [kinds, t],
  );
  return (
    <Panel label={t('partsView.exceptions')} testId="exceptions-page">
      <div className="tools">
        <PartsViews view="exceptions" />
      </div>
      {answer.error !== null ? <ErrorState error={answer.error} /> : null}
      {answer.data === undefined ? (
        <LoadingState lines={6} />
      ) : (
        <ListGrid<KindLine>
          columns={KIND_COLUMNS}
          rows={lines}
          rowId={({ kind }) => kind}
          onCurrent={(row) => {
            here.current = row;
          }}
          onOpen={open}
          emptyText={t('exception.none')}
          takesKeyboard
          startsAt={{
            row: Math.max(
              0,
              lines.findIndex(({ kind }) => kind === opened),
            ),
            column: 'kind',
          }}
          list="parts.exceptionKinds"
          strip={
            <>
              <span>{t('exception.scope', { days: answer.data.days })}</span>
              <span>{t('exception.enterKind')}</span>
            </>
          }
          testId="exceptions-grid"
        />
      )}
    </Panel>
  );
}
