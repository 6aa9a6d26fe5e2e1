import { useState } from 'react';
import { navigate } from '../ui/navigation.ts';
import { CountSheetPage } from './CountSheetPage.tsx';
import { CountsGrid } from './CountsGrid.tsx';
import { isCountsView } from './CountsViews.tsx';
import { PeriodsView } from './PeriodsView.tsx';
import { PlanDialog } from './PlanDialog.tsx';

/** The count sheets, one of the room's other lists, or one sheet. */
export function CountsPage({ id }: { id: string | null }) {
  const [planning, setPlanning] = useState(false);
  if (id !== null && !isCountsView(id)) return <CountSheetPage id={id} key={id} />;
  if (id === 'periods') {
    return (
      <div className="work count-work" data-testid="counts-page">
        <PeriodsView />
      </div>
    );
  }
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
