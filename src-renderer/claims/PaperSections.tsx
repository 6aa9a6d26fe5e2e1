import { useTranslation } from 'react-i18next';
import type { ClaimEvidence } from '../../src-shared/contract/claim-evidence.contract.ts';
import { formatFen, formatInstant, formatInteger, formatQty } from '../ui/format.ts';
import { Section } from '../ui/Panel.tsx';
import { openPaper } from './open-paper.ts';
import { Tag, type Tone } from '../ui/Tag.tsx';

const PART_TONES: Readonly<Record<string, Tone>> = {
  OVERDUE: 'bad',
  MISSING_CHARGED: 'bad',
  INSPECTED_BAD: 'bad',
  RECEIVED: 'ok',
  INSPECTED_OK: 'ok',
};

/** Where the old parts are, and what the supplier will give back of this claim. */
export function OldPartSection({ evidence }: { evidence: ClaimEvidence }) {
  const { t } = useTranslation();
  const { oldParts, recovery } = evidence;
  const back = recovery.reduce((sum, line) => sum + (line.acceptedFen ?? line.totalFen), 0);
  return (
    <Section
      title={t('oldPart.title')}
      aside={recovery.length === 0 ? undefined : t('oldPart.back', { amount: formatFen(back) })}
      testId="old-parts"
    >
      {oldParts.length === 0 ? <div className="entry dim">{t('oldPart.none')}</div> : null}
      {oldParts.map((part) => (
        <div key={part.id} className="entry" data-testid="old-part">
          <Tag tone={PART_TONES[part.status] ?? 'wait'}>{t(`oldPartStatus.${part.status}`)}</Tag>{' '}
          <button type="button" className="btn link mono" onClick={() => openPaper({ kind: 'oldPart', id: part.id })}>
            {part.tagNo}
          </button>{' '}
          {part.partName} × {formatQty(part.qtyMilli)} · {t('oldPart.due', { date: part.dueDate })}
          {part.boxNo === null ? '' : ` · ${t('oldPart.box', { no: part.boxNo })}`}
          {part.inspectResult === null ? '' : ` · ${t(`inspectResult.${part.inspectResult}`)}`}
        </div>
      ))}
      {recovery.map((line) => (
        <div key={line.lineSeq} className="entry" data-testid="recovery">
          {line.supplierName} · {formatFen(line.acceptedFen ?? line.totalFen)}{' '}
          {line.supplierClaimId === null || line.supplierClaimNo === null ? (
            <span className="dim">
              {t('oldPart.expected', { date: line.claimUntilDate ?? '–' })}
              {line.oldPartRequired ? ` · ${t('oldPart.required')}` : ''}
            </span>
          ) : (
            <>
              <button
                type="button"
                className="btn link mono"
                onClick={() => openPaper({ kind: 'supplierClaim', id: line.supplierClaimId ?? '' })}
              >
                {line.supplierClaimNo}
              </button>{' '}
              <Tag tone="done">{t(`supplierClaimStatus.${line.supplierClaimStatus ?? ''}`)}</Tag>
            </>
          )}
        </div>
      ))}
    </Section>
  );
}

const CALL_TONES: Readonly<Record<string, Tone>> = {
  CONFIRMED: 'ok',
  DENIED: 'bad',
  PARTIAL: 'warn',
  UNREACHED: 'wait',
};

/** What the customer said on the telephone. */
export function FollowUpSection({ calls }: { calls: ClaimEvidence['followUps'] }) {
  const { t } = useTranslation();
  const answer = (key: string, value: boolean | null): string =>
    value === null ? '' : t(`followUp.${key}.${value ? 'yes' : 'no'}`);
  return (
    <Section title={t('followUp.title')} testId="follow-ups">
      {calls.length === 0 ? <span className="dim">{t('followUp.none')}</span> : null}
      {calls.map((call) => (
        <div key={call.id} className="entry" data-testid="follow-up">
          <Tag tone={CALL_TONES[call.result ?? ''] ?? 'wait'}>
            {call.result === null
              ? t('followUp.due', { at: formatInstant(call.dueAtMs) })
              : t(`followUpResult.${call.result}`)}
          </Tag>{' '}
          {[
            answer('repaired', call.repaired),
            answer('paidAnything', call.paidAnything),
            answer('travelHappened', call.travelHappened),
            call.mileageConfirmKm === null ? '' : t('followUp.mileage', { km: formatInteger(call.mileageConfirmKm) }),
            call.satisfaction === null ? '' : t('followUp.satisfaction', { stars: call.satisfaction }),
            call.note ?? '',
          ]
            .filter((text) => text !== '')
            .join(' · ')}
          {call.calledAtMs === null ? null : <small>{formatInstant(call.calledAtMs)}</small>}
        </div>
      ))}
    </Section>
  );
}
