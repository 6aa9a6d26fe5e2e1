import { useTranslation } from 'react-i18next';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import { formatInteger } from '../ui/format.ts';
import { Figure } from '../ui/Panel.tsx';
import { Notice } from '../ui/Tag.tsx';
import type { GridColumn } from './columns.tsx';
import type { PastePlan } from './paste-plan.ts';
import type { SheetRow } from './sheet-edit.ts';

const SHOWN = 50;

interface PasteDialogProps<Row extends SheetRow> {
  plan: PastePlan<Row>;
  columns: readonly GridColumn<Row>[];
  onConfirm: () => void;
  onClose: () => void;
}

/** What the paste will do, before it does it: cells changed, rows added, and each cell that is refused with its reason. */
export function PasteDialog<Row extends SheetRow>({ plan, columns, onConfirm, onClose }: PasteDialogProps<Row>) {
  const { t } = useTranslation();
  const beyond = plan.beyondRows + plan.beyondColumns;
  return (
    <ConfirmDialog
      title={t('grid.paste.title')}
      confirmText={t('grid.paste.confirm', { count: plan.changed })}
      onConfirm={onConfirm}
      onClose={onClose}
      disabled={plan.changed + plan.newRows === 0}
      width={620}
      testId="paste-dialog"
    >
      <p role="status" data-testid="paste-summary">
        {t('grid.paste.summary', { changed: plan.changed, refused: plan.refused.length })}
      </p>
      <div className="figures">
        <Figure label={t('grid.paste.changed')} value={formatInteger(plan.changed)} testId="paste-changed" />
        <Figure label={t('grid.paste.newRows')} value={formatInteger(plan.newRows)} testId="paste-new-rows" />
        <Figure label={t('grid.paste.same')} value={formatInteger(plan.same)} />
        <Figure label={t('grid.paste.refused')} value={formatInteger(plan.refused.length)} testId="paste-refused" />
      </div>
      {plan.readOnly === 0 ? null : <Notice tone="warn">{t('grid.paste.readOnly', { count: plan.readOnly })}</Notice>}
      {beyond === 0 ? null : (
        <Notice tone="warn">{t('grid.paste.beyond', { rows: plan.beyondRows, columns: plan.beyondColumns })}</Notice>
      )}
      {plan.refused.length === 0 ? null : (
        <div className="paste-refused" tabIndex={0} role="group" aria-label={t('grid.paste.refused')}>
          <table className="plain-table">
            <thead>
              <tr>
                <th className="num">{t('grid.paste.row')}</th>
                <th>{t('grid.paste.column')}</th>
                <th>{t('grid.paste.text')}</th>
                <th>{t('grid.paste.reason')}</th>
              </tr>
            </thead>
            <tbody>
              {plan.refused.slice(0, SHOWN).map((cell) => (
                <tr key={`${cell.rowNo} ${cell.key}`} data-testid="paste-refused-cell">
                  <td className="num">{formatInteger(cell.rowNo)}</td>
                  <td>{headerOf(columns, cell.key, t)}</td>
                  <td className="one-line">{cell.text}</td>
                  <td>{t([`error.${cell.reason}`, 'ui.verbatim'], { value: cell.reason })}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </ConfirmDialog>
  );
}

function headerOf<Row>(columns: readonly GridColumn<Row>[], key: string, t: (key: string) => string): string {
  const column = columns.find((candidate) => candidate.key === key);
  return column === undefined ? key : t(column.header);
}
