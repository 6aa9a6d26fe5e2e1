import type {
  CountFileEntry,
  CountFileFacts,
  CountFileLine,
  CountFileSheet,
  FoundPart,
} from '../../src-shared/domain/counts/judge-count-row.ts';
import { countRefusal } from '../../src-shared/domain/counts/sheet-transition.ts';
import type { ReadStores } from '../db/stores.ts';
import { standingEntries, waitingEntries } from './sheet-entries.ts';

interface Asked {
  /** The sheets a file names. */
  sheetNos: readonly string[];
  expectedSheetNo: string | null;
  userId: string;
  roles: readonly string[];
  nowMs: number;
}

/** Everything a count sheet that comes back is held against on this desktop: what is withheld here is not known to it. Stock §5.3. */
export function countFileFacts(stores: ReadStores, asked: Asked): CountFileFacts {
  const sheets: Record<string, CountFileSheet> = {};
  const lines: Record<string, CountFileLine> = {};
  const binCodes: Record<string, Record<string, true>> = {};
  for (const sheetNo of asked.sheetNos) {
    const head = headOf(stores, sheetNo);
    if (head === undefined) continue;
    const inOutbox = waitingEntries(stores, head.id);
    const entries = standingEntries(stores, { sheetId: head.id, userId: asked.userId, inOutbox });
    const hasCountedBefore = [...entries.values()].some(
      ({ countedBy, round }) => countedBy === asked.userId && round < head.round,
    );
    const counter = [head.counterUserId, head.recounterUserId][head.round - 1] ?? null;
    sheets[sheetNo] = {
      ...{ sheetNo, round: head.round, exportRev: head.exportRev, snapAtMs: head.snapAtMs },
      refusal: countRefusal(head, 'enter', { userId: asked.userId, roles: asked.roles, hasCountedBefore }),
      counterNames: namesOf(stores, counter),
    };
    binCodes[sheetNo] = codesOf(stores, 'select code from warehouse_bin where warehouse_id = ?', head.warehouseId);
    for (const line of linesOf(stores, head.id)) {
      const last = entries.get(`${line.lineUid} ${String(head.round)}`);
      lines[line.lineUid] = {
        ...line,
        ...{ sheetNo, isFound: line.isFound === 1, conversions: conversionsIn(line.conversions) },
        last: last?.kind === 'COUNT' ? entryOf(stores, last) : null,
      };
    }
  }
  const { nowMs, expectedSheetNo } = asked;
  return { nowMs, expectedSheetNo, sheets, lines, binCodes, foundParts: foundParts(stores) };
}

interface Head {
  id: string;
  status: string;
  round: number;
  exportRev: number;
  snapAtMs: number | null;
  warehouseId: string;
  counterUserId: string | null;
  recounterUserId: string | null;
}

function headOf(stores: ReadStores, sheetNo: string): Head | undefined {
  return stores.replicaFile
    .prepare(
      `select id, status, round, export_rev as exportRev, snap_at_ms as snapAtMs, warehouse_id as warehouseId,
              counter_user_id as counterUserId, recounter_user_id as recounterUserId
         from count_sheet where sheet_no = ?`,
    )
    .get(sheetNo) as Head | undefined;
}

type StoredLine = Omit<CountFileLine, 'sheetNo' | 'isFound' | 'conversions' | 'last'> & {
  isFound: number;
  conversions: string;
};

const CONVERSIONS = `(select json_group_object(u.uom, json_object('num', u.num, 'den', u.den))
  from uom_conversion u where u.part_id = p.id) as conversions`;

function conversionsIn(json: string): CountFileLine['conversions'] {
  return JSON.parse(json) as CountFileLine['conversions'];
}

/** Every part there is: anything may be found anywhere. */
function foundParts(stores: ReadStores): Record<string, FoundPart> {
  const rows = stores.replicaFile
    .prepare(`select p.part_no as partNo, p.uom, p.uom_whole as uomWhole, ${CONVERSIONS} from part p`)
    .all() as (Omit<FoundPart, 'conversions'> & { partNo: string; conversions: string })[];
  return Object.fromEntries(
    rows.map(({ partNo, conversions, ...part }) => [partNo, { ...part, conversions: conversionsIn(conversions) }]),
  );
}

function linesOf(stores: ReadStores, sheetId: string): StoredLine[] {
  return stores.replicaFile
    .prepare(
      `select l.id as lineUid, l.line_no as lineNo, l.round, p.part_no as partNo, b.code as binCode,
              p.uom, p.uom_whole as uomWhole, l.book_qty_milli as bookMilli, b.capacity_milli as binCapacityMilli,
              l.origin = 'FOUND' as isFound, ${CONVERSIONS}
         from count_line l join part p on p.id = l.part_id left join warehouse_bin b on b.id = l.bin_id
        where l.sheet_id = ? order by l.line_no`,
    )
    .all(sheetId) as StoredLine[];
}

function entryOf(
  stores: ReadStores,
  {
    qtyMilli,
    note,
    countedAtMs,
    countedBy,
  }: { qtyMilli: number | null } & Pick<CountFileEntry, 'note' | 'countedAtMs'> & {
      countedBy: string;
    },
): CountFileEntry {
  const name = stores.replicaFile.prepare('select name from app_user where id = ?').pluck().get(countedBy);
  return { qtyMilli: qtyMilli ?? 0, note, countedAtMs, countedByName: typeof name === 'string' ? name : countedBy };
}

/** Id, login and name; the name last, because it is what a person is told. */
function namesOf(stores: ReadStores, userId: string | null): string[] {
  if (userId === null) return [];
  const user = stores.replicaFile.prepare('select login, name from app_user where id = ?').get(userId) as
    { login: string; name: string } | undefined;
  return user === undefined ? [userId] : [userId, user.login, user.name];
}

function codesOf(stores: ReadStores, select: string, ...values: string[]): Record<string, true> {
  const codes: Record<string, true> = {};
  for (const code of stores.replicaFile
    .prepare(select)
    .pluck()
    .all(...values))
    codes[String(code)] = true;
  return codes;
}
