import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClaimDetail } from '../../src-shared/contract/claims.contract.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { formatFen, formatInstant, formatInteger, formatTime } from '../ui/format.ts';
import { navigate } from '../ui/navigation.ts';
import { Section } from '../ui/Panel.tsx';
import { Tag } from '../ui/Tag.tsx';
import { Photo } from './Photo.tsx';
import { useReasonText } from './ReasonDialog.tsx';
import { statusTone } from './tones.ts';
import { KeyCap } from '../ui/KeyCap.tsx';

export const HISTORY_ID = 'claim-history';

/** Who brought what, in the customer's words and in codes. */
export function CaseSection({ detail }: { detail: ClaimDetail }) {
  const { t } = useTranslation();
  const { complaintText, customerName, workOrderNo, faultCodes } = detail;
  const faults = [faultCodes.complaint, faultCodes.cause, faultCodes.action].filter((fault) => fault !== null);
  if (complaintText === null && customerName === null && workOrderNo === null) return null;
  return (
    <Section
      title={t('claims.case')}
      aside={workOrderNo === null ? undefined : <span className="mono">{workOrderNo}</span>}
    >
      {customerName === null ? null : <div className="entry">{customerName}</div>}
      {complaintText === null ? null : <div className="entry">{complaintText}</div>}
      {faults.length === 0 ? null : (
        <div className="entry" data-testid="fault-codes" data-data>
          {faults.map(({ code, name }, index) => (
            <span key={code}>
              {index === 0 ? '' : ' → '}
              {name ?? t([`actionCode.${code}`, 'ui.verbatim'], { value: '' })} <span className="mono dim">{code}</span>
            </span>
          ))}
        </div>
      )}
    </Section>
  );
}

/** Report to submission; M shows where it was. */
export function TimeLine({ detail, onMap }: { detail: ClaimDetail; onMap: () => void }) {
  const { t } = useTranslation();
  if (detail.timeline.length === 0) return null;
  return (
    <Section
      title={t('claims.timeline')}
      aside={
        <button type="button" className="btn link" onClick={onMap} data-testid="open-map">
          <KeyCap name="M" /> {t('map.title')}
        </button>
      }
      testId="timeline"
    >
      <ol className="claim-times">
        {detail.timeline.map((entry) => (
          <li key={entry.event}>
            {t([`timeline.${entry.event}`, 'ui.verbatim'], { value: entry.event })}
            <br />
            {formatInstant(entry.atMs).slice(5, 10)} {formatTime(entry.atMs)}
          </li>
        ))}
      </ol>
    </Section>
  );
}

/** The last visits of the vehicle, at whatever station. */
export function Visits({ detail }: { detail: ClaimDetail }) {
  const { t } = useTranslation();
  return (
    <Section
      title={t('claims.visits')}
      aside={
        <>
          <KeyCap name="H" /> {t('claims.vehicleHistory')}
        </>
      }
      testId="visits"
    >
      <div id={HISTORY_ID} tabIndex={-1}>
        {detail.visits.length === 0 ? <span className="dim">{t('claims.noVisits')}</span> : null}
        <table className="mini">
          <colgroup>
            <col style={{ width: 76 }} />
            <col />
            <col />
            <col style={{ width: 72 }} />
          </colgroup>
          <tbody>
            {detail.visits.map((visit) => (
              <tr
                key={visit.claimId}
                tabIndex={0}
                onClick={() => navigate('claim', visit.claimId)}
                onKeyDown={(event) => {
                  if (event.code === 'Enter') navigate('claim', visit.claimId);
                }}
              >
                <td className="dim">{visit.repairFinishDate}</td>
                <td title={`${visit.claimantName} · ${visit.no ?? ''}`}>{visit.claimantName}</td>
                <td title={visit.mainItem ?? ''}>{visit.mainItem ?? ''}</td>
                <td className="num">{visit.mileageKm === null ? '' : `${formatInteger(visit.mileageKm)}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Section>
  );
}

function remarkPlace(t: TFunction, remark: ClaimDetail['remarks'][number]): string {
  if (remark.lineSeq !== null) return `${t('claims.lineNo', { seq: remark.lineSeq })} · `;
  if (remark.field !== null) return `${t([`anchor.field.${remark.field}`, 'ui.verbatim'], { value: remark.field })} · `;
  return remark.attachmentId === null ? '' : `${t('photo.title')} · `;
}

/** Who decided what before, and what was written to and fro. */
export function DecisionSection({ detail }: { detail: ClaimDetail }) {
  const { t, i18n } = useTranslation();
  const reasonText = useReasonText();
  if (detail.decisions.length === 0 && detail.remarks.length === 0) return null;
  return (
    <Section title={t('claims.decisions')} testId="decisions">
      {detail.decisions.map((entry) => (
        <div key={entry.id} className="entry" data-testid="decision-entry">
          <Tag tone={statusTone(entry.statusTo)}>
            {t([`action.${entry.action}`, 'ui.verbatim'], { value: entry.action })}
          </Tag>{' '}
          {entry.reasonCode === null ? '' : `${reasonText(entry.reasonCode)} · `}
          {entry.action === 'ASSIGN'
            ? `${entry.handedFromName ?? t('claims.holderNobody')} → ${entry.handedToName ?? t('claims.holderNobody')}`
            : `${formatFen(entry.amountBeforeFen)} → ${formatFen(entry.amountAfterFen)}`}
          {entry.note === null || entry.note === '' ? '' : ` · ${entry.note}`}
          <small>
            {entry.level}{' '}
            {entry.forName === null ? entry.byName : t('claims.byFor', { name: entry.byName, absent: entry.forName })} ·{' '}
            {formatInstant(entry.atMs)} {entry.pending ? `· ${t('claims.pending')}` : ''}
          </small>
        </div>
      ))}
      {detail.remarks.map((remark) => (
        <div key={remark.id} className="entry" lang={i18n.language} data-testid="remark">
          {remarkPlace(t, remark)}
          {remark.text}
          {remark.proof === null ? null : <ProofLink proof={remark.proof} />}
          <small>
            {t([`remark.${remark.direction}`, 'ui.verbatim'], { value: remark.direction })} · {remark.byName} ·{' '}
            {formatInstant(remark.atMs)}
          </small>
        </div>
      ))}
    </Section>
  );
}

/** The paper on which the station said it. */
function ProofLink({ proof }: { proof: NonNullable<ClaimDetail['remarks'][number]['proof']> }) {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false);
  const title = t('stationWord.proofOf', { fileName: proof.fileName });
  const close = (): void => setIsOpen(false);
  return (
    <>
      {' '}
      <button type="button" className="link" onClick={() => setIsOpen(true)} data-testid="word-proof">
        {title}
      </button>
      {isOpen ? (
        <Dialog
          title={title}
          onClose={close}
          width={760}
          testId="word-proof-dialog"
          foot={
            <Button onClick={close} keyName="Esc">
              {t('ui.close')}
            </Button>
          }
        >
          <Photo fileSha256={proof.fileSha256} alt={title} />
        </Dialog>
      ) : null}
    </>
  );
}
