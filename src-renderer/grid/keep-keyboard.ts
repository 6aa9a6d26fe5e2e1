import type { GridApi } from 'ag-grid-community';

const FRAMES_WAITED = 120;

/**
 * Keeps the keyboard in the grid when the cell that had it is taken off the screen: a jump to the other end of a list
 * draws the new cell a few frames later, and until then the focus would be nowhere. Keys pressed meanwhile are given to
 * `onKey`. A focus that the person moved away is left alone. Returns what ends the watch.
 */
export function keepKeyboard(api: GridApi, box: HTMLElement, onKey: (event: KeyboardEvent) => void): () => void {
  let frame: number | null = null;
  let lost: Element | null = null;
  const nowhere = (): boolean => document.activeElement === null || document.activeElement === document.body;
  const onStrayKey = (event: KeyboardEvent): void => {
    if (lost?.isConnected === false && nowhere()) onKey(event);
  };
  const end = (): void => {
    if (frame !== null) cancelAnimationFrame(frame);
    frame = null;
    lost = null;
    window.removeEventListener('keydown', onStrayKey, true);
  };
  const restore = (left: number): void => {
    const focused = api.isDestroyed() ? null : api.getFocusedCell();
    if (focused === null || !nowhere() || left === 0) return end();
    api.setFocusedCell(focused.rowIndex, focused.column, focused.rowPinned ?? undefined);
    frame = requestAnimationFrame(() => restore(left - 1));
    return undefined;
  };
  const onFocusOut = (event: FocusEvent): void => {
    const { target } = event;
    if (event.relatedTarget !== null || !(target instanceof Element) || frame !== null) return;
    lost = target;
    window.addEventListener('keydown', onStrayKey, true);
    frame = requestAnimationFrame(() => {
      // still there: the person clicked beside it or left the window
      if (target.isConnected || !document.hasFocus()) end();
      else restore(FRAMES_WAITED);
    });
  };
  box.addEventListener('focusout', onFocusOut);
  return () => {
    box.removeEventListener('focusout', onFocusOut);
    end();
  };
}
