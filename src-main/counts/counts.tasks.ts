import { countFileFacts } from './file-facts.repository.ts';
import { lookupCode } from './found-items.ts';
import { periodDetail, periodRows } from './periods.repository.ts';
import { entryNews } from './sheet-entries.ts';
import { countTimeline, sheetDetail } from './sheet-detail.repository.ts';
import { planOptions, sheetOrder, sheetPage } from './sheets.repository.ts';

export const countsReadTasks = {
  'counts.sheets': sheetPage,
  'counts.sheetOrder': sheetOrder,
  'counts.sheet': sheetDetail,
  'counts.lookup': lookupCode,
  'counts.entries': entryNews,
  'counts.timeline': countTimeline,
  'counts.options': planOptions,
  'counts.periods': periodRows,
  'counts.period': periodDetail,
  'counts.fileFacts': countFileFacts,
};
