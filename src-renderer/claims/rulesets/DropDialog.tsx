import { useTranslation } from 'react-i18next';
import { api } from '../../api/client.ts';
import { problemOf } from '../../api/problem.ts';
import { useOrder } from '../../api/use-api.ts';
import { ConfirmDialog } from '../../ui/Dialog.tsx';
import { Notice } from '../../ui/Tag.tsx';
import { showToast } from '../../ui/toasts.ts';
import { useProblemText } from '../../ui/use-problem-text.ts';
import type { Draft } from './use-draft.ts';

/** Throws the draft away for everybody; the published rules stand. */
export function DropDialog({ draft, onClose }: { draft: Draft; onClose: () => void }) {
  const { t } = useTranslation();
  const text = useProblemText();
  const drop = useOrder(api.rules.dropDraft, () => {
    draft.dropped();
    showToast({ text: t('rules.dropped') });
    onClose();
  });
  return (
    <ConfirmDialog
      title={t('rules.drop')}
      confirmText={t('rules.drop')}
      look="danger"
      busy={drop.isPending}
      onConfirm={() => drop.mutate({ version: draft.standing.version })}
      onClose={onClose}
      testId="rules-drop-dialog"
    >
      <p>{t('rules.dropText', { version: draft.standing.rulesetVersion ?? 0, count: draft.cells.size })}</p>
      {drop.error === null ? null : <Notice tone="bad">{text(problemOf(drop.error))}</Notice>}
    </ConfirmDialog>
  );
}
