import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClaimDetail, LineChange } from '../../src-shared/contract/claims.contract.ts';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { formatFen, formatScaled } from '../ui/format.ts';
import { Notice } from '../ui/Tag.tsx';
import { changesOf, draftsOf, type LineDraft } from './line-changes.ts';
import { orderReasons, useReasons } from './ReasonDialog.tsx';

interface AdjustDialogProps {
  detail: ClaimDetail;
  note: string;
  onConfirm: (changes: LineChange[], note: string) => void;
  onClose: () => void;
}

/** Approve, reduce or reject by line; every cut carries its reason. */
export function AdjustDialog({ detail, note: startNote, onConfirm, onClose }: AdjustDialogProps) {
  const { t } = useTranslation();
  const [drafts, setDrafts] = useState<LineDraft[]>(() => draftsOf(detail.lines, (fen) => formatScaled(fen, 2)));
  const [note, setNote] = useState(startNote);
  const result = changesOf(drafts);
  const edit = (seq: number, part: Partial<LineDraft>): void =>
    setDrafts(drafts.map((draft) => (draft.seq === seq ? { ...draft, ...part } : draft)));
  return (
    <ConfirmDialog
      title={t('claims.adjustTitle', { no: detail.claim.no ?? '' })}
      confirmText={t('claims.adjustConfirm', { total: result.ok ? formatFen(result.totalFen) : '–' })}
      onConfirm={() => {
        if (result.ok) onConfirm(result.changes, note.trim());
      }}
      onClose={onClose}
      disabled={!result.ok}
      width={860}
      testId="adjust-dialog"
    >
      <div className="scroll-dialog">
        <table className="plain-table">
          <thead>
            <tr>
              <th>{t('claims.line')}</th>
              <th className="num">{t('claims.claimed')}</th>
              <th className="num">{t('claims.payable')}</th>
              <th className="num">{t('claims.approved')}</th>
              <th>{t('claims.reason')}</th>
            </tr>
          </thead>
          <tbody>
            {detail.lines.map((line, index) => {
              const draft = drafts[index];
              return draft === undefined ? null : (
                <tr key={line.id}>
                  <td>
                    <span className="dim">{t(`costType.${line.costType}`)}</span> {line.description}
                  </td>
                  <td className="num">{formatFen(line.claimedFen)}</td>
                  <td className="num">{formatFen(line.payableFen)}</td>
                  <td className="num">
                    <input
                      className="input num adjust-amount"
                      autoFocus={index === 0}
                      value={draft.text}
                      onFocus={(event) => event.target.select()}
                      onChange={(event) => edit(line.seq, { text: event.target.value })}
                      aria-label={t('claims.lineNo', { seq: line.seq })}
                      data-testid={`adjust-${line.seq}`}
                    />
                  </td>
                  <td>
                    <ReasonSelect
                      value={draft.reasonCode}
                      onChange={(reasonCode) => edit(line.seq, { reasonCode })}
                      label={t('claims.reason')}
                      testId={`adjust-reason-${line.seq}`}
                    />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {result.ok ? null : <Notice tone="warn">{t(`claims.adjust.${result.problem}`, { seq: result.seq })}</Notice>}
      <input
        className="input"
        placeholder={t('claims.noteOptional')}
        aria-label={t('claims.note')}
        value={note}
        maxLength={500}
        onChange={(event) => setNote(event.target.value)}
      />
    </ConfirmDialog>
  );
}

interface ReasonSelectProps {
  value: string | null;
  onChange: (code: string | null) => void;
  label: string;
  testId: string;
}

function ReasonSelect({ value, onChange, label, testId }: ReasonSelectProps) {
  const { i18n } = useTranslation();
  const reasons = useReasons();
  return (
    <select
      className="input"
      value={value ?? ''}
      aria-label={label}
      onChange={(event) => onChange(event.target.value === '' ? null : event.target.value)}
      data-testid={testId}
    >
      <option value="">–</option>
      {orderReasons(reasons.data ?? [], '').map((reason) => (
        <option key={reason.code} value={reason.code}>
          {reason.code} {i18n.language === 'en' ? reason.textEn : reason.textZh}
        </option>
      ))}
    </select>
  );
}
