import { numericSettings, type SettingRow } from '../units/numeric-settings.ts';

/** How keys of a scanner are told from those of a person; rows of configuration (stock §5.2, per device). */
export interface WedgeRules {
  minCharacters: number;
  maxMeanGapMs: number;
}

/** A device without rows of its own. Stock §5.2. */
const FIRST_WEDGE_SETTINGS = { scanMinCharacters: 6, scanMaxMeanGapMs: 35 } as const;

/** The rules of scanning from rows of table `setting`; a missing or unusable row leaves the first value. */
export function wedgeRulesOf(rows: readonly SettingRow[]): WedgeRules {
  const { scanMinCharacters, scanMaxMeanGapMs } = numericSettings(FIRST_WEDGE_SETTINGS, rows);
  return { minCharacters: scanMinCharacters, maxMeanGapMs: scanMaxMeanGapMs };
}

/** The characters that came so far without a pause. */
export interface WedgeState {
  text: string;
  firstAtMs: number;
  lastAtMs: number;
}

export const NOTHING_SCANNED: WedgeState = { text: '', firstAtMs: 0, lastAtMs: 0 };

export interface WedgeKey {
  /** One character, or null for a key that writes none. */
  char: string | null;
  /** Enter or Tab. */
  isEnd: boolean;
  atMs: number;
}

/** A pause of so many gaps begins something new. */
const PAUSE_GAPS = 4;

/**
 * Takes one key: characters gather while they come at the pace of a scanner, and Enter or Tab behind enough of them makes a scan,
 * with full-width characters made half-width. A person is slower, and his keys are never taken. Stock §5.2.
 */
export function wedgeKey(
  state: WedgeState,
  { char, isEnd, atMs }: WedgeKey,
  { minCharacters, maxMeanGapMs }: WedgeRules,
): { state: WedgeState; scanned: string | null } {
  const { text, firstAtMs, lastAtMs } = state;
  const isPaused = text !== '' && atMs - lastAtMs > maxMeanGapMs * PAUSE_GAPS;
  if (isEnd) {
    const meanGapMs = text.length < 2 ? Infinity : (lastAtMs - firstAtMs) / (text.length - 1);
    const isScan = !isPaused && text.length >= minCharacters && meanGapMs < maxMeanGapMs;
    return { state: NOTHING_SCANNED, scanned: isScan ? text.normalize('NFKC').trim() : null };
  }
  if (char === null) return { state, scanned: null };
  if (text === '' || isPaused) return { state: { text: char, firstAtMs: atMs, lastAtMs: atMs }, scanned: null };
  return { state: { text: text + char, firstAtMs, lastAtMs: atMs }, scanned: null };
}
