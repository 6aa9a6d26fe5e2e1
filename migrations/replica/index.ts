/** The steps in order; a step is never changed once it has shipped. */
import { up as m0010 } from './0010-organisation-and-vehicles.ts';
import { up as m0020 } from './0020-parts-and-warranty.ts';
import { up as m0030 } from './0030-rules-and-users.ts';
import { up as m0040 } from './0040-service.ts';
import { up as m0050 } from './0050-claims.ts';
import { up as m0060 } from './0060-settlement-and-recovery.ts';
import { up as m0070 } from './0070-overlay.ts';
import { up as m0100 } from './0100-stock-ledger.ts';
import { up as m0102 } from './0102-counts-and-erp.ts';
import { up as m0120 } from './0120-print-log.ts';
import { up as m0130 } from './0130-query-scheme.ts';
import { up as m0140 } from './0140-statement-life.ts';
import { up as m0160 } from './0160-evidence-indexes.ts';
import { up as m0190 } from './0190-configuration-change.ts';
import { up as m0220 } from './0220-counts-in-use.ts';
import { up as m0240 } from './0240-reconciliation.ts';
import { up as m0262 } from './0262-reasons-offered.ts';
import { up as m0264 } from './0264-decided-for.ts';
import { up as m0310 } from './0310-parts-applications.ts';
import { up as m0330 } from './0330-ledger-by-number.ts';
import { up as m0331 } from './0331-planning-figures.ts';
import { up as m0360 } from './0360-stock-periods.ts';
import { up as m0350 } from './0350-handover.ts';
import { up as m0370 } from './0370-goods-orders.ts';
import { up as m0372 } from './0372-receipts-and-damage.ts';
import { up as m0374 } from './0374-credit-limits.ts';
import { up as m0380 } from './0380-limit-changes.ts';
import { up as m0395 } from './0395-preparation-plans.ts';
import { up as m0420 } from './0420-purchase-requests.ts';
import { up as m0410 } from './0410-goods-arrivals.ts';
import { up as m0430 } from './0430-plate-readings.ts';
import { up as m0432 } from './0432-repairs-of-assemblies.ts';
import { up as m0440 } from './0440-purchase-quantities.ts';
import { up as m0441 } from './0441-stock-proofs.ts';
import { up as m0485 } from './0485-stock-refusals.ts';
import { up as m0475 } from './0475-papers-of-the-rules.ts';
import { up as m0476 } from './0476-photos-alike.ts';
import { up as m0480 } from './0480-reversals.ts';
import { up as m0481 } from './0481-station-standing.ts';
import { up as m0486 } from './0486-clocks-and-photos-of-counts.ts';
import { up as m0500 } from './0500-papers-both-ways.ts';
import { up as m0540 } from './0540-open-stock-work.ts';
import { up as m0570 } from './0570-application-papers.ts';

export const replicaMigrations = [
  { name: '0010-organisation-and-vehicles', up: m0010 },
  { name: '0020-parts-and-warranty', up: m0020 },
  { name: '0030-rules-and-users', up: m0030 },
  { name: '0040-service', up: m0040 },
  { name: '0050-claims', up: m0050 },
  { name: '0060-settlement-and-recovery', up: m0060 },
  { name: '0070-overlay', up: m0070 },
  { name: '0100-stock-ledger', up: m0100 },
  { name: '0102-counts-and-erp', up: m0102 },
  { name: '0120-print-log', up: m0120 },
  { name: '0130-query-scheme', up: m0130 },
  { name: '0140-statement-life', up: m0140 },
  { name: '0160-evidence-indexes', up: m0160 },
  { name: '0190-configuration-change', up: m0190 },
  { name: '0220-counts-in-use', up: m0220 },
  { name: '0240-reconciliation', up: m0240 },
  { name: '0262-reasons-offered', up: m0262 },
  { name: '0264-decided-for', up: m0264 },
  { name: '0310-parts-applications', up: m0310 },
  { name: '0330-ledger-by-number', up: m0330 },
  { name: '0331-planning-figures', up: m0331 },
  { name: '0360-stock-periods', up: m0360 },
  { name: '0350-handover', up: m0350 },
  { name: '0370-goods-orders', up: m0370 },
  { name: '0372-receipts-and-damage', up: m0372 },
  { name: '0374-credit-limits', up: m0374 },
  { name: '0380-limit-changes', up: m0380 },
  { name: '0395-preparation-plans', up: m0395 },
  { name: '0420-purchase-requests', up: m0420 },
  { name: '0410-goods-arrivals', up: m0410 },
  { name: '0430-plate-readings', up: m0430 },
  { name: '0432-repairs-of-assemblies', up: m0432 },
  { name: '0440-purchase-quantities', up: m0440 },
  { name: '0441-stock-proofs', up: m0441 },
  { name: '0485-stock-refusals', up: m0485 },
  { name: '0475-papers-of-the-rules', up: m0475 },
  { name: '0476-photos-alike', up: m0476 },
  { name: '0480-reversals', up: m0480 },
  { name: '0481-station-standing', up: m0481 },
  { name: '0486-clocks-and-photos-of-counts', up: m0486 },
  { name: '0500-papers-both-ways', up: m0500 },
  { name: '0540-open-stock-work', up: m0540 },
  { name: '0570-application-papers', up: m0570 },
] as const;
