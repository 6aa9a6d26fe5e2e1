import { useTranslation } from 'react-i18next';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { KeyCap } from '../ui/KeyCap.tsx';
import { Section } from '../ui/Panel.tsx';
import { LinkTable } from './LinkTable.tsx';

/** Every paper around a claim, one step away (联查). */
export function LinkSection({ claimId }: { claimId: string }) {
  const { t } = useTranslation();
  const answer = useCall(['claims', 'paper', 'claim', claimId], () => api.claims.paper({ kind: 'claim', id: claimId }));
  if (answer.data === undefined || answer.data.links.length === 0) return null;
  return (
    <Section
      title={t('paper.around')}
      aside={
        <>
          <KeyCap name="L" /> {t('paper.move')}
        </>
      }
      testId="papers"
    >
      <LinkTable rows={answer.data.links} withKind />
    </Section>
  );
}
