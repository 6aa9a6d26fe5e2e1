import { useEffect } from 'react';
import type { RangeLayer } from './range-layer.ts';

/** When what lies over the grid goes, by whatever way, the keyboard is back on the cell it came from. */
export function useFocusBack(range: RangeLayer): void {
  useEffect(
    () => () => {
      // after the dialog's own clean-up, which leaves the focus on the page
      requestAnimationFrame(() => range.refocus());
    },
    [range],
  );
}

/** The same as an element, to stand beside a dialog that knows no grid. */
export function FocusBack({ range }: { range: RangeLayer }): null {
  useFocusBack(range);
  return null;
}
