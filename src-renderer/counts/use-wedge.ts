import { useEffect, useRef } from 'react';
import { NOTHING_SCANNED, wedgeKey, type WedgeRules } from '../../src-shared/domain/counts/wedge.ts';
import { isDialogOpen } from '../ui/keyboard.ts';

/** How a scan was typed: what stands in the text that had the focus, and since when. */
export interface ScanTyping {
  text: string;
  sinceMs: number;
}

interface WedgeHandlers {
  onScan: (code: string, typing: ScanTyping) => void;
  /** An input method is on: the characters were read from the keys. */
  onInputMethod: () => void;
}

/**
 * Hears a scanner whatever has the focus but a text outside of the sheet, as long as the page is open and no dialog is but one
 * that hears scans itself. The characters go where they go; with the closing Enter or Tab they turn out to be a scan, which
 * takes that key and has what it typed taken out again. Stock §5.2.
 */
export function useWedge(rules: WedgeRules, handlers: WedgeHandlers): void {
  const current = useRef({ rules, handlers });
  current.current = { rules, handlers };
  useEffect(() => {
    let state = NOTHING_SCANNED;
    let viaInputMethod = false;
    const onKey = (event: KeyboardEvent): void => {
      if (event.repeat || isDeaf(event.target)) {
        state = NOTHING_SCANNED;
        return;
      }
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const isEnd = ENDS.has(event.code);
      const composing = event.isComposing || event.key === 'Process';
      const char = isEnd ? null : composing ? charOfCode(event.code) : event.key.length === 1 ? event.key : null;
      if (composing && char !== null) viaInputMethod = true;
      const typing = { text: state.text, sinceMs: state.firstAtMs };
      const next = wedgeKey(state, { char, isEnd, atMs: event.timeStamp }, current.current.rules);
      ({ state } = next);
      if (next.scanned === null) {
        if (isEnd) viaInputMethod = false;
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      if (viaInputMethod) current.current.handlers.onInputMethod();
      viaInputMethod = false;
      current.current.handlers.onScan(next.scanned, typing);
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => window.removeEventListener('keydown', onKey, { capture: true });
  }, []);
}

/** What a dialog writes on itself when scans are its own as well. */
export const HEARS_SCANS = 'data-hears-scans';

function isDeaf(target: EventTarget | null): boolean {
  if (isDialogOpen()) return document.querySelector(`[role="dialog"] [${HEARS_SCANS}]`) === null;
  return isWrittenElsewhere(target);
}

/** A text outside of the sheet, like the search, is a person's however fast it comes; so is a key that is held down. */
function isWrittenElsewhere(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement) || target.closest('[role="gridcell"]') !== null) return false;
  return target.matches('input, textarea, select') || target.isContentEditable;
}

const ENDS: ReadonlySet<string> = new Set(['Enter', 'NumpadEnter', 'Tab']);

/** The character of a physical key, for scanners that type into an input method. */
function charOfCode(code: string): string | null {
  const letterOrDigit = /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(code);
  if (letterOrDigit !== null) return letterOrDigit[1] ?? null;
  return { Minus: '-', Period: '.', Slash: '/' }[code] ?? null;
}
