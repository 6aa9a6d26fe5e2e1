import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  GoodsOrderDetail,
  GoodsOrderLine,
  GoodsOrderStep,
} from '../../../src-shared/contract/goods-orders.contract.ts';
import { ORDER_RULES } from '../../../src-shared/domain/logistics/order-transition.ts';
import { api } from '../../api/client.ts';
import { problemOf } from '../../api/problem.ts';
import { useOrder } from '../../api/use-api.ts';
import { DateInput } from '../../ui/DateInput.tsx';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { dayOfInstant, formatQty } from '../../ui/format.ts';
import { StepNote } from '../../ui/StepNote.tsx';
import { Notice } from '../../ui/Tag.tsx';
import { showToast } from '../../ui/toasts.ts';
import { useProblemText } from '../../ui/use-problem-text.ts';
import { milliOf } from '../application-draft.ts';
import { Field, Text } from '../FormFields.tsx';
import { orderNumberText } from './order.columns.tsx';

interface StepDialogProps {
  detail: GoodsOrderDetail;
  step: GoodsOrderStep;
  onDone: () => Promise<void>;
  onClose: () => void;
}

type Quantity = 'qtyMilli' | 'damagedMilli' | 'wrongMilli' | 'overMilli';
type LineDraft = Record<Quantity, string>;

/** The good ones are what a step is about; on arrival they are named beside the others. */
const ARRIVAL_WORDS: Readonly<Record<Quantity, string>> = {
  ...{ qtyMilli: 'okMilli', damagedMilli: 'damagedMilli', wrongMilli: 'wrongMilli', overMilli: 'overMilli' },
};

interface Shape {
  /** What is written of every line; the first is what it is mainly about. */
  quantities: readonly Quantity[];
  start: (line: GoodsOrderLine) => number;
  travels?: true;
}

/** What a step writes about every line, and with which quantity it begins; a step that is not named needs none. */
const SHAPES: Readonly<Partial<Record<GoodsOrderStep, Shape>>> = {
  approve: {
    quantities: ['qtyMilli'],
    start: (line) => Math.max(0, Math.min(line.qtyReqMilli, line.availableMilli ?? line.qtyReqMilli)),
  },
  ship: { quantities: ['qtyMilli'], start: (line) => line.qtyApprMilli, travels: true },
  send: { quantities: ['qtyMilli'], start: (line) => line.qtyApprMilli, travels: true },
  inspect: { quantities: ['qtyMilli'], start: (line) => line.qtyInMilli },
  sign: { quantities: ['qtyMilli'], start: (line) => line.qtyOutMilli },
  receive: {
    quantities: ['qtyMilli', 'damagedMilli', 'wrongMilli', 'overMilli'],
    start: (line) => line.transitMilli,
  },
};

/** What comes back is counted; how good it is, is looked at afterwards. */
const RETURNED: Shape = { quantities: ['qtyMilli'], start: (line) => line.qtyOutMilli };

/** Steps that say something else where goods come back. */
const RETURN_TEXTS: Readonly<Partial<Record<GoodsOrderStep, string>>> = {
  ...{ submit: 'submitReturn', approve: 'approveReturn', receive: 'takeBack' },
};

const DANGERS: readonly GoodsOrderStep[] = ['cancel', 'writeOff', 'refuse'];

/** One step of an order, with what it needs and nothing else. */
export function OrderStepDialog({ detail, step, onDone, onClose }: StepDialogProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const { row } = detail;
  const shape = row.kind === 'RETURN' && step === 'receive' ? RETURNED : SHAPES[step];
  const [note, setNote] = useState('');
  const [carrier, setCarrier] = useState(row.carrier ?? '');
  const [number, setNumber] = useState('');
  const [untilDate, setUntilDate] = useState(dayOfInstant(Date.now()));
  const [waybill, setWaybill] = useState(row.waybill ?? '');
  const [lines, setLines] = useState<LineDraft[]>(
    detail.lines.map((line) => ({
      ...{ damagedMilli: '0', wrongMilli: '0', overMilli: '0' },
      qtyMilli: shape === undefined ? '0' : formatQty(shape.start(line)).replaceAll(',', ''),
    })),
  );
  const order = useOrder(api.logistics.stepOrder, async ({ status, orderNo }) => {
    showToast({
      text: t('logistics.moved', { no: orderNo ?? orderNumberText(row, t), status: t(`orderStatus.${status}`) }),
    });
    await onDone();
  });
  const needsNote = ORDER_RULES[row.kind][step]?.needsNote === true;
  const hasNumber = step === 'sendErp' || step === 'invoice';
  const isUnreadable = lines.some((line) => Object.values(line).some((written) => milliOf(written) === null));
  const confirm = (): void =>
    order.mutate({
      ...{ orderId: row.id, version: row.version, step, note, carrier, waybill, number },
      untilDate: step === 'releaseCredit' ? untilDate : null,
      lines:
        shape === undefined
          ? []
          : detail.lines.map(({ id: lineId }, index) => ({
              lineId,
              ...{ qtyMilli: milli(lines[index], 'qtyMilli'), damagedMilli: milli(lines[index], 'damagedMilli') },
              ...{ wrongMilli: milli(lines[index], 'wrongMilli'), overMilli: milli(lines[index], 'overMilli') },
            })),
    });
  return (
    <ConfirmDialog
      title={`${t(`orderAction.${step}`)} · ${orderNumberText(row, t)}`}
      confirmText={t(`orderAction.${step}`)}
      onConfirm={confirm}
      onClose={onClose}
      busy={order.isPending}
      disabled={(needsNote && note.trim() === '') || isUnreadable || (hasNumber && number.trim() === '')}
      look={DANGERS.includes(step) ? 'danger' : 'primary'}
      width={shape === undefined ? 520 : 760}
      testId="order-step-dialog"
    >
      <p>{t(`orderStepText.${(row.kind === 'RETURN' ? RETURN_TEXTS[step] : undefined) ?? step}`)}</p>
      {order.error === null ? null : (
        <Notice tone="bad" testId="order-step-refused">
          {text(problemOf(order.error))}
        </Notice>
      )}
      {shape === undefined ? null : (
        <LineFields
          detail={detail}
          quantities={shape.quantities}
          drafts={lines}
          onChange={(at, change) =>
            setLines(lines.map((line, index) => (index === at ? { ...line, ...change } : line)))
          }
        />
      )}
      {hasNumber ? (
        <Field label={t(step === 'invoice' ? 'goodsOrder.invoiceNo' : 'logistics.erpOrder')}>
          <Text value={number} onChange={setNumber} testId="step-number" autoFocus mono />
        </Field>
      ) : null}
      {step === 'releaseCredit' ? (
        <Field label={t('limit.until')}>
          <DateInput value={untilDate} label={t('limit.until')} onChange={setUntilDate} testId="step-until" />
        </Field>
      ) : null}
      {shape?.travels === true ? (
        <div className="application-form">
          <Field label={t('goodsOrder.carrier')}>
            <Text value={carrier} onChange={setCarrier} testId="step-carrier" />
          </Field>
          <Field label={t('goodsOrder.waybill')}>
            <Text value={waybill} onChange={setWaybill} testId="step-waybill" mono />
          </Field>
        </div>
      ) : null}
      <StepNote value={note} onChange={setNote} isNeeded={needsNote} testId="order-step-note" />
    </ConfirmDialog>
  );
}

function milli(line: LineDraft | undefined, quantity: Quantity): number {
  return milliOf(line?.[quantity] ?? '0') ?? 0;
}

interface LineFieldsProps {
  detail: GoodsOrderDetail;
  quantities: readonly Quantity[];
  drafts: readonly LineDraft[];
  onChange: (at: number, change: Partial<LineDraft>) => void;
}

function LineFields({ detail, quantities, drafts, onChange }: LineFieldsProps) {
  const { t } = useTranslation();
  const look = quantities.length === 1 ? 'application-step-line' : 'arrival-line';
  return (
    <div className="application-step-lines">
      <div className={look}>
        <span className="label">{t('goodsOrder.part')}</span>
        {quantities.map((quantity) => (
          <span className="label" key={quantity}>
            {quantities.length === 1 ? t('logistics.qty') : t(`arrival.${ARRIVAL_WORDS[quantity]}`)}
          </span>
        ))}
      </div>
      {detail.lines.map((line, index) => (
        <div className={look} key={line.id}>
          <span>
            <span className="mono">{line.partNo}</span> {line.partName}{' '}
            <span className="dim">
              {t('goodsOrder.lineFigures', {
                ...{ requested: formatQty(line.qtyReqMilli), approved: formatQty(line.qtyApprMilli) },
                transit: formatQty(line.transitMilli),
              })}
            </span>
          </span>
          {quantities.map((quantity, at) => (
            <input
              key={quantity}
              className="input num"
              inputMode="decimal"
              autoFocus={index === 0 && at === 0}
              value={drafts[index]?.[quantity] ?? ''}
              aria-label={t(`arrival.${ARRIVAL_WORDS[quantity]}`)}
              onChange={(event) => onChange(index, { [quantity]: event.target.value })}
              data-testid={`step-${quantity}-${String(index)}`}
            />
          ))}
        </div>
      ))}
    </div>
  );
}
