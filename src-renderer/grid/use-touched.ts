import { useEffect, useRef, type RefObject } from 'react';

/** Whether somebody has pressed a key or a button since this list was opened: from then on its order is held. */
export function useTouched(): RefObject<boolean> {
  const touched = useRef(false);
  useEffect(() => {
    const touch = (): void => void (touched.current = true);
    window.addEventListener('keydown', touch, true);
    window.addEventListener('pointerdown', touch, true);
    return () => {
      window.removeEventListener('keydown', touch, true);
      window.removeEventListener('pointerdown', touch, true);
    };
  }, []);
  return touched;
}
