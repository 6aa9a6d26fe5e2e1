import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { InFlight } from './in-flight.ts';

interface SubmitDesk {
  inFlight: InFlight;
  /** A thing that is not on the sheet has its dialog open: it comes first. */
  isFoundOpen: boolean;
  /** Everything that was scanned and written is stored; what stands against submitting is said there. */
  onReady: () => void;
}

interface Submit {
  /** So many scans and counts are still under way, and the sheet is submitted after them; 0 = nobody waits. */
  waitsFor: number;
  submit(): void;
}

/** Whoever submits at once after a scan submits that scan too: what is under way is waited for first. Stock §3.1, §5.2. */
export function useSubmit({ inFlight, isFoundOpen, onReady }: SubmitDesk): Submit {
  const [isAsked, setAsked] = useState(false);
  const underWay = useSyncExternalStore(inFlight.state.subscribe, inFlight.state.read);
  const ready = useRef(onReady);
  ready.current = onReady;
  useEffect(() => {
    if (!isAsked || (underWay > 0 && !isFoundOpen)) return;
    setAsked(false);
    if (!isFoundOpen) ready.current();
  }, [isAsked, underWay, isFoundOpen]);
  return { waitsFor: isAsked ? underWay : 0, submit: () => setAsked(true) };
}
