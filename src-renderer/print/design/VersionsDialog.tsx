import { useTranslation } from 'react-i18next';
import { FormTemplateSchema } from '../../../src-shared/contract/form-template.schema.ts';
import type { ConfigurationChange } from '../../../src-shared/contract/settings.contract.ts';
import type { FormTemplate } from '../../../src-shared/domain/print/form-template.ts';
import { FIRST_FORMS } from '../../../src-shared/domain/print/forms/index.ts';
import { api } from '../../api/client.ts';
import { useCall } from '../../api/use-api.ts';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { formatInstant } from '../../ui/format.ts';
import { ErrorState, LoadingState } from '../../ui/States.tsx';

interface VersionsDialogProps {
  formKey: FormTemplate['key'];
  onTake: (template: FormTemplate) => void;
  onClose: () => void;
}

/** What was published when and by whom; any of it, and the form as it was shipped, can be taken into the draft. */
export function VersionsDialog({ formKey, onTake, onClose }: VersionsDialogProps) {
  const { t } = useTranslation();
  const versions = useCall(['print', 'versions', formKey], () => api.print.versions({ formKey }));
  const take = (template: FormTemplate) => () => {
    onTake(template);
    onClose();
  };
  return (
    <Dialog title={t('design.versions')} onClose={onClose} width={620} testId="design-versions">
      {versions.error !== null ? (
        <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />
      ) : versions.data === undefined ? (
        <LoadingState lines={4} />
      ) : (
        <div className="scroll design-versions">
          <table className="plain-table">
            <tbody>
              {versions.data.map((change) => (
                <tr key={change.version}>
                  <td>{t('design.version', { version: change.version })}</td>
                  <td>{formatInstant(change.changedAtMs)}</td>
                  <td>{change.changedByName}</td>
                  <td>{change.valueJson === 'null' ? t('design.asShipped') : ''}</td>
                  <td className="num">
                    <Take
                      template={templateOf(change, formKey)}
                      onTake={take}
                      testId={`version-${String(change.version)}`}
                    />
                  </td>
                </tr>
              ))}
              <tr>
                <td colSpan={4}>{t('design.shipped')}</td>
                <td className="num">
                  <Take template={FIRST_FORMS[formKey]} onTake={take} testId="version-shipped" />
                </td>
              </tr>
            </tbody>
          </table>
        </div>
      )}
      <p className="dim">{t('design.versionsText')}</p>
      <div className="dialog-foot">
        <Button onClick={onClose} keyName="Esc">
          {t('ui.close')}
        </Button>
      </div>
    </Dialog>
  );
}

interface TakeProps {
  template: FormTemplate | null;
  onTake: (template: FormTemplate) => () => void;
  testId: string;
}

function Take({ template, onTake, testId }: TakeProps) {
  const { t } = useTranslation();
  if (template === null) return null;
  return (
    <Button onClick={onTake(template)} testId={testId}>
      {t('design.take')}
    </Button>
  );
}

/** A form published by a program whose forms this one cannot read cannot be taken up again. */
function templateOf({ valueJson }: ConfigurationChange, formKey: FormTemplate['key']): FormTemplate | null {
  if (valueJson === 'null') return FIRST_FORMS[formKey];
  const read = FormTemplateSchema.safeParse(JSON.parse(valueJson));
  return read.success ? read.data : null;
}
