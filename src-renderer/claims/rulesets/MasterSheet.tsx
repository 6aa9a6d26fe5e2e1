import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { SheetGrid } from '../../grid/SheetGrid.tsx';
import { Button } from '../../ui/Button.tsx';
import { MasterNames, newCoverageLine, newRateLine, newReasonLine, type MasterLine } from './master-sheets.ts';
import { coverageColumns, rateColumns, reasonColumns } from './master.columns.ts';
import type { Draft } from './use-draft.ts';

interface MasterSheetProps {
  table: 'rates' | 'coverages' | 'reasons';
  draft: Draft;
  onSave: () => void;
}

const COLUMNS = { rates: rateColumns, coverages: coverageColumns, reasons: reasonColumns } as const;
const START = { rates: 'value', coverages: 'months', reasons: 'textZh' } as const;

/** One of the masters beside the rules, as the draft would have it (0155). */
export function MasterSheet({ table, draft, onSave }: MasterSheetProps) {
  const { t } = useTranslation();
  const { masters } = draft.standing;
  const names = useMemo(() => new MasterNames(masters.names), [masters.names]);
  const changed = useMemo(
    () => new Set((draft.content.tables.masters ?? []).map(({ id }) => id)),
    [draft.content.tables.masters],
  );
  const columns = useMemo(() => COLUMNS[table]({ t, names, changed }), [table, t, names, changed]);
  const sheet = draft.sheets.masters[table];
  const newRow = (): MasterLine => {
    const id = crypto.randomUUID();
    if (table === 'rates') return newRateLine(id);
    return table === 'reasons' ? newReasonLine(id) : newCoverageLine(id, String(sheet.rows.at(-1)?.['policyId'] ?? ''));
  };
  return (
    <SheetGrid<MasterLine>
      key={`${table} ${draft.key}`}
      columns={columns}
      sheet={sheet}
      newRow={newRow}
      onSave={onSave}
      start={{ row: 0, column: START[table] }}
      strip={
        <>
          <Button
            look="link"
            onClick={() => sheet.apply({ cells: [], added: [{ at: sheet.rows.length, row: newRow() }], removed: [] })}
            testId={`${table}-add`}
          >
            {t('rules.addRow')}
          </Button>
          <span className="dim">{t(`rules.${table}How`)}</span>
        </>
      }
      testId={`${table}-grid`}
    />
  );
}
