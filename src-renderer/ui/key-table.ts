/** What a key does, and the keys that do it, by the names the pages listen to. */
export interface KeyRow {
  /** Its meaning, `key.<name>` in the catalogue. */
  name: string;
  keys: readonly string[];
}

/** The one table of keys (design §8); each of them can be changed by every person for themselves. */
export const KEY_TABLE: readonly KeyRow[] = [
  { name: 'down', keys: ['KeyJ'] },
  { name: 'up', keys: ['KeyK'] },
  { name: 'open', keys: ['KeyO'] },
  { name: 'approve', keys: ['KeyA', 'F9'] },
  { name: 'reject', keys: ['KeyR'] },
  { name: 'return', keys: ['KeyT'] },
  { name: 'hold', keys: ['KeyP'] },
  { name: 'adjust', keys: ['KeyE', 'F8'] },
  { name: 'reverse', keys: ['KeyB'] },
  { name: 'forStation', keys: ['KeyS'] },
  { name: 'take', keys: ['KeyG'] },
  { name: 'handOver', keys: ['KeyY'] },
  { name: 'why', keys: ['KeyW', 'Shift+KeyW'] },
  { name: 'history', keys: ['KeyH'] },
  { name: 'papers', keys: ['KeyL', 'Shift+KeyL'] },
  { name: 'nextPhoto', keys: ['KeyV', 'Shift+KeyV'] },
  { name: 'enlargePhoto', keys: ['Space'] },
  { name: 'comparePhotos', keys: ['KeyD'] },
  { name: 'map', keys: ['KeyM'] },
  { name: 'note', keys: ['KeyN'] },
  { name: 'tick', keys: ['KeyX'] },
  { name: 'bulk', keys: ['Shift+KeyA', 'Shift+KeyR'] },
  { name: 'bulkHandOver', keys: ['Shift+KeyG', 'Shift+KeyY'] },
  { name: 'undo', keys: ['KeyZ'] },
  { name: 'new', keys: ['F1'] },
  { name: 'save', keys: ['F7', 'Ctrl+KeyS'] },
  { name: 'refresh', keys: ['F5'] },
  { name: 'group', keys: ['Ctrl+KeyG'] },
  { name: 'chooseFilter', keys: ['Ctrl+Shift+KeyL'] },
  { name: 'export', keys: ['Ctrl+KeyE', 'Ctrl+Shift+KeyE'] },
  { name: 'print', keys: ['Ctrl+KeyP', 'Ctrl+Shift+KeyP'] },
  { name: 'search', keys: ['Slash'] },
  { name: 'palette', keys: ['Ctrl+KeyK'] },
  { name: 'keys', keys: ['Shift+Slash'] },
  {
    name: 'onButtons',
    keys: ['KeyC', 'Shift+KeyC', 'Shift+KeyE', 'Shift+KeyT', 'Ctrl+KeyI', 'F4', 'Shift+F4', 'F6', 'Insert'],
  },
];

/** Keys that stay as they are: what moves and confirms, picks from a list, edits a cell, or belongs to the program around us. */
export const FIXED_KEYS: readonly KeyRow[] = [
  { name: 'move', keys: ['ArrowDown', 'ArrowUp'] },
  { name: 'confirm', keys: ['Enter'] },
  { name: 'leave', keys: ['Escape'] },
  { name: 'tickAll', keys: ['Ctrl+KeyA'] },
  { name: 'hitEvidence', keys: ['Digit1', 'Digit9'] },
  { name: 'filter', keys: ['Alt+ArrowDown'] },
  { name: 'inCells', keys: ['F2', 'F3', 'Shift+F3', 'Delete', 'Ctrl+KeyD', 'Ctrl+KeyZ'] },
];

/** Taken by the grid's cells, the browser or the text fields, without a line of their own in the table. */
const TAKEN_ELSEWHERE = [
  ...['Ctrl+KeyC', 'Ctrl+KeyV', 'Ctrl+KeyX', 'Ctrl+KeyT', 'Ctrl+KeyW', 'Ctrl+KeyN', 'Ctrl+KeyF', 'Ctrl+KeyR'],
  ...['Ctrl+KeyY', 'Ctrl+Shift+KeyZ', 'Ctrl+Shift+KeyI', 'Ctrl+Shift+KeyN', 'Ctrl+Shift+KeyT', 'Ctrl+Shift+KeyW'],
  ...['Shift+F10', 'F11', 'F12', 'Shift+Space', 'Ctrl+Space', 'Backspace'],
];

/** Keys nothing else may be laid on. */
export const TAKEN_KEYS: ReadonlySet<string> = new Set([...FIXED_KEYS.flatMap(({ keys }) => keys), ...TAKEN_ELSEWHERE]);
