import { BalancePage } from './BalancePage.tsx';
import { BalancesGrid } from './BalancesGrid.tsx';
import { MovementsGrid } from './MovementsGrid.tsx';
import { isPartsView } from './PartsViews.tsx';
import { PlanningGrid, TurnoverGrid } from './PlanningView.tsx';
import { ReportsView } from './ReportsView.tsx';

/** The stock of all warehouses, one of the room's other lists, or one key of the stock. */
export function PartsPage({ id }: { id: string | null }) {
  const view = id ?? 'stock';
  if (!isPartsView(view)) return <BalancePage id={view} key={view} />;
  const View = VIEWS[view];
  return (
    <div className="work counts-work" data-testid="parts-page">
      <View key={view} />
    </div>
  );
}

const VIEWS = {
  stock: BalancesGrid,
  ledger: MovementsGrid,
  planning: PlanningGrid,
  turnover: TurnoverGrid,
  reports: ReportsView,
};
