import { useTranslation } from 'react-i18next';
import type { ClaimDetail } from '../../src-shared/contract/claims.contract.ts';
import { ErrorState, LoadingState } from '../ui/States.tsx';
import type { DeskDoors } from './ClaimDesk.tsx';
import { CaseSection, DecisionSection, TimeLine, Visits } from './ClaimEvidence.tsx';
import { Disagreement } from './Disagreement.tsx';
import { MoneyTable } from './MoneyTable.tsx';
import { FollowUpSection, OldPartSection } from './PaperSections.tsx';
import { PeerSection } from './PeerSection.tsx';
import { PhotoStrip } from './PhotoStrip.tsx';
import { ReversalNotice } from './ReverseDialog.tsx';
import { RuleHits } from './RuleHits.tsx';
import { WarrantyBar } from './WarrantyBar.tsx';

/** Everything a decision rests on, always in the same order (claims §6.3). */
export function EvidencePanel({ detail, doors }: { detail: ClaimDetail; doors: DeskDoors }) {
  const { evidence } = doors;
  return (
    <div className="scroll" data-testid="evidence">
      <Disagreement detail={detail} />
      <ReversalNotice detail={detail} />
      <SomebodyElse doors={doors} />
      <WarrantyBar warranty={detail.warranty} />
      <RuleHits hits={detail.hits} onOpen={doors.onHit} />
      <CaseSection detail={detail} />
      <TimeLine detail={detail} onMap={doors.onMap} />
      {evidence === null ? (
        <Pending doors={doors} />
      ) : (
        <PhotoStrip photos={evidence.photos} at={doors.photoAt} onPick={doors.onPhoto} onCompare={doors.onCompare} />
      )}
      <Visits detail={detail} />
      {evidence === null ? null : <PeerSection peers={evidence.peers} />}
      <MoneyTable detail={detail} onWhy={doors.onWhy} />
      {evidence === null ? null : <OldPartSection evidence={evidence} />}
      {evidence === null ? null : <FollowUpSection calls={evidence.followUps} />}
      <DecisionSection detail={detail} />
    </div>
  );
}

function Pending({ doors }: { doors: DeskDoors }) {
  return doors.evidenceError === null ? <LoadingState lines={3} /> : <ErrorState error={doors.evidenceError} />;
}

/** The soft lock: a name and a time, nothing is forbidden. */
function SomebodyElse({ doors }: { doors: DeskDoors }) {
  const { t } = useTranslation();
  const [first] = doors.others;
  if (first === undefined) return null;
  return (
    <div className="notice warn" role="status" data-testid="soft-lock" data-data>
      {t('claims.openElsewhere', { name: first.name, atMs: first.sinceMs })}
    </div>
  );
}
