import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PurchaseLineRow } from '../../../src-shared/contract/purchase.contract.ts';
import type { GridQuery } from '../../../src-shared/contract/query.ts';
import type { PurchaseStep } from '../../../src-shared/domain/parts/purchase-request.ts';
import { api } from '../../api/client.ts';
import { useCall } from '../../api/use-api.ts';
import { RoomList } from '../../grid/RoomList.tsx';
import { Button } from '../../ui/Button.tsx';
import { formatFen } from '../../ui/format.ts';
import { useKeys } from '../../ui/keyboard.ts';
import { navigate } from '../../ui/navigation.ts';
import { ErrorState, LoadingState } from '../../ui/States.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { PURCHASE_LINE_COLUMNS, PURCHASE_TONES } from './purchase.columns.tsx';
import { PurchaseStepDialog } from './PurchaseStepDialog.tsx';

type Totals = Awaited<ReturnType<typeof api.parts.purchaseLines>>['totals'];
type Detail = Awaited<ReturnType<typeof api.parts.purchase>>;

const WATCHED = ['purchase_request', 'purchase_request_line'] as const;
const back = (): void => navigate('parts', 'purchase');

/** One purchase request: what is to be bought, each quantity beside those it comes from, and the step that is due. */
export function PurchasePage({ id }: { id: string }) {
  const detail = useCall(['parts', 'purchase', id], () => api.parts.purchase({ id }), { keep: true });
  useKeys({ Escape: back });
  if (detail.error !== null) return <ErrorState error={detail.error} onRetry={back} />;
  if (detail.data === undefined) return <LoadingState lines={12} />;
  return <Request detail={detail.data} />;
}

const STEP_KEYS: readonly (readonly [PurchaseStep, string, 'primary' | 'normal'])[] = [
  ['release', 'L', 'primary'],
  ['order', 'F', 'primary'],
  ['cancel', 'V', 'normal'],
];

function Request({ detail: { row, allowedSteps } }: { detail: Detail }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [step, setStep] = useState<PurchaseStep | null>(null);
  const steps = STEP_KEYS.filter(([each]) => allowedSteps.includes(each));
  const close = (): void => setStep(null);
  const done = async (): Promise<void> => {
    await queries.invalidateQueries({ queryKey: ['parts'] });
    close();
  };
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
        keys={() => Object.fromEntries(steps.map(([each, key]) => [`Key${key}`, () => setStep(each)]))}
        tools={() => (
          <>
            <Button onClick={back} keyName="Esc">
              {t('settlement.back')}
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
            {steps.map(([each, key, look]) => (
              <Button key={each} keyName={key} look={look} onClick={() => setStep(each)} testId={`do-${each}`}>
                {t(`purchaseStep.${each}`)}
              </Button>
            ))}
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
      {step === null ? null : <PurchaseStepDialog request={row} step={step} onDone={done} onClose={close} />}
    </div>
  );
}
