import type { Insertable } from 'kysely';
import type { ReconDocument, ReconGroup } from '../../src-shared/contract/reconciliation.contract.ts';
import type { ErpDocument, OurDocument } from '../../src-shared/domain/reconciliation/document.ts';
import type { RunGroup } from '../../src-shared/domain/reconciliation/reconcile-run.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CommandContext } from '../commands/command-handler.ts';
import { insertRows, updateRows } from '../db/bulk-rows.ts';
import type { ReconItemTable } from '../db/central-tables.generated.ts';
import { ownersToday } from './hand-over-differences.ts';
import type { ComputedItem, ComputedRun } from './compute-run.ts';
import { itemsOf, keyOf, type Db, type ItemRow, type RunRow } from './recon.repository.ts';

/** Keeps rows of a run from the desktops of those who count their parts blind; the counts room supplies it. */
export type HideItems = (context: CommandContext, itemIds: readonly string[]) => Promise<void>;

type Figures = Pick<
  ItemRow,
  | 'ledgerMilli'
  | 'erpMilli'
  | 'countedMilli'
  | 'differenceMilli'
  | 'unexplainedMilli'
  | 'contributionsJson'
  | 'verdict'
  | 'documentsJson'
  | 'suggestionsJson'
>;

/** Settled pairs that agree are kept for the eye only, and only so many. */
const MOST_SETTLED = 12;

function figuresOf(item: ComputedItem): Figures {
  const open = item.groups.filter((group) => group.class !== null || group.isOpen);
  const settled = item.groups.filter((group) => group.class === null && !group.isOpen);
  const isPlain = open.length === 0 && item.contributions.length === 0 && item.verdict === 'AGREE';
  const shown = isPlain ? [] : [...open, ...settled.slice(-MOST_SETTLED)];
  const unexplained = item.contributions.find((each) => each.class === 'UNEXPLAINED')?.qtyMilli ?? 0;
  return {
    ...{ ledgerMilli: item.ledgerMilli, erpMilli: item.erpMilli, countedMilli: item.shelfMilli },
    ...{ differenceMilli: item.differenceMilli, unexplainedMilli: unexplained, verdict: item.verdict },
    contributionsJson: JSON.stringify(item.contributions),
    documentsJson: shown.length === 0 ? null : JSON.stringify(shown.map(groupOf)),
    suggestionsJson: item.suggestions.length === 0 ? null : JSON.stringify(item.suggestions),
  };
}

function groupOf(group: RunGroup): ReconGroup {
  const { rule, isOpen, duplicate, qtyMilli } = group;
  return {
    ...{ rule, class: group.class, qtyMilli, isOpen, duplicate },
    ours: group.ours.map((row) => documentOf(row, row.lineNo)),
    erp: group.erp.map((row) => documentOf(row, row.lineNo)),
  };
}

function documentOf(row: OurDocument | ErpDocument, line: string | null): ReconDocument {
  const { id, docNo, type, atMs, qtyMilli, runsOpen } = row;
  return { id, docNo, line, type, atMs, qtyMilli, runsOpen };
}

/** The items of a new run; who answered for a difference last time, or has got it since, answers for what is left of it. */
export async function insertItems(
  context: CommandContext,
  run: RunRow,
  computed: ComputedRun,
  hide: HideItems,
): Promise<void> {
  const scopes = await scopesOf(context.db);
  const owners = new Map<string, (userId: string) => string>();
  for (const [warehouseId, { run: last }] of computed.lastRuns) {
    owners.set(warehouseId, await ownersToday(context.db, last.signedAtMs ?? 0));
  }
  const ownerOf = (warehouseId: string, userId: string | null): string | null =>
    userId === null ? null : (owners.get(warehouseId)?.(userId) ?? userId);
  const rows = computed.items.map((item): Insertable<ReconItemTable> & { id: string } => {
    const last = computed.lastRuns.get(item.warehouseId)?.items.get(keyOf(item.warehouseId, item.partId));
    const isOld = item.differenceMilli !== 0 && (last?.differenceMilli ?? 0) !== 0;
    return {
      ...rowIdentity(context.newId(), scopes.get(item.warehouseId) ?? 'g', run.id),
      ...{ runId: run.id, warehouseId: item.warehouseId, partId: item.partId, ...figuresOf(item) },
      ownerUserId: isOld ? ownerOf(item.warehouseId, last?.ownerUserId ?? null) : null,
      ...{ dueDate: isOld ? (last?.dueDate ?? null) : null },
      resolutionDoc: isOld ? (last?.resolutionDoc ?? null) : null,
    };
  });
  await insertRows(context.db, 'reconItem', rows);
  await hide(
    context,
    rows.map(({ id }) => id),
  );
}

async function scopesOf(db: Db): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom('warehouse')
    .innerJoin('region', 'region.id', 'warehouse.regionId')
    .select(['warehouse.id', 'region.code'])
    .execute();
  return new Map(rows.map(({ id, code }) => [id, `r:${code}`]));
}

/** Writes what has become of the items of a run since they were looked at, and says how many it were. */
export async function renewItems(
  context: CommandContext,
  run: RunRow,
  computed: ComputedRun,
  hide: HideItems,
): Promise<number> {
  const stored = new Map(
    (await itemsOf(context.db, run.id)).map((item) => [keyOf(item.warehouseId, item.partId), item]),
  );
  const changed: (Figures & { id: string })[] = [];
  const added: ComputedItem[] = [];
  for (const item of computed.items) {
    const key = keyOf(item.warehouseId, item.partId);
    const before = stored.get(key);
    stored.delete(key);
    const figures = figuresOf(item);
    if (before === undefined) added.push(item);
    else if (!isSame(before, figures)) changed.push({ id: before.id, ...figures });
  }
  const gone = [...stored.values()].filter(
    ({ verdict, differenceMilli }) => verdict !== 'AGREE' || differenceMilli !== 0,
  );
  changed.push(...gone.map(({ id }) => ({ id, ...NOTHING })));
  await updateRows(context.db, 'reconItem', changed);
  await insertItems(context, run, { ...computed, items: added }, hide);
  return changed.length + added.length;
}

const NOTHING: Figures = {
  ...{ ledgerMilli: 0, erpMilli: 0, countedMilli: null, differenceMilli: 0, unexplainedMilli: 0 },
  ...{ contributionsJson: '[]', verdict: 'AGREE', documentsJson: null, suggestionsJson: null },
};

function isSame(before: ItemRow, now: Figures): boolean {
  return Object.entries(now).every(([name, value]) => before[name as keyof Figures] === value);
}
