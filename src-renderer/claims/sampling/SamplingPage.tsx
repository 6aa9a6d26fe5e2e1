import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { mayPlanSamples, maySeeSamples } from '../../../src-shared/contract/sampling.contract.ts';
import { api } from '../../api/client.ts';
import { useCall } from '../../api/use-api.ts';
import { useSession } from '../../session/use-session.ts';
import type { KeyMap } from '../../ui/keyboard.ts';
import { Panel } from '../../ui/Panel.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../ui/States.tsx';
import { useStoredState } from '../../ui/stored-state.ts';
import { Tabs } from '../../ui/Tabs.tsx';
import { showToast } from '../../ui/toasts.ts';
import { AuditorPane } from './AuditorPane.tsx';
import { PlanPane } from './PlanPane.tsx';
import { ProofPane } from './ProofPane.tsx';
import './sampling.css';

const VIEWS = ['plan', 'proof', 'auditor'] as const;
const View = z.enum(VIEWS);
type View = z.infer<typeof View>;

/** Samples of what the rules approve: their plan, the proof of a draw, and the auditor's own sample (claims §6.5, 0360). */
export function SamplingPage() {
  const { t } = useTranslation();
  const roles = useSession().data?.user?.roles ?? [];
  const isReader = maySeeSamples(roles);
  const [view, setView] = useStoredState<View>('sampling.view', View, 'plan');
  const [isDirty, setDirty] = useState(false);
  const plans = useCall(['sampling', 'plans'], () => api.sampling.plans({}), { enabled: isReader, keep: true });
  if (!isReader) return <EmptyState title={t('error.samples-not-yours')} />;
  const open = (wanted: View): void => {
    if (isDirty && wanted !== view) showToast({ text: t('sampling.unsaved') });
    else setView(wanted);
  };
  const keys: KeyMap = Object.fromEntries(VIEWS.map((name, at) => [`Digit${String(at + 1)}`, () => open(name)]));
  const tabs = (
    <Tabs
      label={t('room.sampling')}
      names={VIEWS}
      shown={view}
      text={(name) => t(`sampling.view.${name}`)}
      onOpen={open}
      testId={(name) => `sampling-${name}`}
    />
  );
  if (plans.data === undefined) {
    return (
      <div className="work">
        <Panel label={t('room.sampling')}>
          <div className="tools">{tabs}</div>
          {plans.error === null ? (
            <LoadingState lines={8} />
          ) : (
            <ErrorState error={plans.error} onRetry={() => void plans.refetch()} />
          )}
        </Panel>
      </div>
    );
  }
  switch (view) {
    case 'plan':
      return (
        <PlanPane tabs={tabs} keys={keys} stored={plans.data} isEditor={mayPlanSamples(roles)} onDirty={setDirty} />
      );
    case 'proof':
      return <ProofPane tabs={tabs} keys={keys} stored={plans.data} />;
    case 'auditor':
      return <AuditorPane tabs={tabs} keys={keys} today={plans.data.today} />;
  }
}
