import { useTranslation } from 'react-i18next';
import type { ClaimDetail } from '../../src-shared/contract/claims.contract.ts';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { Button } from '../ui/Button.tsx';
import { navigate } from '../ui/navigation.ts';
import { Notice } from '../ui/Tag.tsx';
import { useProblemText } from '../ui/use-problem-text.ts';

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
