import { lazy, type ComponentType } from 'react';
import { SAMPLE_READERS } from '../../src-shared/contract/sampling.contract.ts';
import { RULE_EDITORS } from '../../src-shared/contract/ruleset.schema.ts';

/** A room of the rail or a page without one; the screen gets the id of the thing it shows. */
interface Route {
  room: string;
  inRail: boolean;
  /** Whose room it is; absent = everybody's. */
  roles?: readonly string[];
  Page: ComponentType<{ id: string | null }>;
}

const claims = (): Promise<typeof import('../claims/ClaimsPage.tsx')> => import('../claims/ClaimsPage.tsx');
const ClaimsPage = lazy(async () => ({ default: (await claims()).ClaimsPage }));
const TodayPage = lazy(async () => ({ default: (await import('../claims/TodayPage.tsx')).TodayPage }));
const FiguresPage = lazy(async () => ({ default: (await import('../claims/figures/FiguresPage.tsx')).FiguresPage }));
const ClaimPage = lazy(async () => ({ default: (await import('../claims/ClaimPage.tsx')).ClaimPage }));
const PaperPage = lazy(async () => ({ default: (await import('../claims/PaperPage.tsx')).PaperPage }));
const SettlementPage = lazy(async () => ({
  default: (await import('../settlement/SettlementPage.tsx')).SettlementPage,
}));
const CountsPage = lazy(async () => ({ default: (await import('../counts/CountsPage.tsx')).CountsPage }));
const ReconciliationPage = lazy(async () => ({
  default: (await import('../reconciliation/ReconciliationPage.tsx')).ReconciliationPage,
}));
const LogisticsPage = lazy(async () => ({
  default: (await import('../logistics/LogisticsPage.tsx')).LogisticsPage,
}));
const PartsPage = lazy(async () => ({ default: (await import('../parts/PartsPage.tsx')).PartsPage }));
const ImportPage = lazy(async () => ({ default: (await import('../exchange/ImportPage.tsx')).ImportPage }));
const PrintPage = lazy(async () => ({ default: (await import('../print/PrintPage.tsx')).PrintPage }));
const FormsPage = lazy(async () => ({ default: (await import('../print/design/FormsPage.tsx')).FormsPage }));
const RulesPage = lazy(async () => ({ default: (await import('../claims/rulesets/RulesPage.tsx')).RulesPage }));
const SamplingPage = lazy(async () => ({
  default: (await import('../claims/sampling/SamplingPage.tsx')).SamplingPage,
}));
const SettingsPage = lazy(async () => ({ default: (await import('../settings/SettingsPage.tsx')).SettingsPage }));
const HandoverPage = lazy(async () => ({ default: (await import('../settings/HandoverPage.tsx')).HandoverPage }));
const DevicesPage = lazy(async () => ({ default: (await import('../settings/DevicesPage.tsx')).DevicesPage }));
const AttentionPage = lazy(async () => ({ default: (await import('./AttentionPage.tsx')).AttentionPage }));
const SupportPage = lazy(async () => ({ default: (await import('./SupportPage.tsx')).SupportPage }));

/** Who counts, judges counts or looks at them. */
const OF_STOCK = [
  ...['counter', 'recounter', 'warehouse', 'partsManager', 'planner', 'finance', 'regionManager', 'management'],
  ...['auditor', 'admin'],
];

/** Who explains differences between the books, or reads how they were explained; counters are no part of it. */
const OF_RECONCILIATION = [
  ...['warehouse', 'partsManager', 'planner', 'finance', 'regionManager', 'management', 'auditor', 'admin'],
];

/** Who asks for parts, decides on it, sends them, or looks at how it goes. */
const OF_LOGISTICS = [
  ...['dispatcher', 'agent', 'regionManager', 'warrantyAdmin', 'partsManager', 'planner', 'warehouse', 'finance'],
  ...['management', 'auditor', 'admin'],
];

/** The rooms that exist, in the order of the rail. */
export const ROUTES: readonly Route[] = [
  { room: 'claims', inRail: true, Page: ClaimsPage },
  { room: 'today', inRail: true, Page: TodayPage },
  { room: 'claim', inRail: false, Page: ClaimPage },
  { room: 'paper', inRail: false, Page: PaperPage },
  { room: 'settlement', inRail: true, Page: SettlementPage },
  { room: 'parts', inRail: true, roles: OF_STOCK, Page: PartsPage },
  { room: 'logistics', inRail: true, roles: OF_LOGISTICS, Page: LogisticsPage },
  { room: 'counts', inRail: true, roles: OF_STOCK, Page: CountsPage },
  { room: 'reconciliation', inRail: true, roles: OF_RECONCILIATION, Page: ReconciliationPage },
  { room: 'exchange', inRail: true, Page: ImportPage },
  { room: 'print', inRail: true, Page: PrintPage },
  { room: 'figures', inRail: true, Page: FiguresPage },
  { room: 'forms', inRail: false, Page: FormsPage },
  { room: 'rules', inRail: false, roles: RULE_EDITORS, Page: RulesPage },
  { room: 'sampling', inRail: false, roles: SAMPLE_READERS, Page: SamplingPage },
  { room: 'settings', inRail: false, Page: SettingsPage },
  { room: 'handover', inRail: false, Page: HandoverPage },
  { room: 'devices', inRail: false, roles: ['admin', 'auditor'], Page: DevicesPage },
  { room: 'attention', inRail: false, Page: AttentionPage },
  { room: 'support', inRail: false, Page: SupportPage },
];

/** A room's place in the menus of a person with these roles. */
export function isMine({ roles }: Route, own: readonly string[]): boolean {
  return roles === undefined || roles.some((role) => own.includes(role));
}

/** Fetches the audit, where nearly everybody begins, while the person signs in. */
export function fetchFirstRoom(): void {
  // a room that cannot be fetched now is asked for again when it is opened, and says why then
  claims().catch(() => undefined);
}

/** The page of a room; the first room when the address names none that exists. */
export function routeOf(room: string): Route | undefined {
  return ROUTES.find((route) => route.room === room) ?? ROUTES[0];
}
