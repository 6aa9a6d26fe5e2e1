import { useState } from 'react';
import { navigate } from '../ui/navigation.ts';
import { RunPage } from './RunPage.tsx';
import { RunsGrid } from './RunsGrid.tsx';
import { StartDialog } from './StartDialog.tsx';

/** The reconciliation runs, or one of them. */
export function ReconciliationPage({ id }: { id: string | null }) {
  const [starting, setStarting] = useState(false);
  if (id !== null) return <RunPage id={id} key={id} />;
  return (
    <div className="work recon-list" data-testid="recon-page">
      <RunsGrid onStart={() => setStarting(true)} />
      {starting ? (
        <StartDialog
          onClose={() => setStarting(false)}
          onDone={(runId) => {
            setStarting(false);
            navigate('reconciliation', runId);
          }}
        />
      ) : null}
    </div>
  );
}
