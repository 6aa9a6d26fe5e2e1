import { useTranslation } from 'react-i18next';
import { mayEditRules } from '../../../src-shared/contract/ruleset.schema.ts';
import { api } from '../../api/client.ts';
import { useCall } from '../../api/use-api.ts';
import { useSession } from '../../session/use-session.ts';
import { Panel } from '../../ui/Panel.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/States.tsx';
import { Workshop } from './Workshop.tsx';
import './rules.css';

/** The workshop of the rules (claims §4.3, §5); tables are the warranty administrator's, others read sentences. */
export function RulesPage() {
  const { t } = useTranslation();
  const isEditor = mayEditRules(useSession().data?.user?.roles ?? []);
  const workshop = useCall(['rules', 'workshop'], () => api.rules.workshop({}), { enabled: isEditor });
  if (!isEditor) return <EmptyState title={t('rules.notYours')} />;
  if (workshop.data !== undefined) return <Workshop workshop={workshop.data} />;
  return (
    <div className="work">
      <Panel>
        {workshop.error === null ? (
          <LoadingState lines={12} />
        ) : (
          <ErrorState error={workshop.error} onRetry={() => void workshop.refetch()} />
        )}
      </Panel>
    </div>
  );
}
