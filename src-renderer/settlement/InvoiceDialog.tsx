import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { NewInvoice, type StatementDetail } from '../../src-shared/contract/settlement.contract.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useOrder } from '../api/use-api.ts';
import { parseYuan } from '../grid/filters.ts';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { DateInput } from '../ui/DateInput.tsx';
import { dayOfInstant, formatPercent, formatScaled } from '../ui/format.ts';
import { Notice } from '../ui/Tag.tsx';
import { showToast } from '../ui/toasts.ts';
import { useProblemText } from '../ui/use-problem-text.ts';
import { openToInvoice, type OpenGroup } from './statement-open.ts';

type Detail = z.infer<typeof StatementDetail>;

const KINDS = NewInvoice.shape.kind.options;

/** One invoice of a confirmed statement; what is still to be invoiced stands in the fields, the server compares. */
export function InvoiceDialog({
  detail,
  onDone,
  onClose,
}: {
  detail: Detail;
  onDone: () => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const text = useProblemText();
  const { statement } = detail;
  const open = openToInvoice(detail);
  const [draft, setDraft] = useState(() => draftOf(detail, open[0]));
  const order = useOrder(api.settlement.addInvoice, (outcome) => {
    if (outcome.outcome !== 'applied') return;
    const warned = outcome.warning === null ? null : text({ reason: outcome.warning, details: {} });
    const stored = t('settlement.invoiceStored', { invoiceNo: draft.invoiceNo });
    showToast(warned === null ? { text: stored } : { text: warned, tone: 'bad' });
    onDone();
  });
  const group = open.find((each) => String(each.taxRateBp) === draft.taxRateBp);
  const read = readDraft(draft, detail.taxNo);
  const refused = order.data !== undefined && order.data.outcome !== 'applied' ? order.data : null;
  const set = (part: Partial<Draft>): void => setDraft({ ...draft, ...part });
  return (
    <ConfirmDialog
      title={t('settlement.invoiceTitle', { no: statement.no })}
      confirmText={t('settlement.invoiceConfirm')}
      onConfirm={() => {
        if (read.ok) order.mutate({ statementId: statement.id, version: statement.version, invoice: read.invoice });
      }}
      onClose={onClose}
      busy={order.isPending}
      disabled={!read.ok}
      width={560}
      testId="invoice-dialog"
    >
      {group === undefined ? null : (
        <Notice tone="info">{t('settlement.invoiceOpen', { ...group, rate: formatPercent(group.taxRateBp) })}</Notice>
      )}
      <Field label={t('settlement.invoiceNo')}>
        <TextBox value={draft.invoiceNo} onChange={(invoiceNo) => set({ invoiceNo })} testId="invoice-no" autoFocus />
      </Field>
      <Field label={t('settlement.invoiceCode')}>
        <TextBox value={draft.invoiceCode} onChange={(invoiceCode) => set({ invoiceCode })} testId="invoice-code" />
      </Field>
      <Field label={t('settlement.invoiceDate')}>
        <DateInput
          value={draft.issueDate}
          label={t('settlement.invoiceDate')}
          onChange={(issueDate) => set({ issueDate })}
          testId="invoice-date"
        />
      </Field>
      <Field label={t('settlement.sellerTaxNo')}>
        <TextBox value={draft.sellerTaxNo} onChange={(sellerTaxNo) => set({ sellerTaxNo })} testId="invoice-seller" />
      </Field>
      <Field label={t('settlement.invoiceKind')}>
        <select
          className="input"
          value={draft.kind}
          onChange={(event) => set({ kind: KINDS.find((kind) => kind === event.target.value) ?? draft.kind })}
        >
          {KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {t(`invoiceKind.${kind}`)}
            </option>
          ))}
        </select>
      </Field>
      <Field label={t('settlement.invoiceRate')}>
        <select
          className="input"
          value={draft.taxRateBp}
          onChange={(event) =>
            setDraft(
              draftOf(
                detail,
                open.find((each) => String(each.taxRateBp) === event.target.value),
                draft,
              ),
            )
          }
        >
          {open.map((each) => (
            <option key={each.taxRateBp} value={each.taxRateBp}>
              {formatPercent(each.taxRateBp)}
            </option>
          ))}
        </select>
      </Field>
      {(['net', 'tax', 'gross'] as const).map((name) => (
        <Field key={name} label={t(`settlement.${name}`)}>
          <TextBox
            value={draft[name]}
            onChange={(value) => set({ [name]: value })}
            testId={`invoice-${name}`}
            isNumber
          />
        </Field>
      ))}
      {read.ok ? null : (
        <Notice tone="wait">
          {t('settlement.notFilled', { fields: read.wrong.map((name) => t(LABELS[name])).join(', ') })}
        </Notice>
      )}
      {order.error === null ? null : <Notice tone="bad">{text(problemOf(order.error))}</Notice>}
      {refused === null ? null : (
        <Notice tone="bad" testId="invoice-refused">
          {text({ reason: refused.reason ?? 'unexpected', details: refused.details })}
        </Notice>
      )}
    </ConfirmDialog>
  );
}

export function Field({ label, children }: { label: string; children: ReactNode }) {
  return (
    <label className="field">
      <span className="label">{label}</span>
      {children}
    </label>
  );
}

interface TextBoxProps {
  value: string;
  onChange: (value: string) => void;
  testId: string;
  autoFocus?: boolean;
  isNumber?: boolean;
}

export function TextBox({ value, onChange, testId, autoFocus = false, isNumber = false }: TextBoxProps) {
  return (
    <input
      className={isNumber ? 'input num' : 'input'}
      value={value}
      maxLength={60}
      autoFocus={autoFocus}
      onFocus={(event) => event.target.select()}
      onChange={(event) => onChange(event.target.value)}
      data-testid={testId}
    />
  );
}

interface Draft {
  invoiceNo: string;
  invoiceCode: string;
  issueDate: string;
  sellerTaxNo: string;
  kind: (typeof KINDS)[number];
  taxRateBp: string;
  net: string;
  tax: string;
  gross: string;
}

const LABELS = {
  invoiceNo: 'settlement.invoiceNo',
  invoiceCode: 'settlement.invoiceCode',
  issueDate: 'settlement.invoiceDate',
  net: 'settlement.net',
  tax: 'settlement.tax',
  gross: 'settlement.gross',
} as const;

function draftOf(detail: Detail, group: OpenGroup | undefined, before?: Draft): Draft {
  const { netFen = 0, taxFen = 0, taxRateBp = 0 } = group ?? {};
  return {
    ...{ invoiceNo: '', invoiceCode: '', issueDate: dayOfInstant(Date.now()), sellerTaxNo: detail.taxNo ?? '' },
    kind: detail.taxpayerType === 'SMALL' ? 'NORMAL' : 'SPECIAL',
    ...before,
    ...{ taxRateBp: String(taxRateBp), net: formatScaled(netFen, 2), tax: formatScaled(taxFen, 2) },
    gross: formatScaled(netFen + taxFen, 2),
  };
}

type Read = { ok: true; invoice: z.infer<typeof NewInvoice> } | { ok: false; wrong: (keyof typeof LABELS)[] };

function readDraft(draft: Draft, taxNo: string | null): Read {
  const money = { net: parseYuan(draft.net), tax: parseYuan(draft.tax), gross: parseYuan(draft.gross) };
  const wrong: (keyof typeof LABELS)[] = [
    ...(NewInvoice.shape.invoiceNo.safeParse(draft.invoiceNo.trim()).success ? [] : (['invoiceNo'] as const)),
    ...(NewInvoice.shape.invoiceCode.safeParse(orNull(draft.invoiceCode)).success ? [] : (['invoiceCode'] as const)),
    ...(NewInvoice.shape.issueDate.safeParse(draft.issueDate).success ? [] : (['issueDate'] as const)),
    ...(['net', 'tax', 'gross'] as const).filter((name) => typeof money[name] !== 'number'),
  ];
  if (wrong.length > 0) return { ok: false, wrong };
  const invoice = {
    ...{ invoiceNo: draft.invoiceNo.trim(), invoiceCode: orNull(draft.invoiceCode), issueDate: draft.issueDate },
    ...{ sellerTaxNo: orNull(draft.sellerTaxNo) ?? taxNo, buyerTaxNo: null, taxRateBp: Number(draft.taxRateBp) },
    ...{ netFen: money.net ?? 0, taxFen: money.tax ?? 0, grossFen: money.gross ?? 0, kind: draft.kind },
  };
  return { ok: true, invoice };
}

const orNull = (value: string): string | null => (value.trim() === '' ? null : value.trim());
