import { useQueryClient, type QueryClient, type UseQueryResult } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { CountEntryNews, CountLineRow, CountSheetDetail } from '../../src-shared/contract/counts.contract.ts';
import { api } from '../api/client.ts';
import { onTablesChanged } from '../api/events.ts';
import { useThing } from '../api/use-api.ts';

/** What of a sheet moves with these tables; movements and balances are the time line's. */
const TABLES_OF_SHEET: ReadonlySet<string> = new Set([
  ...['count_plan', 'count_sheet', 'count_line', 'count_event', 'count_adjustment', 'variance_reason'],
]);

/**
 * A sheet with all its lines. It is read once: what is counted afterwards is asked for by itself and laid over it, so that the
 * keystroke into one of 20,000 lines does not bring the other 19,999 again. Not a question of the room `counts`, which is asked
 * again with every movement of stock. It is forgotten with the page: nobody hears what changes while the page is closed, and who
 * comes back from the import must see what it brought.
 */
export function useSheetDetail(id: string): UseQueryResult<CountSheetDetail> {
  const queries = useQueryClient();
  const detail = useThing(['countSheet', 'detail'], id, (sheetId) => api.counts.sheet({ id: sheetId }), {
    forget: true,
  });
  useEffect(
    () =>
      onTablesChanged((tables) => {
        if (tables === null || tables.some((table) => TABLES_OF_SHEET.has(table)))
          void queries.invalidateQueries({ queryKey: keyOf(id) });
        else if (tables.includes('count_entry') || tables.includes('outbox')) void takeNews(queries, id);
      }),
    [queries, id],
  );
  return detail;
}

const keyOf = (id: string): readonly string[] => ['countSheet', 'detail', id];

async function takeNews(queries: QueryClient, id: string): Promise<void> {
  const known = queries.getQueryData<CountSheetDetail>(keyOf(id));
  if (known === undefined) return;
  // The whole sheet is on its way already, perhaps as it was before this news: laid over now, it would be overwritten by it.
  if (queries.isFetching({ queryKey: keyOf(id) }) > 0) {
    void queries.invalidateQueries({ queryKey: keyOf(id) });
    return;
  }
  try {
    const news = await api.counts.entries({ id, after: known.entryMark });
    const now = queries.getQueryData<CountSheetDetail>(keyOf(id));
    if (now === undefined) return;
    const isOvertaken = queries.isFetching({ queryKey: keyOf(id) }) > 0;
    const next = isOvertaken ? null : withNews(now, news);
    if (next === null) void queries.invalidateQueries({ queryKey: keyOf(id) });
    else queries.setQueryData(keyOf(id), next);
  } catch {
    void queries.invalidateQueries({ queryKey: keyOf(id) }); // the whole answer says what is wrong
  }
}

/** The sheet with what was entered since; null when an entry that was waiting is neither stored nor waiting any more. */
function withNews(detail: CountSheetDetail, { mark, entries }: CountEntryNews): CountSheetDetail | null {
  const byLine = new Map(entries.map((entry) => [entry.lineId, entry]));
  if (detail.lines.some((line) => line.isWaiting && !byLine.has(line.id))) return null;
  const lines = detail.lines.map((line): CountLineRow => {
    const entry = byLine.get(line.id);
    if (entry === undefined || entry.countedAtMs < (line.countedAtMs ?? 0)) return line;
    const { lineId: _lineId, countedAtMs, ...shown } = entry;
    return { ...line, ...shown, countedAtMs: entry.entryKind === 'WITHDRAWN' ? null : countedAtMs };
  });
  const leftCount = lines.filter(
    ({ isInRound, entryKind }) => isInRound && (entryKind === null || entryKind === 'WITHDRAWN'),
  ).length;
  return { ...detail, lines, entryMark: mark, sheet: { ...detail.sheet, leftCount } };
}
