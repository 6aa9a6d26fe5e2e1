import { useEffect, useState } from 'react';

/** A dialog opened by a key gives the keyboard back to where it was, unless something else has taken it meanwhile. */
export function useReturnFocus(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      // after the dialog's own clean-up, which leaves the focus on the page
      requestAnimationFrame(() => {
        if (document.activeElement === document.body && before instanceof HTMLElement) before.focus();
      });
    },
    [before],
  );
}
