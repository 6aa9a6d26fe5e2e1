import { useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { RulesetWorkshop } from '../../../src-shared/contract/rules.contract.ts';
import { shadowedSplitRules, type ShadowedRule } from '../../../src-shared/domain/claims/rulesets/shadowed-rules.ts';
import { checkRuleset, type RulesetFault } from '../../../src-shared/domain/claims/rulesets/check-ruleset.ts';
import type { ParameterLabels } from '../../../src-shared/domain/claims/rulesets/parameter-text.ts';
import { rulesetDifferences } from '../../../src-shared/domain/claims/rulesets/ruleset-difference.ts';
import { masterFaults, type MasterLines, type MasterSheets } from './master-sheets.ts';
import { changedCells, contentOf, sheetsOf, type Content, type Sheets } from './workshop-sheets.ts';

/** The draft as it stood when the sheets were made; version 0 = there is none yet. */
interface Standing {
  rulesetVersion: number | null;
  version: number;
  /** The published version it is made from. */
  base: number;
  content: Content;
  /** What its edits of masters are held against. */
  masters: RulesetWorkshop['masters'];
}

/** When the local copy has caught up with what was done from here. */
interface Awaited {
  isThere: (stored: Standing) => boolean;
  /** The store then says more than was known here: masters have new rows. */
  isShown?: boolean;
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
  saved: (next: { rulesetVersion: number; version: number }) => void;
  dropped: () => void;
  published: (rulesetVersion: number) => void;
}

const NO_DRAFT = { rulesetVersion: null, version: 0 } as const;

function standingOf({ draft, published, masters }: RulesetWorkshop): Standing {
  const base = published.rulesetVersion;
  return draft === null
    ? { ...NO_DRAFT, base, masters, content: published.content }
    : { rulesetVersion: draft.rulesetVersion, version: draft.version, base, masters, content: draft.content };
}

const isSame = (one: Standing, other: Standing): boolean =>
  one.rulesetVersion === other.rulesetVersion && one.version === other.version && one.base === other.base;

function useMasterLines({ rates, coverages, reasons }: MasterSheets): MasterLines {
  const lines = {
    rates: useSyncExternalStore(rates.state.subscribe, rates.state.read).rows,
    coverages: useSyncExternalStore(coverages.state.subscribe, coverages.state.read).rows,
    reasons: useSyncExternalStore(reasons.state.subscribe, reasons.state.read).rows,
  };
  // the same lines as long as no sheet has changed
  return useMemo(() => lines, [lines.rates, lines.coverages, lines.reasons]);
}

/** The draft that is being written: the sheets, what they would change, and what happened to it elsewhere. */
export function useDraft(workshop: RulesetWorkshop, labels: ParameterLabels): Draft {
  const stored = standingOf(workshop);
  const [standing, setStanding] = useState(stored);
  const [made, setMade] = useState(() => ({ sheets: sheetsOf(stored.content, stored.masters, labels), count: 0 }));
  /** A version of our own that the local copy has not shown yet. */
  const [awaited, setAwaited] = useState<Awaited | null>(null);
  const { sheets } = made;
  const { rows: rules } = useSyncExternalStore(sheets.rules.state.subscribe, sheets.rules.state.read);
  const { rows: split } = useSyncExternalStore(sheets.split.state.subscribe, sheets.split.state.read);
  const { rows: caps } = useSyncExternalStore(sheets.caps.state.subscribe, sheets.caps.state.read);
  const { rows: limits } = useSyncExternalStore(sheets.limits.state.subscribe, sheets.limits.state.read);
  const masters = useMasterLines(sheets.masters);
  const { content: publishedContent } = workshop.published;
  const content = useMemo(
    () =>
      contentOf(
        { rules, split, caps, limits, masters },
        { before: standing.content, masters: standing.masters, labels },
      ),
    [rules, split, caps, limits, masters, standing.content, standing.masters, labels],
  );
  const unsaved = useMemo(() => rulesetDifferences(standing.content, content).length, [standing.content, content]);
  const isNews = !isSame(stored, standing) && awaited === null;
  const show = (next: Standing): void => {
    setStanding(next);
    setMade(({ count }) => ({ sheets: sheetsOf(next.content, next.masters, labels), count: count + 1 }));
  };
  const take = (next: Standing, isThere: Awaited['isThere'], isShown = false): void => {
    setStanding(next);
    setAwaited({ isThere, isShown });
  };
  useEffect(() => {
    if (awaited?.isThere(stored) === true) {
      setAwaited(null);
      if (awaited.isShown === true && unsaved === 0) show(stored);
    } else if (isNews && unsaved === 0) show(stored);
  });
  return {
    sheets,
    key: String(made.count),
    standing,
    content,
    unsaved,
    cells: useMemo(() => changedCells(publishedContent, content), [publishedContent, content]),
    faults: useMemo(
      () => [
        ...checkRuleset(content, publishedContent),
        ...masterFaults(
          standing.masters,
          content.tables.masters ?? [],
          content.rules.map(({ reasonCode }) => reasonCode),
        ),
      ],
      [content, publishedContent, standing.masters],
    ),
    shadowed: useMemo(() => shadowedSplitRules(content.tables.split), [content.tables.split]),
    isOvertaken: isNews && unsaved > 0,
    reset: () => show(awaited === null ? stored : standing),
    keepMine: () => setStanding({ ...stored, content: standing.content }),
    saved: (next) =>
      take(
        { ...next, base: standing.base, masters: standing.masters, content },
        ({ base, rulesetVersion, version }) =>
          base > standing.base ||
          (rulesetVersion ?? 0) > next.rulesetVersion ||
          (rulesetVersion === next.rulesetVersion && version >= next.version),
      ),
    dropped: () => {
      const none = { ...NO_DRAFT, base: standing.base, masters: standing.masters, content: publishedContent };
      take(none, ({ rulesetVersion }) => rulesetVersion !== standing.rulesetVersion);
      show(none);
    },
    published: (version) =>
      take({ ...NO_DRAFT, base: version, masters: standing.masters, content }, ({ base }) => base >= version, true),
  };
}
