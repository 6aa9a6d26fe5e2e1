/** What a key does in a grid; the table of grid-excel-print §3.1. */
export type GridAction =
  | `${'extend' | 'edge' | 'extendEdge'}${'Up' | 'Down' | 'Left' | 'Right'}`
  | `${'' | 'extend'}${'RowStart' | 'RowEnd' | 'GridStart' | 'GridEnd'}`
  | 'extendPageUp'
  | 'extendPageDown'
  | 'selectRows'
  | 'selectColumns'
  | 'selectAll'
  | 'find'
  | 'findNext'
  | 'findPrevious'
  | 'menu'
  | 'filterRow'
  | EditAction;

/** Actions that change cells: they rest in a list that cannot be edited. */
export type EditAction =
  | 'edit'
  | 'clear'
  | 'fillDown'
  | 'fillRight'
  | 'undo'
  | 'redo'
  | 'today'
  | 'choose'
  | 'enterDown'
  | 'enterUp'
  | 'save'
  | 'deleteRows';

/** Keys outside a cell being edited, by the physical key. */
export const GRID_KEYS: Readonly<Record<string, GridAction>> = {
  'Shift+ArrowUp': 'extendUp',
  'Shift+ArrowDown': 'extendDown',
  'Shift+ArrowLeft': 'extendLeft',
  'Shift+ArrowRight': 'extendRight',
  'Ctrl+ArrowUp': 'edgeUp',
  'Ctrl+ArrowDown': 'edgeDown',
  'Ctrl+ArrowLeft': 'edgeLeft',
  'Ctrl+ArrowRight': 'edgeRight',
  'Ctrl+Shift+ArrowUp': 'extendEdgeUp',
  'Ctrl+Shift+ArrowDown': 'extendEdgeDown',
  'Ctrl+Shift+ArrowLeft': 'extendEdgeLeft',
  'Ctrl+Shift+ArrowRight': 'extendEdgeRight',
  'Shift+PageUp': 'extendPageUp',
  'Shift+PageDown': 'extendPageDown',
  Home: 'RowStart',
  End: 'RowEnd',
  'Shift+Home': 'extendRowStart',
  'Shift+End': 'extendRowEnd',
  'Ctrl+Home': 'GridStart',
  'Ctrl+End': 'GridEnd',
  'Ctrl+Shift+Home': 'extendGridStart',
  'Ctrl+Shift+End': 'extendGridEnd',
  'Shift+Space': 'selectRows',
  'Ctrl+Space': 'selectColumns',
  'Ctrl+KeyA': 'selectAll',
  'Ctrl+KeyF': 'find',
  F3: 'findNext',
  'Shift+F3': 'findPrevious',
  'Shift+F10': 'menu',
  ContextMenu: 'menu',
  'Ctrl+Shift+KeyL': 'filterRow',
  F2: 'edit',
  Delete: 'clear',
  Backspace: 'clear',
  'Ctrl+KeyD': 'fillDown',
  'Ctrl+KeyR': 'fillRight',
  'Ctrl+KeyZ': 'undo',
  'Ctrl+KeyY': 'redo',
  'Ctrl+Shift+KeyZ': 'redo',
  'Ctrl+Semicolon': 'today',
  'Alt+ArrowDown': 'choose',
  Enter: 'enterDown',
  NumpadEnter: 'enterDown',
  'Shift+Enter': 'enterUp',
  'Shift+NumpadEnter': 'enterUp',
  'Ctrl+Minus': 'deleteRows',
  'Ctrl+NumpadSubtract': 'deleteRows',
  'Ctrl+KeyS': 'save',
};

const EDIT_ACTIONS: ReadonlySet<GridAction> = new Set<EditAction>([
  'edit',
  'clear',
  'fillDown',
  'fillRight',
  'undo',
  'redo',
  'today',
  'choose',
  'enterDown',
  'enterUp',
  'deleteRows',
  'save',
]);

export const isEditAction = (action: GridAction): action is EditAction => EDIT_ACTIONS.has(action);

/** Keys that the window itself would take for something surprising (reload, bookmark): a list that cannot be edited keeps them off. */
export const KEPT_FROM_THE_WINDOW: ReadonlySet<GridAction> = new Set<GridAction>(['fillDown', 'fillRight', 'today']);
