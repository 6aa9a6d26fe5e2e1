import { useState } from 'react';
import { navigate } from '../ui/navigation.ts';
import { ApplicationDialog } from './ApplicationDialog.tsx';
import { ApplicationPage } from './ApplicationPage.tsx';
import { ApplicationsGrid } from './ApplicationsGrid.tsx';

/** The parts applications, or one of them. */
export function LogisticsPage({ id }: { id: string | null }) {
  const [isWriting, setWriting] = useState(false);
  if (id !== null) return <ApplicationPage id={id} key={id} />;
  return (
    <div className="work recon-list" data-testid="logistics-page">
      <ApplicationsGrid onNew={() => setWriting(true)} />
      {isWriting ? (
        <ApplicationDialog
          draft={null}
          onClose={() => setWriting(false)}
          onDone={(applicationId) => {
            setWriting(false);
            navigate('logistics', applicationId);
          }}
        />
      ) : null}
    </div>
  );
}
