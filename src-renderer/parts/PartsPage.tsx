import { STOCK_EXCEPTIONS } from '../../src-shared/domain/parts/stock-exceptions.ts';
import { BalancePage } from './BalancePage.tsx';
import { BalancesGrid } from './BalancesGrid.tsx';
import { ExceptionRows } from './exceptions/ExceptionRows.tsx';
import { ExceptionsView } from './exceptions/ExceptionsView.tsx';
import { MovementsGrid } from './MovementsGrid.tsx';
import { isPartsView } from './PartsViews.tsx';
import { PlanningGrid, TurnoverGrid } from './PlanningView.tsx';
import { PreparationPage } from './preparation/PreparationPage.tsx';
import { PreparationsGrid } from './preparation/PreparationsGrid.tsx';
import { PurchasePage } from './purchase/PurchasePage.tsx';
import { PurchasesGrid } from './purchase/PurchasesGrid.tsx';
import { ReportsView } from './ReportsView.tsx';

/** The stock of all warehouses, one of the room's other lists, one key of the stock, a preparation plan, or a purchase request. */
export function PartsPage({ id }: { id: string | null }) {
  const view = id ?? 'stock';
  const [kind, paperId] = view.split('.');
  if (kind === 'preparation' && paperId !== undefined) return <PreparationPage id={paperId} key={paperId} />;
  if (kind === 'purchase' && paperId !== undefined) return <PurchasePage id={paperId} key={paperId} />;
  const exception = kind === 'exceptions' ? STOCK_EXCEPTIONS.find((each) => each === paperId) : undefined;
  if (exception !== undefined) {
    return (
      <div className="work counts-work" data-testid="parts-page">
        <ExceptionRows kind={exception} key={view} />
      </div>
    );
  }
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
  preparation: PreparationsGrid,
  purchase: PurchasesGrid,
  exceptions: ExceptionsView,
};
