/** Keys the page answers itself, in the grid as everywhere on it: up and down by row, Enter, Space, Ctrl+A. */
export function movesRow(event: KeyboardEvent): boolean {
  if (event.altKey) return event.code === 'ArrowDown';
  if (event.ctrlKey || event.metaKey) return event.code === 'KeyA';
  return ['ArrowDown', 'ArrowUp', 'Enter', 'Space'].includes(event.code) && !event.shiftKey;
}
