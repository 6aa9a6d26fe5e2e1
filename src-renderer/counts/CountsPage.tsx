import { useState } from 'react';
import { navigate } from '../ui/navigation.ts';
import { CountSheetPage } from './CountSheetPage.tsx';
import { CountsGrid } from './CountsGrid.tsx';
import { PlanDialog } from './PlanDialog.tsx';

/** The count sheets, or one of them. */
export function CountsPage({ id }: { id: string | null }) {
  const [planning, setPlanning] = useState(false);
  if (id !== null) return <CountSheetPage id={id} key={id} />;
  return (
    <div className="work counts-work" data-testid="counts-page">
      <CountsGrid onPlan={() => setPlanning(true)} />
      {planning ? (
        <PlanDialog
          onClose={() => setPlanning(false)}
          onDone={(sheetIds) => {
            setPlanning(false);
            const [only] = sheetIds;
            if (only !== undefined && sheetIds.length === 1) navigate('counts', only);
          }}
        />
      ) : null}
    </div>
  );
}
