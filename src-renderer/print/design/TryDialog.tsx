import { useTranslation } from 'react-i18next';
import type { FormTemplate } from '../../../src-shared/domain/print/form-template.ts';
import { api } from '../../api/client.ts';
import { useCall } from '../../api/use-api.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { formatInteger } from '../../ui/format.ts';
import { ErrorState, LoadingState } from '../../ui/States.tsx';
import { Notice } from '../../ui/Tag.tsx';
import { PreviewPdf } from '../PreviewPdf.tsx';
import '../print.css';

interface TryDialogProps {
  template: FormTemplate;
  documentId: string;
  documentNo: string;
  isPreprinted: boolean;
  onClose: () => void;
}

/** A real document on the form as it is designed now: the PDF a print would send, by the same way and engine. */
export function TryDialog({ template, documentId, documentNo, isPreprinted, onClose }: TryDialogProps) {
  const { t } = useTranslation();
  const trial = useCall(['print', 'trial', template, documentId, isPreprinted], () =>
    api.print.tryTemplate({ template, documentId, isPreprinted }),
  );
  return (
    <Dialog title={t('design.tryTitle', { no: documentNo })} onClose={onClose} width={1180} testId="design-try">
      {trial.error !== null ? (
        <ErrorState error={trial.error} onRetry={() => void trial.refetch()} />
      ) : trial.data === undefined ? (
        <LoadingState lines={12} />
      ) : (
        <div className="print-work">
          <div className="print-side">
            <p>{t('print.pages', { documents: 1, pages: formatInteger(trial.data.pageCount) })}</p>
            <Notice tone="info">{t(isPreprinted ? 'design.tryPreprinted' : 'design.tryPlain')}</Notice>
            {trial.data.overflowCount === 0 ? null : (
              <Notice tone="warn" testId="design-try-overflows">
                {t('print.overflows', { number: formatInteger(trial.data.overflowCount) })}
              </Notice>
            )}
            <div className="dialog-foot print-foot">
              <Button onClick={onClose} keyName="Esc" testId="design-try-close" autoFocus>
                {t('ui.close')}
              </Button>
            </div>
          </div>
          <PreviewPdf address={trial.data.address} />
        </div>
      )}
    </Dialog>
  );
}
