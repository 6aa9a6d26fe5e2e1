import { useTranslation } from 'react-i18next';
import type { PurchaseLineRow } from '../../../src-shared/contract/purchase.contract.ts';
import type { GridQuery } from '../../../src-shared/contract/query.ts';
import type { PurchaseStep } from '../../../src-shared/domain/parts/purchase-request.ts';
import { api } from '../../api/client.ts';
import { useRefresh, useThing } from '../../api/use-api.ts';
import { RoomList } from '../../grid/RoomList.tsx';
import { Button } from '../../ui/Button.tsx';
import { formatFen } from '../../ui/format.ts';
import { LoadedPage } from '../../ui/LoadedPage.tsx';
import { navigate } from '../../ui/navigation.ts';
import { StepButtons, usePaperSteps, type StepTable } from '../../ui/paper-steps.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { PURCHASE_LINE_COLUMNS, PURCHASE_TONES } from './purchase.columns.tsx';
import { PurchaseStepDialog } from './PurchaseStepDialog.tsx';

type Totals = Awaited<ReturnType<typeof api.parts.purchaseLines>>['totals'];
type Detail = Awaited<ReturnType<typeof api.parts.purchase>>;

const WATCHED = ['purchase_request', 'purchase_request_line'] as const;
const back = (): void => navigate('parts', 'purchase');

/** One purchase request: what is to be bought, each quantity beside those it comes from, and the step that is due. */
export function PurchasePage({ id }: { id: string }) {
  const answer = useThing(['parts', 'purchase'], id, (thing) => api.parts.purchase({ id: thing }));
  return (
    <LoadedPage answer={answer} back={back}>
      {(detail) => <Request detail={detail} />}
    </LoadedPage>
  );
}

const STEPS: StepTable<PurchaseStep> = [
  ['release', 'L', 'primary'],
  ['order', 'F', 'primary'],
  ['cancel', 'V', 'normal'],
];

function Request({ detail: { row, allowedSteps } }: { detail: Detail }) {
  const { t } = useTranslation();
  const { open, close, done, steps, keys } = usePaperSteps<PurchaseStep, PurchaseStep>({
    table: STEPS,
    allowed: allowedSteps,
    words: (step) => t(`purchaseStep.${step}`),
    openOf: (step) => step,
    refresh: useRefresh('parts'),
  });
  const within = (query: GridQuery): GridQuery => ({
    ...query,
    filters: [{ column: 'requestId', op: 'in', values: [row.id] }, ...query.filters],
  });
  return (
    <div className="work counts-work" data-testid="purchase-page">
      <RoomList<PurchaseLineRow, Totals>
        label={t('purchase.one', { no: row.requestNo })}
        list="parts.purchaseLines"
        columns={PURCHASE_LINE_COLUMNS}
        load={(page) => api.parts.purchaseLines({ ...page, query: within(page.query) })}
        totalsKey={['parts', `purchaseLines ${row.id}`]}
        order={(asked) => api.parts.purchaseLineOrder({ ...asked, query: within(asked.query) })}
        onOpen={() => undefined}
        exporting={{ source: 'purchaseLines', title: t('purchase.one', { no: row.requestNo }), within }}
        keys={() => keys}
        tools={() => (
          <>
            <Button onClick={back} keyName="Esc">
              {t('ui.back')}
            </Button>
            <b className="mono" data-testid="purchase-no">
              {row.requestNo}
            </b>
            <Tag tone={PURCHASE_TONES[row.status]} testId="purchase-status">
              {t(`purchaseStatus.${row.status}`)}
            </Tag>
            <span>{row.warehouseName}</span>
            <span className="dim">
              {row.erpOrderNo === null ? row.planNo : t('purchase.orderedAs', { no: row.erpOrderNo })}
            </span>
            <StepButtons steps={steps} />
          </>
        )}
        figures={({ valueFen, withheld }) => (
          <>
            <span>
              {t('purchase.value')} <b data-testid="purchase-value">{formatFen(valueFen)}</b>
            </span>
            {withheld === 0 ? null : <span>{t('recon.withheld', { number: withheld })}</span>}
          </>
        )}
        emptyText={() => t('purchase.nothingFound')}
        watch={WATCHED}
        testId="purchase-lines"
      />
      {open === null ? null : <PurchaseStepDialog request={row} step={open} onDone={done} onClose={close} />}
    </div>
  );
}
