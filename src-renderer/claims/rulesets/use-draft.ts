import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { RulesetWorkshop } from '../../../src-shared/contract/rules.contract.ts';
import { shadowedSplitRules, type ShadowedRule } from '../../../src-shared/domain/claims/rulesets/shadowed-rules.ts';
import { checkRuleset, type RulesetFault } from '../../../src-shared/domain/claims/rulesets/check-ruleset.ts';
import { rulesetDifferences } from '../../../src-shared/domain/claims/rulesets/ruleset-difference.ts';
import { changedCells, contentOf, sheetsOf, type Content, type Sheets } from './workshop-sheets.ts';

/** The draft as it stood when the sheets were made; version 0 = there is none yet. */
interface Standing {
  rulesetVersion: number | null;
  version: number;
  content: Content;
}

export interface Draft {
  sheets: Sheets;
  /** Changes with every new set of sheets. */
  key: string;
  standing: Standing;
  /** What the sheets say now. */
  content: Content;
  /** Cells changed on the screen and not saved yet. */
  unsaved: number;
  /** Cells in which the sheets differ from the published version. */
  cells: ReadonlySet<string>;
  faults: readonly RulesetFault[];
  shadowed: readonly ShadowedRule[];
  /** Somebody else has saved, thrown away or published the draft meanwhile. */
  isOvertaken: boolean;
  /** The sheets as they stand in the store; what was typed here is gone. */
  reset: () => void;
  /** Keeps the sheets and goes on from what stands in the store. */
  keepMine: () => void;
  /** What the server has taken from here, before the local copy shows it. */
  taken: (next: { rulesetVersion: number; version: number } | null) => void;
}

function standingOf({ draft, published }: RulesetWorkshop): Standing {
  return draft === null
    ? { rulesetVersion: null, version: 0, content: published.content }
    : { rulesetVersion: draft.rulesetVersion, version: draft.version, content: draft.content };
}

const isSame = (one: Standing, other: Standing): boolean =>
  one.rulesetVersion === other.rulesetVersion && one.version === other.version;

/** The draft that is being written: the sheets, what they would change, and what happened to it elsewhere. */
export function useDraft(workshop: RulesetWorkshop): Draft {
  const stored = standingOf(workshop);
  const [standing, setStanding] = useState(stored);
  const [made, setMade] = useState(() => ({ sheets: sheetsOf(stored.content), count: 0 }));
  /** A version of our own that the local copy has not shown yet. */
  const [awaited, setAwaited] = useState<Standing | null>(null);
  const { sheets } = made;
  const { rows: rules } = useSyncExternalStore(sheets.rules.state.subscribe, sheets.rules.state.read);
  const { rows: split } = useSyncExternalStore(sheets.split.state.subscribe, sheets.split.state.read);
  const { rows: caps } = useSyncExternalStore(sheets.caps.state.subscribe, sheets.caps.state.read);
  const { content: publishedContent } = workshop.published;
  const content = useMemo(
    () => contentOf({ rules, split, caps }, standing.content),
    [rules, split, caps, standing.content],
  );
  const unsaved = useMemo(() => rulesetDifferences(standing.content, content).length, [standing.content, content]);
  const isNews = !isSame(stored, standing) && (awaited === null || isSame(stored, awaited));
  const show = (next: Standing): void => {
    setStanding(next);
    setMade(({ count }) => ({ sheets: sheetsOf(next.content), count: count + 1 }));
  };
  useEffect(() => {
    if (awaited !== null && isSame(stored, awaited)) setAwaited(null);
    else if (isNews && unsaved === 0) show(stored);
  });
  return {
    sheets,
    key: String(made.count),
    standing,
    content,
    unsaved,
    cells: useMemo(() => changedCells(publishedContent, content), [publishedContent, content]),
    faults: useMemo(() => checkRuleset(content, publishedContent), [content, publishedContent]),
    shadowed: useMemo(() => shadowedSplitRules(content.tables.split), [content.tables.split]),
    isOvertaken: isNews && unsaved > 0,
    reset: () => show(awaited ?? stored),
    keepMine: () => setStanding({ ...stored, content: standing.content }),
    taken: (next) => {
      const now: Standing =
        next === null ? { rulesetVersion: null, version: 0, content: publishedContent } : { ...next, content };
      setStanding(now);
      setAwaited(now);
      if (next === null) setMade(({ count }) => ({ sheets: sheetsOf(now.content), count: count + 1 }));
    },
  };
}
