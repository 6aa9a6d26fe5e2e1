import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DecideAction } from '../../src-shared/contract/claims.contract.ts';
import type { EditedDecision } from '../../src-shared/contract/sync.contract.ts';
import type { Scalar } from '../../src-shared/contract/values.ts';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { ConfirmDialog } from '../ui/Dialog.tsx';

/** The actions that need no further figures of their own; lines set one by one stay with their approval. */
const EDITABLE: readonly DecideAction[] = ['APPROVE', 'REJECT', 'RETURN', 'HOLD'];

interface EditDecisionProps {
  mine: Readonly<Record<string, Scalar>>;
  onConfirm: (edited: EditedDecision) => void;
  onClose: () => void;
  busy: boolean;
}

/** The third way out of a conflict: my decision, changed, on the state that stands on the server now. */
export function EditDecisionDialog({ mine, onConfirm, onClose, busy }: EditDecisionProps) {
  const { t, i18n } = useTranslation();
  const reasons = useCall(['claims', 'reasonCodes'], () => api.claims.reasonCodes({}), { keep: true });
  const known = DecideAction.safeParse(mine.action);
  const [edited, setEdited] = useState<EditedDecision>({
    action: known.success ? known.data : 'APPROVE',
    reasonCode: typeof mine.reasonCode === 'string' ? mine.reasonCode : null,
    note: typeof mine.note === 'string' ? mine.note : '',
  });
  const actions = EDITABLE.includes(edited.action) ? EDITABLE : [edited.action, ...EDITABLE];
  return (
    <ConfirmDialog
      title={t('attention.editTitle')}
      confirmText={t('attention.editSend')}
      onConfirm={() => onConfirm({ ...edited, note: edited.note.trim() })}
      onClose={onClose}
      busy={busy}
      testId="edit-decision"
    >
      <>
        <label className="field">
          <span className="label">{t('fact.action')}</span>
          <select
            className="input"
            value={edited.action}
            onChange={(event) => setEdited({ ...edited, action: DecideAction.parse(event.target.value) })}
            data-testid="edit-action"
          >
            {actions.map((action) => (
              <option key={action} value={action}>
                {t(`action.${action}`)}
              </option>
            ))}
          </select>
        </label>
        <label className="field">
          <span className="label">{t('fact.reasonCode')}</span>
          <select
            className="input"
            value={edited.reasonCode ?? ''}
            onChange={(event) =>
              setEdited({ ...edited, reasonCode: event.target.value === '' ? null : event.target.value })
            }
            data-testid="edit-reason"
          >
            <option value="">–</option>
            {(reasons.data ?? [])
              .filter(({ code, isOffered }) => isOffered || code === edited.reasonCode)
              .map((reason) => (
                <option key={reason.code} value={reason.code}>
                  {reason.code} {i18n.language === 'en' ? reason.textEn : reason.textZh}
                </option>
              ))}
          </select>
        </label>
        <label className="field">
          <span className="label">{t('fact.note')}</span>
          <textarea
            className="input"
            rows={3}
            maxLength={500}
            value={edited.note}
            onChange={(event) => setEdited({ ...edited, note: event.target.value })}
            data-testid="edit-note"
          />
        </label>
      </>
    </ConfirmDialog>
  );
}
