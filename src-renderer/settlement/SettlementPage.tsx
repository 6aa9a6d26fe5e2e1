import { useState } from 'react';
import { StatementPage } from './StatementPage.tsx';
import { StatementsGrid } from './StatementsGrid.tsx';
import { RunDialog } from './RunDialog.tsx';

/** The statements, or one of them. */
export function SettlementPage({ id }: { id: string | null }) {
  const [running, setRunning] = useState(false);
  if (id !== null) return <StatementPage id={id} />;
  return (
    <div className="work settlement-work" data-testid="settlement-page">
      <StatementsGrid onRun={() => setRunning(true)} />
      {running ? <RunDialog onClose={() => setRunning(false)} /> : null}
    </div>
  );
}
