import type { TFunction } from 'i18next';
import type { ShownView } from '../ui/use-export.ts';
import type { GridColumn } from './columns.tsx';

type ShownKind = ShownView['columns'][number]['kind'];
const KINDS: readonly ShownKind[] = ['text', 'code', 'fen', 'integer', 'date', 'day', 'word'];
/** About so many pixels a character takes in a grid. */
const PIXELS_PER_CHARACTER = 7;

/** The columns of a grid as an export names them: in their order, with their headings in the user's language. */
export function shownColumns<Row>(columns: readonly GridColumn<Row>[], t: TFunction): ShownView['columns'] {
  return columns.map((column) => ({
    key: column.key,
    header: t(column.header),
    kind: KINDS.find((kind) => kind === column.kind) ?? 'text',
    widthCharacters: Math.min(60, Math.max(8, Math.round(column.width / PIXELS_PER_CHARACTER))),
    ...(column.words === undefined ? {} : { words: column.words }),
  }));
}
