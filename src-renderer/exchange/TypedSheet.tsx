import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import type { ImportKind } from '../../src-shared/contract/exchange.contract.ts';
import { Sheet } from '../grid/sheet.ts';
import { SheetGrid } from '../grid/SheetGrid.tsx';
import { Button } from '../ui/Button.tsx';
import { dayOfInstant, formatTime } from '../ui/format.ts';
import { useKeys } from '../ui/keyboard.ts';
import { Panel } from '../ui/Panel.tsx';
import { readRemembered, remember } from '../ui/remembered.ts';
import { emptyRow, filledRows, typedColumns, typedFile, type TypedRow } from './typed-sheet.ts';

const BLANK_ROWS = 50;
const DraftRows = z.array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])));
/** A draft is written at the end of a burst of typing, not at every cell. */
const DRAFT_REST_MS = 400;

interface TypedSheetProps {
  kind: ImportKind;
  onFile: (file: File) => void;
  onClose: () => void;
}

/** Rows typed or pasted by hand, which go the way of every imported file: mapping, preview, result. */
export function TypedSheet({ kind, onFile, onClose }: TypedSheetProps) {
  const { t } = useTranslation();
  const columns = useMemo(() => typedColumns(kind), [kind]);
  const [sheet] = useState(() => new Sheet<TypedRow>(draftOf(kind)));
  const { rows } = useSyncExternalStore(sheet.state.subscribe, sheet.state.read);
  const filled = useMemo(() => filledRows(rows), [rows]);
  useDraft(kind, rows);
  const hand = (): void => {
    if (filled.length === 0) return;
    const now = Date.now();
    const name = t('exchange.typed.fileName', { kind: t(`exchange.kind.${kind}`) });
    onFile(
      typedFile(kind, rows, `${name}_${dayOfInstant(now).replaceAll('-', '')}-${formatTime(now).replace(':', '')}.csv`),
    );
  };
  useKeys({ F7: hand });
  return (
    <Panel testId="typed-sheet">
      <div className="tools">
        <span className="grow">{t('exchange.typed.title', { kind: t(`exchange.kind.${kind}`) })}</span>
        <Button onClick={onClose} testId="typed-close">
          {t('exchange.back')}
        </Button>
        <Button look="primary" keyName="F7" onClick={hand} disabled={filled.length === 0} testId="typed-hand">
          {t('exchange.typed.hand', { count: filled.length })}
        </Button>
      </div>
      <SheetGrid
        columns={columns}
        sheet={sheet}
        newRow={() => emptyRow(kind, crypto.randomUUID())}
        onSave={hand}
        strip={
          <span>
            {t('exchange.typed.filled')} <b data-testid="typed-filled">{filled.length}</b>
          </span>
        }
        testId="typed-grid"
      />
    </Panel>
  );
}

const draftName = (kind: ImportKind): string => `typed.${kind}`;

/** The rows as they were left, and blank ones after them. */
function draftOf(kind: ImportKind): TypedRow[] {
  const kept = readRemembered(draftName(kind), DraftRows) ?? [];
  const rows = kept.map((values) => ({ ...emptyRow(kind, crypto.randomUUID()), ...values, id: crypto.randomUUID() }));
  const blank = Math.max(1, BLANK_ROWS - rows.length);
  return [...rows, ...Array.from({ length: blank }, () => emptyRow(kind, crypto.randomUUID()))];
}

function useDraft(kind: ImportKind, rows: readonly TypedRow[]): void {
  useEffect(() => {
    const timer = setTimeout(() => {
      const last = rows.findLastIndex((row) => filledRows([row]).length > 0);
      remember(
        draftName(kind),
        rows.slice(0, last + 1).map(({ id: _id, ...values }) => values),
      );
    }, DRAFT_REST_MS);
    return () => clearTimeout(timer);
  }, [kind, rows]);
}
