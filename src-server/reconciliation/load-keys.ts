import type { RunKey } from '../../src-shared/domain/reconciliation/reconcile-run.ts';
import { businessDateOf } from '../../src-shared/domain/units/business-date.ts';
import { readErpDocuments, type CodeMap, type FoundErpDocument } from './erp-side.ts';
import type { LastRun } from './last-signed.ts';
import { readLedger, readOurDocuments, readShelf, type FoundOurDocument } from './ledger-side.ts';
import { readChains, readPackFactors } from './part-facts.ts';
import { keyOf, type Db } from './recon.repository.ts';

const DAY_MS = 86_400_000;

interface Frame {
  warehouseIds: readonly string[];
  cutoffDate: string;
  erpSystem: string;
  cutoffAtMs: number;
  ledgerSeq: number;
  windowDays: number;
  lastRuns: ReadonlyMap<string, LastRun>;
}

/** Every key of the warehouses with what the three sides say of it, in the order of their names. */
export async function loadKeys(
  db: Db,
  frame: Frame,
  sources: { codes: CodeMap; erpByKey: ReadonlyMap<string, number> },
): Promise<RunKey[]> {
  const { warehouseIds, cutoffDate, cutoffAtMs, lastRuns } = frame;
  const { ours, erp, beginMs } = await loadDocuments(db, frame, sources.codes);
  const ledger = await readLedger(db, warehouseIds, cutoffAtMs);
  const ledgerByKey = new Map<string, number>();
  for (const { warehouseId, partId, qtyMilli } of ledger) {
    const key = keyOf(warehouseId, partId);
    ledgerByKey.set(key, (ledgerByKey.get(key) ?? 0) + Number(qtyMilli));
  }
  const shelf = await readShelf(db, warehouseIds, cutoffAtMs, ledger);
  const chains = await readChains(db, cutoffDate);
  const packs = await readPackFactors(db);
  const openings = openingsOf(lastRuns);
  const named = [ledgerByKey, sources.erpByKey, shelf, ours, erp, openings] as const;
  const names = new Set(named.flatMap((each) => [...each.keys()]));
  return [...names].sort().flatMap((name): RunKey[] => {
    const [warehouseId = '', partId = ''] = name.split(' ');
    const countedMilli = shelf.get(name);
    const key: RunKey = {
      ...{ id: name, warehouseId, partId, chainId: chains.get(partId) ?? partId },
      ...{ ledgerMilli: ledgerByKey.get(name) ?? 0, erpMilli: sources.erpByKey.get(name) ?? 0 },
      shelf: countedMilli === undefined ? null : { countedMilli, countedAt: cutoffAtMs, moves: [] },
      ...{ openingDiffMilli: openings.get(name) ?? 0, packFactors: packs.get(partId) ?? [] },
      partnersUntilMs: lastRuns.has(warehouseId) ? -Infinity : (beginMs.get(warehouseId) ?? cutoffAtMs),
      ...{ ours: ours.get(name) ?? [], erp: erp.get(name) ?? [] },
    };
    return isEmpty(key) ? [] : [key];
  });
}

interface Documents {
  ours: Map<string, FoundOurDocument[]>;
  erp: Map<string, FoundErpDocument[]>;
  beginMs: Map<string, number>;
}

/** Documents since the last signature of each warehouse, those booked late, and those left open by it. */
async function loadDocuments(db: Db, frame: Frame, codes: CodeMap): Promise<Documents> {
  const { warehouseIds, lastRuns, cutoffAtMs, windowDays, ledgerSeq } = frame;
  const open = new Map([...lastRuns.values()].flatMap((last) => [...last.open]));
  const toMs = cutoffAtMs + windowDays * DAY_MS;
  const hasHistory = warehouseIds.every((id) => lastRuns.has(id));
  const fromDate = hasHistory ? least([...lastRuns.values()].map(({ run }) => run.cutoffDate)) : '';
  const erp = await readErpDocuments(db, { ...frame, fromDate, toDate: businessDateOf(toMs) }, codes, open);
  const beginMs = beginnings(frame, erp);
  const seqOf = (id: string): number => lastRuns.get(id)?.run.ledgerSeq ?? ledgerSeq;
  // a first document of the ERP may belong to goods that moved some days before it
  const ourBeginMs = (id: string): number =>
    (beginMs.get(id) ?? cutoffAtMs) - (lastRuns.has(id) ? 0 : windowDays * DAY_MS);
  const ours = await readOurDocuments(
    db,
    {
      ...{ warehouseIds, fromMs: Math.min(...warehouseIds.map(ourBeginMs)), toMs },
      afterSeq: Math.min(...warehouseIds.map(seqOf)),
    },
    open,
  );
  const isCarried = (warehouseId: string, id: string): boolean => lastRuns.get(warehouseId)?.open.has(id) === true;
  const byKey = ({ warehouseId, partId }: { warehouseId: string; partId: string }): string =>
    keyOf(warehouseId, partId);
  return {
    ours: Map.groupBy(
      ours.filter(
        ({ id, warehouseId, atMs, seq }) =>
          isCarried(warehouseId, id) || atMs > ourBeginMs(warehouseId) || seq > seqOf(warehouseId),
      ),
      byKey,
    ),
    erp: Map.groupBy(
      erp.filter(
        ({ id, warehouseId, atMs }) => isCarried(warehouseId, id) || atMs > (beginMs.get(warehouseId) ?? cutoffAtMs),
      ),
      byKey,
    ),
    beginMs,
  };
}

const least = (texts: readonly string[]): string => texts.reduce((a, b) => (a < b ? a : b));

/**
 * From when on each warehouse's documents are read: the last signed cut-off, else the day of the first document that the
 * ERP has told us of. Before it nothing can be matched, and every movement would be missing there.
 */
function beginnings(
  { warehouseIds, lastRuns, cutoffAtMs }: Frame,
  erp: readonly FoundErpDocument[],
): Map<string, number> {
  const firstMs = new Map<string, number>();
  for (const { warehouseId, atMs } of erp) {
    firstMs.set(warehouseId, Math.min(firstMs.get(warehouseId) ?? cutoffAtMs, atMs - 1));
  }
  return new Map(warehouseIds.map((id) => [id, lastRuns.get(id)?.run.cutoffAtMs ?? firstMs.get(id) ?? cutoffAtMs]));
}

function openingsOf(lastRuns: ReadonlyMap<string, LastRun>): Map<string, number> {
  return new Map(
    [...lastRuns].flatMap(([warehouseId, last]) =>
      [...last.openingByKey].filter(([key]) => key.startsWith(`${warehouseId} `)),
    ),
  );
}

function isEmpty({ ledgerMilli, erpMilli, shelf, openingDiffMilli, ours, erp }: RunKey): boolean {
  const hasNumbers = ledgerMilli !== 0 || erpMilli !== 0 || openingDiffMilli !== 0 || (shelf?.countedMilli ?? 0) !== 0;
  return !hasNumbers && ours.length === 0 && erp.length === 0;
}
