import { useState, type ComponentType } from 'react';
import { navigate } from '../ui/navigation.ts';
import { ApplicationDialog } from './ApplicationDialog.tsx';
import { ApplicationPage } from './ApplicationPage.tsx';
import { ApplicationsGrid } from './ApplicationsGrid.tsx';
import { LimitPage } from './limits/LimitPage.tsx';
import { LimitsGrid } from './limits/LimitsGrid.tsx';
import { OrderPage } from './orders/OrderPage.tsx';
import { OrdersGrid } from './orders/OrdersGrid.tsx';
import { DamagePage } from './receipts/DamagePage.tsx';
import { DamagesGrid } from './receipts/DamagesGrid.tsx';
import { ReceiptsGrid } from './receipts/ReceiptsGrid.tsx';
import { RoadGrid } from './receipts/RoadGrid.tsx';

/** The parts applications, the room's other lists, or one thing of one of them. */
export function LogisticsPage({ id }: { id: string | null }) {
  if (id === null) return <Applications />;
  const List = LISTS[id];
  if (List !== undefined)
    return (
      <div className="work recon-list" data-testid="logistics-page">
        <List key={id} />
      </div>
    );
  const [kind = '', thing = ''] = id.split('.');
  const Page = PAGES[kind];
  return Page === undefined ? <ApplicationPage id={id} key={id} /> : <Page id={thing} key={thing} />;
}

const LISTS: Readonly<Partial<Record<string, ComponentType>>> = {
  orders: OrdersGrid,
  receipts: ReceiptsGrid,
  damages: DamagesGrid,
  limits: LimitsGrid,
  road: RoadGrid,
};

/** Pages of single things by the word before their id; an application has none. */
const PAGES: Readonly<Partial<Record<string, ComponentType<{ id: string }>>>> = {
  order: OrderPage,
  damage: DamagePage,
  limit: LimitPage,
};

function Applications() {
  const [isWriting, setWriting] = useState(false);
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
