import { useTranslation } from 'react-i18next';
import type { ClaimDetail } from '../../src-shared/contract/claims.contract.ts';
import { formatInteger } from '../ui/format.ts';
import { Tag } from '../ui/Tag.tsx';
import type { DeskDoors } from './ClaimDesk.tsx';
import { HolderLine } from './HolderLine.tsx';
import { STATUS_TONES } from './tones.ts';

interface ClaimHeaderProps {
  detail: ClaimDetail;
  doors: Pick<DeskDoors, 'onTake' | 'onHandOver'>;
  place?: { index: number; total: number } | undefined;
}

export function ClaimHeader({ detail, doors, place }: ClaimHeaderProps) {
  const { t } = useTranslation();
  const { claim, stationGrade, stationType, holdReason } = detail;
  const kind = [
    stationGrade === null ? '' : t('claims.grade', { grade: stationGrade }),
    stationType === null ? '' : t([`stationType.${stationType}`, 'ui.verbatim'], { value: stationType }),
  ].filter((part) => part !== '');
  return (
    <header className="claim-head" data-testid="claim-head" data-claim={claim.id}>
      <h2>
        <span className="mono">{claim.no ?? '–'}</span>
        <Tag tone={STATUS_TONES[claim.status]}>{t(`claimStatus.${claim.status}`)}</Tag>
        {claim.pending ? <Tag tone="wait">{t('claims.pending')}</Tag> : null}
        {place === undefined ? null : (
          <span className="place">
            {t('claims.place', { index: formatInteger(place.index + 1), total: formatInteger(place.total) })}
          </span>
        )}
      </h2>
      <div className="row">
        <span>
          {claim.claimantName} {kind.length === 0 ? null : <Tag tone="wait">{kind.join(' · ')}</Tag>}
        </span>
        <span className="mono">{claim.vin}</span>
      </div>
      <div className="row">
        <span>
          {[claim.plateNo, claim.modelName, claim.mainItem].filter((part) => part !== null && part !== '').join(' · ')}
        </span>
        {holdReason === null ? null : <span>{t(`holdReason.${holdReason}`, { defaultValue: holdReason })}</span>}
        {claim.statementNo === null ? null : <span>{t('claims.onStatement', { statementNo: claim.statementNo })}</span>}
      </div>
      <HolderLine claim={claim} doors={doors} />
    </header>
  );
}
