import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClaimDetail } from '../../src-shared/contract/claims.contract.ts';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { Button } from '../ui/Button.tsx';
import { navigate } from '../ui/navigation.ts';
import { Panel } from '../ui/Panel.tsx';
import { EmptyState, ErrorState, LoadingState } from '../ui/States.tsx';
import { Notice } from '../ui/Tag.tsx';
import { useProblemText } from '../ui/use-problem-text.ts';
import { ClaimDesk, createKeyQueue } from './ClaimDesk.tsx';
import { ClaimEvidence } from './ClaimEvidence.tsx';
import { ClaimHeader } from './ClaimHeader.tsx';
import { MoneyTable } from './MoneyTable.tsx';
import { RuleHits } from './RuleHits.tsx';
import { useClaimDetail } from './use-claim-detail.ts';
import { WarrantyBar } from './WarrantyBar.tsx';

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
          {(onWhy) => (
            <>
              <ClaimHeader detail={detail.data} place={place} />
              <div className="scroll">
                <Disagreement detail={detail.data} />
                <RuleHits hits={detail.data.hits} />
                <WarrantyBar warranty={detail.data.warranty} />
                <MoneyTable detail={detail.data} onWhy={onWhy} />
                <ClaimEvidence detail={detail.data} />
              </div>
            </>
          )}
        </ClaimDesk>
      ) : null}
    </Panel>
  );
}

/** Told on the claim itself when the server stands elsewhere than the decision made here. */
export function Disagreement({ detail }: { detail: ClaimDetail }) {
  const { t } = useTranslation();
  const text = useProblemText();
  const attention = useCall(['sync', 'attention'], () => api.sync.attention({}), { keep: true });
  const item = attention.data?.find((candidate) => candidate.targetId === detail.claim.id);
  if (item === undefined) return null;
  return (
    <div className="sec">
      <Notice tone="warn" testId="conflict-notice">
        <span className="grow">{text(item)}</span>
        <Button look="link" onClick={() => navigate('attention')}>
          {t('claims.compare')}
        </Button>
      </Notice>
    </div>
  );
}
