import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Panel } from '../ui/Panel.tsx';
import { EmptyState, ErrorState, LoadingState } from '../ui/States.tsx';
import { ClaimDesk } from './ClaimDesk.tsx';
import { createKeyQueue } from './use-desk-keys.ts';
import { EvidencePanel } from './EvidencePanel.tsx';
import { ClaimHeader } from './ClaimHeader.tsx';
import { useClaimDetail } from './use-claim-detail.ts';

interface ClaimPanelProps {
  id: string | null;
  place: { index: number; total: number } | undefined;
  onDecided: () => void;
}

/** The evidence, already open beside the queue. */
export function ClaimPanel({ id, place, onDecided }: ClaimPanelProps) {
  const { t } = useTranslation();
  const detail = useClaimDetail(id);
  const [queued] = useState(createKeyQueue);
  // A key pressed for a row whose evidence is not here yet waits for it; one that was left behind acts on nothing.
  if (queued.id !== id) Object.assign(queued, { id, code: null });
  const stale = detail.data !== undefined && detail.data.claim.id !== id;
  return (
    <Panel label={t('claims.claim')} testId="claim-panel">
      {id === null ? <EmptyState title={t('claims.noneChosen')} /> : null}
      {id !== null && detail.error !== null ? (
        <ErrorState error={detail.error} onRetry={() => void detail.refetch()} />
      ) : null}
      {id !== null && detail.error === null && detail.data === undefined ? <LoadingState lines={9} /> : null}
      {id !== null && detail.error === null && detail.data !== undefined ? (
        <ClaimDesk key={detail.data.claim.id} detail={detail.data} onDecided={onDecided} stale={stale} queued={queued}>
          {(doors) => (
            <>
              <ClaimHeader detail={detail.data} doors={doors} place={place} />
              <EvidencePanel detail={detail.data} doors={doors} />
            </>
          )}
        </ClaimDesk>
      ) : null}
    </Panel>
  );
}
