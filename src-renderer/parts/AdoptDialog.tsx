import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useOrder } from '../api/use-api.ts';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { Notice } from '../ui/Tag.tsx';
import { showToast } from '../ui/toasts.ts';
import { useProblemText } from '../ui/use-problem-text.ts';

/** The computed figures become those that are worked with. */
export function AdoptDialog({ ids, onClose }: { ids: string[]; onClose: () => void }) {
  const { t } = useTranslation();
  const text = useProblemText();
  const order = useOrder(api.parts.adoptPlanning, ({ adopted }) => {
    showToast({ text: t('planning.adopted', { number: adopted }) });
    onClose();
  });
  return (
    <ConfirmDialog
      title={t('planning.adopt')}
      confirmText={t('planning.adoptConfirm')}
      onConfirm={() => order.mutate({ settingIds: ids, own: null })}
      onClose={onClose}
      busy={order.isPending}
      testId="adopt-dialog"
    >
      {order.error === null ? null : <Notice tone="bad">{text(problemOf(order.error))}</Notice>}
      <p>{t('planning.adoptText', { number: ids.length })}</p>
    </ConfirmDialog>
  );
}
