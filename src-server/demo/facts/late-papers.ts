import type { AnswerEntry } from '../answer-table.ts';
import { MINUTE_MS } from './demo-calendar.ts';
import type { DemoFacts, Fact } from './demo-facts.ts';
import type { RepairCase } from './repair-case.ts';

/** Cases of each kind at scale 1. */
const CASES = { planted: 24, nearMisses: 20 };
/** Whose account of the database the amounts were changed with. */
const DATABASE_USER = 'dba01';

type Known = ReadonlyMap<string, Fact<'claimLine'>[]>;

/**
 * What becomes of a claim once it is written down: amounts somebody changed past the program (claims §5 G03), and what was read
 * off the photographs of the plates (A05). `plain` are repairs with nothing else to be said about them.
 */
export function addLatePapers(facts: DemoFacts, plain: readonly RepairCase[]): AnswerEntry[] {
  const lines: Known = Map.groupBy(facts.rows('claimLine'), (line) => line.claimId);
  const random = facts.random('late-papers');
  const taken = random.shuffled(plain.filter(({ type, paper }) => type === 'WARRANTY' && paper === undefined));
  const share = Math.min(1, facts.options.scale);
  const take = (count: number): RepairCase[] => taken.splice(0, Math.max(2, Math.round(count * share)));
  const edits = [...take(CASES.planted).map((repair) => changeAmount(facts, lines, { repair, nearMiss: false }))];
  edits.push(...take(CASES.nearMisses).map((repair) => changeAmount(facts, lines, { repair, nearMiss: true })));
  const [wrong, small] = [take(CASES.planted), take(CASES.nearMisses)];
  readPlates(facts, plain, { wrong, small });
  return [
    ...edits.flatMap((entry) => entry ?? []),
    ...wrong.map((repair) => entryOf(repair, 'A05', { nearMiss: false, fact: 'another digit on the plate' })),
    ...small.map((repair) => entryOf(repair, 'A05', { nearMiss: true, fact: 'the plate read in small letters' })),
  ];
}

function entryOf(
  { claimId }: RepairCase,
  rule: 'G03' | 'A05',
  { nearMiss, fact }: { nearMiss: boolean; fact: string },
): AnswerEntry {
  return { claimId, kind: nearMiss ? 'NEAR_MISS' : 'PLANTED', rule, expected: nearMiss ? [] : [rule], fact };
}

/** The near miss was changed while the claim lay with its station. */
function changeAmount(
  facts: DemoFacts,
  lines: Known,
  { repair, nearMiss }: { repair: RepairCase; nearMiss: boolean },
): AnswerEntry | null {
  const line = lines.get(repair.claimId)?.find((each) => (each.claimedFen ?? 0) > 0);
  if (line === undefined) return null;
  const claimedFen = line.claimedFen ?? 0;
  facts.add('claimEdit', {
    ...{ claimId: repair.claimId, lineSeq: line.seq, field: 'claimedFen', wasReturned: nearMiss ? 1 : 0 },
    ...{ oldValue: String(claimedFen - Math.ceil(claimedFen / 10)), newValue: String(claimedFen) },
    ...{ changedBy: DATABASE_USER, changedAtMs: repair.submittedAtMs + MINUTE_MS },
  });
  return entryOf(repair, 'G03', {
    nearMiss,
    fact: nearMiss ? 'changed while returned' : 'a tenth put on top afterwards',
  });
}

/** Most plates are read by the station's telephone as they are. */
function readPlates(
  facts: DemoFacts,
  plain: readonly RepairCase[],
  { wrong, small }: { wrong: readonly RepairCase[]; small: readonly RepairCase[] },
): void {
  const readings = new Map(plain.map(({ claimId, vinText }) => [claimId, vinText]));
  for (const { claimId, vinText } of wrong) {
    readings.set(claimId, `${vinText.slice(0, -1)}${vinText.endsWith('7') ? '1' : '7'}`);
  }
  for (const { claimId, vinText } of small) readings.set(claimId, vinText.toLowerCase());
  for (const file of facts.rows('attachment')) {
    if (file.kind === 'VIN_PLATE') file.readVin = readings.get(file.claimId ?? '') ?? null;
  }
}
