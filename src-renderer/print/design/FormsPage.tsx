import { useTranslation } from 'react-i18next';
import { mayEditCompany } from '../../../src-shared/contract/settings.contract.ts';
import { FORM_KEYS, type FormKey } from '../../../src-shared/domain/print/form-template.ts';
import { api } from '../../api/client.ts';
import { useCall } from '../../api/use-api.ts';
import { useSession } from '../../session/use-session.ts';
import { EmptyState, ErrorState, LoadingState } from '../../ui/States.tsx';
import { FormDesigner } from './FormDesigner.tsx';
import './design.css';

/** The forms of the company, one at a time; an address without a form opens the first one. */
export function FormsPage({ id }: { id: string | null }) {
  const { t } = useTranslation();
  const session = useSession();
  const formKey = FORM_KEYS.find((key) => key === id) ?? FORM_KEYS[0];
  if (!mayEditCompany(session.data?.user?.roles ?? [])) return <EmptyState title={t('design.notYours')} />;
  return <OneForm key={formKey} formKey={formKey} />;
}

function OneForm({ formKey }: { formKey: FormKey }) {
  const stored = useCall(['print', 'template', formKey], () => api.print.template({ formKey }), { keep: true });
  if (stored.error !== null && stored.data === undefined) {
    return <ErrorState error={stored.error} onRetry={() => void stored.refetch()} />;
  }
  // an answer to the question about another form is of no use here
  if (stored.data?.template.key !== formKey) return <LoadingState />;
  return <FormDesigner stored={stored.data} onScanChanged={() => void stored.refetch()} />;
}
