import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  ApplicationDetail,
  ApplicationLine,
  ApplicationStep,
} from '../../src-shared/contract/logistics.contract.ts';
import { APPLICATION_RULES } from '../../src-shared/domain/logistics/application-transition.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useOrder } from '../api/use-api.ts';
import { DateInput } from '../ui/DateInput.tsx';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { dayOfInstant, formatQty } from '../ui/format.ts';
import { StepNote } from '../ui/StepNote.tsx';
import { Notice } from '../ui/Tag.tsx';
import { showToast } from '../ui/toasts.ts';
import { useProblemText } from '../ui/use-problem-text.ts';
import { milliOf } from './application-draft.ts';
import { numberText } from './application.columns.tsx';

interface StepDialogProps {
  detail: ApplicationDetail;
  step: ApplicationStep;
  onDone: () => Promise<void>;
  onClose: () => void;
}

interface LineDraft {
  qty: string;
  warehouseId: string;
}

/** What a step writes about every line, and with which quantity it begins; a step that is not named needs none. */
const LINE_STARTS: Readonly<Partial<Record<ApplicationStep, (line: ApplicationLine) => number>>> = {
  allocate: (line) => Math.max(0, Math.min(line.qtyReqMilli, line.stock[0]?.availableMilli ?? 0)),
  ship: (line) => {
    const restMilli = line.qtyApprMilli - line.qtyShipMilli;
    return line.erpMilli === null ? restMilli : Math.max(0, Math.min(restMilli, line.erpMilli - line.qtyShipMilli));
  },
  sign: (line) => line.qtyShipMilli,
};

/** Steps in which a note may be given, though the step does not always need one. */
const MAY_NOTE: readonly ApplicationStep[] = ['ship', 'sign', 'isDuplicate'];
const DANGERS: readonly ApplicationStep[] = ['cancel', 'regionReject', 'outOfWarranty', 'isDuplicate'];

/** One step of an application, with what it needs and nothing else. */
export function ApplicationStepDialog({ detail, step, onDone, onClose }: StepDialogProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const start = LINE_STARTS[step];
  const [note, setNote] = useState('');
  const [erpOrderNo, setErpOrderNo] = useState('');
  const [dupOfId, setDupOfId] = useState(detail.suspects[0]?.applicationId ?? null);
  const [isWithoutErp, setWithoutErp] = useState(false);
  const [untilDate, setUntilDate] = useState(dayOfInstant(Date.now()));
  const [lines, setLines] = useState<LineDraft[]>(
    detail.lines.map((line) => ({
      qty: start === undefined ? '0' : formatQty(start(line)).replaceAll(',', ''),
      warehouseId: line.stock[0]?.warehouseId ?? '',
    })),
  );
  const { row } = detail;
  const order = useOrder(api.logistics.step, async ({ status, appNo, convertedToNo }) => {
    const no = appNo ?? numberText(row, t);
    showToast({
      text:
        convertedToNo === null
          ? t('logistics.moved', { no, status: t(`applicationStatus.${status}`) })
          : t('logistics.convertedTo', { no: convertedToNo }),
    });
    await onDone();
  });
  const { needsNote } = APPLICATION_RULES[step];
  const quantities = lines.map(({ qty }) => milliOf(qty));
  const blocked =
    (needsNote || isWithoutErp ? note.trim() === '' : false) ||
    (start !== undefined && quantities.some((milli) => milli === null)) ||
    (step === 'sendErp' && erpOrderNo.trim() === '');
  const confirm = (): void =>
    order.mutate({
      ...{ applicationId: row.id, version: row.version, step, note, erpOrderNo, isWithoutErp },
      dupOfId: step === 'isDuplicate' ? dupOfId : null,
      untilDate: step === 'releaseCredit' ? untilDate : null,
      lines:
        start === undefined
          ? []
          : detail.lines.map((line, index) => ({
              ...{ lineId: line.id, qtyMilli: quantities[index] ?? 0 },
              warehouseId: step === 'allocate' ? (lines[index]?.warehouseId ?? null) || null : null,
            })),
    });
  return (
    <ConfirmDialog
      title={`${t(`applicationAction.${step}`)} · ${numberText(row, t)}`}
      confirmText={t(`applicationAction.${step}`)}
      onConfirm={confirm}
      onClose={onClose}
      busy={order.isPending}
      disabled={blocked}
      look={DANGERS.includes(step) ? 'danger' : 'primary'}
      width={start === undefined ? 520 : 720}
      testId="application-step-dialog"
    >
      <p>{t(`applicationStepText.${step}`)}</p>
      {order.error === null ? null : (
        <Notice tone="bad" testId="application-step-refused">
          {text(withGaps(problemOf(order.error), t))}
        </Notice>
      )}
      {step === 'isDuplicate' ? (
        <select
          className="input"
          value={dupOfId ?? ''}
          onChange={(event) => setDupOfId(event.target.value)}
          aria-label={t('logistics.suspects')}
          data-testid="duplicate-of"
        >
          {detail.suspects.map(({ applicationId, appNo, stationName }) => (
            <option key={applicationId} value={applicationId}>
              {`${appNo} ${stationName ?? ''}`}
            </option>
          ))}
        </select>
      ) : null}
      {step === 'releaseCredit' ? (
        <DateInput value={untilDate} label={t('limit.until')} onChange={setUntilDate} testId="step-until" />
      ) : null}
      {step === 'sendErp' ? (
        <input
          className="input mono"
          maxLength={40}
          autoFocus
          placeholder={t('logistics.erpOrder')}
          aria-label={t('logistics.erpOrder')}
          value={erpOrderNo}
          onChange={(event) => setErpOrderNo(event.target.value)}
          data-testid="erp-order"
        />
      ) : null}
      {start === undefined ? null : (
        <LineFields
          detail={detail}
          step={step}
          drafts={lines}
          onChange={(at, change) =>
            setLines(lines.map((line, index) => (index === at ? { ...line, ...change } : line)))
          }
        />
      )}
      {step === 'ship' ? (
        <label className="application-check">
          <input
            type="checkbox"
            checked={isWithoutErp}
            onChange={(event) => setWithoutErp(event.target.checked)}
            data-testid="without-erp"
          />
          {t('logistics.erpDown')}
        </label>
      ) : null}
      {needsNote || MAY_NOTE.includes(step) ? (
        <StepNote
          value={note}
          onChange={setNote}
          isNeeded={needsNote || isWithoutErp}
          begins={needsNote}
          testId="application-step-note"
        />
      ) : null}
    </ConfirmDialog>
  );
}

/** What the verdict lacks stands in the details by its name; the sentence wants it in words. */
function withGaps(problem: ReturnType<typeof problemOf>, t: (key: string) => string): ReturnType<typeof problemOf> {
  if (problem.reason !== 'application-verdict-gaps') return problem;
  const gaps = Object.keys(problem.details).map((gap) => t(`applicationGap.${gap}`));
  return { ...problem, details: { gaps: gaps.join(t('ui.listMark')) } };
}

interface LineFieldsProps {
  detail: ApplicationDetail;
  step: ApplicationStep;
  drafts: readonly LineDraft[];
  onChange: (at: number, change: Partial<LineDraft>) => void;
}

function LineFields({ detail, step, drafts, onChange }: LineFieldsProps) {
  const { t } = useTranslation();
  return (
    <div className="application-step-lines">
      {detail.lines.map((line, index) => (
        <div className="application-step-line" key={line.id}>
          <span>
            <span className="mono">{line.substituteNo ?? line.partNo}</span> {line.partName}
            <span className="dim">
              {' '}
              {t(`applicationLine.${step}`, {
                ...{ requested: formatQty(line.qtyReqMilli), approved: formatQty(line.qtyApprMilli) },
                ...{ shipped: formatQty(line.qtyShipMilli) },
                erp: line.erpMilli === null ? '–' : formatQty(line.erpMilli),
              })}
            </span>
          </span>
          <input
            className="input num"
            inputMode="decimal"
            autoFocus={index === 0}
            value={drafts[index]?.qty ?? ''}
            aria-label={t('logistics.qty')}
            onChange={(event) => onChange(index, { qty: event.target.value })}
            data-testid={`step-qty-${String(index)}`}
          />
          {step === 'allocate' ? (
            <select
              className="input"
              value={drafts[index]?.warehouseId ?? ''}
              aria-label={t('logistics.from')}
              onChange={(event) => onChange(index, { warehouseId: event.target.value })}
              data-testid={`step-warehouse-${String(index)}`}
            >
              {line.stock.length === 0 ? <option value="">{t('logistics.noStock')}</option> : null}
              {line.stock.map(({ warehouseId, warehouseName, availableMilli }) => (
                <option key={warehouseId} value={warehouseId}>
                  {t('logistics.stockIn', { warehouse: warehouseName, qty: formatQty(availableMilli) })}
                </option>
              ))}
            </select>
          ) : null}
        </div>
      ))}
    </div>
  );
}
