import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ApplicationDetail } from '../../src-shared/contract/logistics.contract.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useOrder } from '../api/use-api.ts';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { Notice } from '../ui/Tag.tsx';
import { useProblemText } from '../ui/use-problem-text.ts';

interface CompleteDialogProps {
  detail: ApplicationDetail;
  onDone: () => Promise<void>;
  onClose: () => void;
}

/** What the reviewer was missing, told later: mileage and fault. */
export function CompleteDialog({ detail, onDone, onClose }: CompleteDialogProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const { row, request } = detail;
  const [mileage, setMileage] = useState(request.mileageKm === null ? '' : String(request.mileageKm));
  const [faultCode, setFaultCode] = useState(request.faultCode);
  const [faultText, setFaultText] = useState(request.faultText);
  const order = useOrder(api.logistics.complete, onDone);
  const written = mileage.normalize('NFKC').trim();
  const isNumber = written === '' || /^\d{1,7}$/.test(written);
  const fields = [
    ['logistics.mileage', mileage, setMileage, 'complete-mileage'],
    ['logistics.faultCode', faultCode, setFaultCode, 'complete-fault'],
    ['logistics.faultText', faultText, setFaultText, 'complete-fault-text'],
  ] as const;
  return (
    <ConfirmDialog
      title={t('applicationAction.complete')}
      confirmText={t('logistics.completeSave')}
      onConfirm={() =>
        order.mutate({
          ...{ applicationId: row.id, version: row.version, faultCode, faultText },
          mileageKm: written === '' ? null : Number(written),
        })
      }
      onClose={onClose}
      busy={order.isPending}
      disabled={!isNumber}
      testId="application-complete-dialog"
    >
      {order.error === null ? null : <Notice tone="bad">{text(problemOf(order.error))}</Notice>}
      {fields.map(([label, value, set, testId], index) => (
        <label className="field" key={label}>
          <span className="label">{t(label)}</span>
          <input
            className="input"
            autoFocus={index === 0}
            maxLength={index === 2 ? 500 : 40}
            value={value}
            onChange={(event) => set(event.target.value)}
            data-testid={testId}
          />
        </label>
      ))}
    </ConfirmDialog>
  );
}
