import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { Section } from '../ui/Panel.tsx';
import { LinkTable } from './PaperPage.tsx';

/** Every paper around a claim, one step away (联查). */
export function LinkSection({ claimId }: { claimId: string }) {
  const { t } = useTranslation();
  const answer = useCall(['claims', 'paper', 'claim', claimId], () => api.claims.paper({ kind: 'claim', id: claimId }));
  if (answer.data === undefined || answer.data.links.length === 0) return null;
  return (
    <Section title={t('paper.around')} testId="papers">
      <LinkTable rows={answer.data.links} />
    </Section>
  );
}
