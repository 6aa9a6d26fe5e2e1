/** The grid of every list: blocks, copy, paste, find, columns, schemes. */
export const gridTexts = {
  'grid.cells': 'Cells',
  'grid.filled': 'Count',
  'grid.average': 'Average',
  'grid.least': 'Min',
  'grid.most': 'Max',
  'grid.readOnlyList': 'This list is read-only; nothing can be pasted here.',
  'grid.copied': 'Copied {{rows, integer}} rows × {{columns, integer}} columns',
  'grid.copying': 'Copying {{done}} / {{total}} rows',
  'grid.copyStopped': 'Copying stopped; the clipboard is unchanged.',
  'grid.copyFailed':
    'Nothing was copied; the clipboard is unchanged. Try again; for very many rows export them (Ctrl+E).',
  'grid.copy.crosswise': 'These blocks share neither rows nor columns and cannot be copied together. Choose one block.',
  'grid.copy.tooMany': 'More than 1,000,000 cells are chosen; export them instead (Ctrl+E).',
  'grid.copy.nothing': 'There is nothing to copy.',
} as const;
