import { useTranslation } from 'react-i18next';
import type { ClaimDetail, RuleHitDetail } from '../../src-shared/contract/claims.contract.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { formatFen, formatInstant, formatInteger } from '../ui/format.ts';
import { navigate } from '../ui/navigation.ts';
import { ErrorState, LoadingState } from '../ui/States.tsx';
import { reckoning, standingFen } from './MoneyTable.tsx';
import { sentenceText } from './rule-text.ts';
import { useClaimDetail } from './use-claim-detail.ts';

interface PairDialogProps {
  detail: ClaimDetail;
  hit: RuleHitDetail;
  /** Null = the two have no photographs in common. */
  onPhotos: (() => void) | null;
  onClose: () => void;
}

/** The claim of a hit and the other one it is about, line by line beside each other; Esc is back (claims §5 D01–D05). */
export function PairDialog({ detail, hit, onPhotos, onClose }: PairDialogProps) {
  const { t } = useTranslation();
  const otherId = String(hit.facts['otherClaimId']);
  const answer = useClaimDetail(otherId);
  const other = answer.data?.claim.id === otherId ? answer.data : null;
  return (
    <Dialog
      title={t('pair.title')}
      onClose={onClose}
      width={980}
      testId="pair-dialog"
      onKeyDown={({ code }) => {
        if (code === 'KeyD') onPhotos?.();
      }}
      foot={
        <>
          {onPhotos === null ? null : (
            <Button onClick={onPhotos} keyName="D" testId="pair-photos">
              {t('photo.compare')}
            </Button>
          )}
          {other === null ? null : (
            <Button onClick={() => navigate('claim', otherId)} testId="open-other">
              {t('photo.openOther', { no: other.claim.no ?? '' })}
            </Button>
          )}
          <Button onClick={onClose} keyName="Esc" look="primary" autoFocus>
            {t('ui.close')}
          </Button>
        </>
      }
    >
      <p>{sentenceText(t, hit)}</p>
      {other !== null ? <PairTable own={detail} other={other} /> : null}
      {other === null && answer.error !== null ? <ErrorState error={answer.error} /> : null}
      {other === null && answer.error === null ? <LoadingState lines={6} /> : null}
    </Dialog>
  );
}

/** What is the same on both stands out: that is what makes them one. */
function PairTable({ own, other }: { own: ClaimDetail; other: ClaimDetail }) {
  const { t } = useTranslation();
  const rows: readonly (readonly [label: string, value: (detail: ClaimDetail) => string])[] = [
    [t('claims.no'), ({ claim }) => claim.no ?? '–'],
    [t('claims.status'), ({ claim }) => t(`claimStatus.${claim.status}`)],
    [t('claims.type'), ({ claim }) => t([`claimType.${claim.type}`, 'ui.verbatim'], { value: claim.type })],
    [t('claims.claimant'), ({ claim }) => claim.claimantName],
    [t('fact.workOrderNo'), ({ workOrderNo }) => workOrderNo ?? '–'],
    [t('claims.vin'), ({ claim }) => `${claim.vin} ${claim.plateNo ?? ''}`],
    [t('fact.failureDate'), ({ claim }) => claim.failureDate],
    [t('claims.finished'), ({ claim }) => claim.repairFinishDate],
    [t('fact.submittedDate'), ({ claim }) => (claim.submittedAtMs === null ? '–' : formatInstant(claim.submittedAtMs))],
    [t('claims.mileage'), ({ claim }) => (claim.mileageKm === null ? '–' : formatInteger(claim.mileageKm))],
    [t('claims.mainItem'), ({ claim }) => claim.mainItem ?? '–'],
    [t('claims.case'), ({ complaintText }) => complaintText ?? '–'],
    [t('claims.claimed'), ({ claim }) => formatFen(claim.claimedFen)],
    [t('claims.standing'), ({ lines }) => formatFen(lines.reduce((sum, line) => sum + standingFen(line), 0))],
  ];
  return (
    <table className="plain-table pair-table" data-testid="pair-table">
      <tbody>
        {rows.map(([label, value]) => {
          const [mine, theirs] = [value(own), value(other)];
          return (
            <tr key={label} className={mine === theirs && mine !== '–' ? 'same' : ''}>
              <th>{label}</th>
              <td>{mine}</td>
              <td>{theirs}</td>
            </tr>
          );
        })}
        <tr>
          <th>{t('claims.lines')}</th>
          <td>
            <Lines detail={own} />
          </td>
          <td>
            <Lines detail={other} />
          </td>
        </tr>
      </tbody>
    </table>
  );
}

function Lines({ detail }: { detail: ClaimDetail }) {
  const { t } = useTranslation();
  return (
    <>
      {detail.lines.map((line) => (
        <div key={line.id} className="pair-line">
          <span>
            {line.description} <span className="mono dim">{line.itemCode ?? ''}</span>
            <br />
            <span className="dim">{reckoning(t, line)}</span>
          </span>
          <span className="num">{formatFen(line.claimedFen)}</span>
        </div>
      ))}
    </>
  );
}
