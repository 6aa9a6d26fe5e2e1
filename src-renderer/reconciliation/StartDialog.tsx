import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { ReconRunRequest } from '../../src-shared/contract/reconciliation.contract.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useCall, useOrder } from '../api/use-api.ts';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { ErrorState, LoadingState } from '../ui/States.tsx';
import { Notice } from '../ui/Tag.tsx';
import { showToast } from '../ui/toasts.ts';
import { useProblemText } from '../ui/use-problem-text.ts';

interface StartDraft {
  /** Empty = every warehouse the ERP knows. */
  warehouseId: string;
  /** Place of the extract in the list. */
  extract: number;
  controlRows: string;
  controlQty: string;
}

const EMPTY: StartDraft = { warehouseId: '', extract: 0, controlRows: '', controlQty: '' };

type Options = Awaited<ReturnType<typeof api.reconciliation.options>>;

/** A new run: which warehouse, against which extract of the ERP, and the totals its file ends with. */
export function StartDialog({ onDone, onClose }: { onDone: (runId: string) => void; onClose: () => void }) {
  const { t } = useTranslation();
  const text = useProblemText();
  const [draft, setDraft] = useState<StartDraft>(EMPTY);
  const options = useCall(['reconciliation', 'options'], () => api.reconciliation.options({}));
  const request = ReconRunRequest.safeParse(requestOf(draft, options.data));
  const start = useOrder(api.reconciliation.start, ({ runId, runNo, keyCount }) => {
    showToast({ text: t('recon.started', { no: runNo, keys: keyCount }) });
    onDone(runId);
  });
  return (
    <ConfirmDialog
      title={t('recon.start')}
      confirmText={t('recon.startConfirm')}
      onConfirm={() => {
        if (request.success) start.mutate(request.data);
      }}
      onClose={onClose}
      busy={start.isPending}
      disabled={!request.success}
      width={560}
      testId="recon-start-dialog"
    >
      {start.error === null ? null : (
        <Notice tone="bad" testId="recon-start-refused">
          {text(problemOf(start.error))}
        </Notice>
      )}
      {options.error !== null ? <ErrorState error={options.error} /> : null}
      {options.data === undefined ? (
        <LoadingState lines={4} />
      ) : options.data.extracts.length === 0 ? (
        <Notice tone="warn">{t('recon.noExtracts')}</Notice>
      ) : (
        <Fields draft={draft} options={options.data} onChange={(change) => setDraft({ ...draft, ...change })} />
      )}
    </ConfirmDialog>
  );
}

interface FieldsProps {
  draft: StartDraft;
  options: Options;
  onChange: (change: Partial<StartDraft>) => void;
}

function Fields({ draft, options, onChange }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <div className="recon-fields">
      <Field label={t('recon.warehouse')}>
        <select
          className="input"
          value={draft.warehouseId}
          autoFocus
          onChange={(event) => onChange({ warehouseId: event.target.value })}
          data-testid="recon-warehouse"
        >
          <option value="">{t('recon.allWarehouses')}</option>
          {options.warehouses.map(({ id, code, name, isMapped }) => (
            <option key={id} value={id} disabled={!isMapped}>
              {`${code} ${name}${isMapped ? '' : t('recon.notMapped')}`}
            </option>
          ))}
        </select>
      </Field>
      <Field label={t('recon.extract')}>
        <select
          className="input"
          value={draft.extract}
          onChange={(event) => onChange({ extract: Number(event.target.value) })}
          data-testid="recon-extract"
        >
          {options.extracts.map(({ erpSystem, extractDate, rows }, index) => (
            <option key={`${erpSystem} ${extractDate}`} value={index}>
              {t('recon.extractOf', { system: erpSystem, date: extractDate, rows })}
            </option>
          ))}
        </select>
      </Field>
      <Field label={t('recon.controlRows')}>
        <input
          className="input num"
          inputMode="numeric"
          value={draft.controlRows}
          onChange={(event) => onChange({ controlRows: event.target.value })}
          data-testid="recon-control-rows"
        />
      </Field>
      <Field label={t('recon.controlQty')}>
        <input
          className="input num"
          inputMode="decimal"
          value={draft.controlQty}
          onChange={(event) => onChange({ controlQty: event.target.value })}
          data-testid="recon-control-qty"
        />
      </Field>
      <p className="dim">{t('recon.controlHint')}</p>
    </div>
  );
}

function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    <label className="field">
      <span className="label">{label}</span>
      {children}
    </label>
  );
}

function requestOf(
  { warehouseId, extract, controlRows, controlQty }: StartDraft,
  options: Options | undefined,
): unknown {
  const chosen = options?.extracts[extract];
  const mapped = (options?.warehouses ?? []).filter(({ isMapped }) => isMapped).map(({ id }) => id);
  return {
    warehouseIds: warehouseId === '' ? mapped : [warehouseId],
    ...{ cutoffDate: chosen?.extractDate, erpSystem: chosen?.erpSystem },
    controlRows: controlRows.trim() === '' ? null : Number(controlRows),
    controlQtyMilli: controlQty.trim() === '' ? null : milliOf(controlQty),
  };
}

/** Thousandths of a decimal text without going through fractions; what is no number is none. */
function milliOf(text: string): number {
  const [, sign = '', whole = '', part = ''] =
    /^(-?)(\d+)(?:\.(\d{1,3}))?$/.exec(text.trim().replaceAll(',', '')) ?? [];
  return whole === '' ? Number.NaN : Number(`${sign}${whole}${part.padEnd(3, '0')}`);
}
