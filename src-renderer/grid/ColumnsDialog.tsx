import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ColumnView } from '../../src-shared/contract/views.contract.ts';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/Dialog.tsx';
import type { GridColumn } from './columns.tsx';
import { movedView } from './column-views.ts';

interface ColumnsDialogProps<Row> {
  columns: readonly GridColumn<Row>[];
  views: readonly ColumnView[];
  standard: readonly ColumnView[];
  onApply: (views: ColumnView[]) => void;
  onClose: () => void;
}

/** Which columns, in which order, pinned or not, how wide. Alt+↑ and Alt+↓ move the line the keyboard is on. */
export function ColumnsDialog<Row>({ columns, views, standard, onApply, onClose }: ColumnsDialogProps<Row>) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<readonly ColumnView[]>(views);
  const change = (key: string, part: Partial<ColumnView>): void =>
    setDraft(draft.map((view) => (view.key === key ? { ...view, ...part } : view)));
  const nameOf = (key: string): string => {
    const column = columns.find((each) => (each.sortKey ?? each.key) === key);
    return column === undefined ? key : t(column.header);
  };
  return (
    <ConfirmDialog
      title={t('grid.columns.title')}
      confirmText={t('grid.apply')}
      onConfirm={() => onApply([...draft])}
      onClose={onClose}
      disabled={draft.every((view) => view.hidden)}
      testId="columns-dialog"
    >
      <div className="columns-list">
        {draft.map((view) => (
          <div
            key={view.key}
            className="columns-line"
            data-testid={`column-${view.key}`}
            onKeyDown={(event) => {
              if (!event.altKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return;
              event.preventDefault();
              setDraft(movedView(draft, view.key, event.key === 'ArrowUp' ? -1 : 1));
            }}
          >
            <label>
              <input
                type="checkbox"
                checked={!view.hidden}
                onChange={(event) => change(view.key, { hidden: !event.target.checked })}
              />
              <span className="one-line">{nameOf(view.key)}</span>
            </label>
            <label className="dim">
              <input
                type="checkbox"
                checked={view.pinned}
                onChange={(event) => change(view.key, { pinned: event.target.checked })}
              />
              {t('grid.columns.pin')}
            </label>
            <input
              className="input num"
              inputMode="numeric"
              aria-label={t('grid.columns.width', { column: nameOf(view.key) })}
              placeholder={t('grid.columns.auto')}
              value={view.widthPixels ?? ''}
              onChange={(event) => change(view.key, { widthPixels: widthOf(event.target.value) })}
            />
            <Button look="plain" label={t('grid.columns.up')} onClick={() => setDraft(movedView(draft, view.key, -1))}>
              ↑
            </Button>
            <Button look="plain" label={t('grid.columns.down')} onClick={() => setDraft(movedView(draft, view.key, 1))}>
              ↓
            </Button>
          </div>
        ))}
      </div>
      <div>
        <Button look="link" onClick={() => setDraft(standard)}>
          {t('grid.columns.reset')}
        </Button>
      </div>
    </ConfirmDialog>
  );
}

const LEAST = 20;
const MOST = 2000;

function widthOf(text: string): number | null {
  const width = Number(text.replace(/\D/g, ''));
  return width < 1 ? null : Math.max(LEAST, Math.min(MOST, width));
}
