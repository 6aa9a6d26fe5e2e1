import { useMemo, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { GridExport } from '../../src-shared/contract/exchange.contract.ts';
import type { GridQuery } from '../../src-shared/contract/query.ts';
import type { SchemeBody } from '../../src-shared/contract/views.contract.ts';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { useCommands, type Command } from '../ui/commands.ts';
import { useKeys } from '../ui/keyboard.ts';
import { useExport } from '../ui/use-export.ts';
import type { ConditionColumn } from './columns.tsx';
import type { GridHandle } from './PagedGrid.tsx';
import { conditionColumns, schemeShown, shownColumns } from './shown-columns.ts';

export interface ListExport<Row> {
  source: GridExport['source'];
  title: string;
  query: GridQuery;
  grid: RefObject<GridHandle<Row> | null>;
  /** Everything one can ask for, shown or not. */
  conditions: readonly ConditionColumn<Row>[];
  /** What a scheme would keep of the list now. */
  current: () => SchemeBody;
}

/** Ctrl+E of every list, by key and palette: the list as it is shown, as a workbook; with Shift as csv. */
export function useListExport<Row>(list: ListExport<Row>): (format: 'xlsx' | 'csv') => void {
  const { t } = useTranslation();
  const startExport = useExport();
  const schemes = useCall(['views', 'schemes', list.source], () => api.views.schemes({ list: list.source }), {
    keep: true,
  });
  const run = (format: 'xlsx' | 'csv'): void => {
    const columns = shownColumns(list.grid.current?.shownColumns() ?? [], t);
    if (columns.length === 0) return;
    const { source, title, query } = list;
    const scheme = query.text === '' ? schemeShown(schemes.data ?? [], list.current()) : null;
    startExport({
      ...{ report: 'grid', format, source, title, query, columns },
      ...{ scheme: scheme?.name ?? null, conditions: conditionColumns(query, list.conditions, t) },
    });
  };
  useKeys({ 'Ctrl+KeyE': () => run('xlsx'), 'Ctrl+Shift+KeyE': () => run('csv') });
  useCommands(
    'listExport',
    useMemo<Command[]>(
      () => [
        { id: 'listExport', label: t('grid.export'), keyName: 'Ctrl E', run: () => run('xlsx') },
        { id: 'listExportCsv', label: t('grid.exportCsv'), keyName: 'Ctrl Shift E', run: () => run('csv') },
      ],
      // the palette runs what was last drawn
      [t, list.query, schemes.data, list.source],
    ),
  );
  return run;
}
