import { BalancePage } from './BalancePage.tsx';
import { BalancesGrid } from './BalancesGrid.tsx';

/** The stock of all warehouses, or one key of it. */
export function PartsPage({ id }: { id: string | null }) {
  if (id !== null) return <BalancePage id={id} key={id} />;
  return (
    <div className="work counts-work" data-testid="parts-page">
      <BalancesGrid />
    </div>
  );
}
