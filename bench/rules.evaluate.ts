import { isDeepStrictEqual } from 'node:util';
import { claimHits, evaluateClaim } from '../src-shared/domain/claims/evaluate-claim.ts';
import { FIRST_RULESET } from '../src-shared/domain/claims/first-ruleset.ts';
import { printBenchLine } from './bench-line.ts';
import { generateWorld, inputOf, type GeneratedClaim, type GeneratedWorld } from './rules/generated-claims.ts';
import { PEER_RULE_IDS, peerEngine } from './rules/peer-engine.ts';

/** The rules json-rules-engine runs as well; equal work on both sides. */
const RULESET = { ...FIRST_RULESET, rules: FIRST_RULESET.rules.filter((row) => PEER_RULE_IDS.has(row.id)) };

/** Equal hits are proved on so many claims before anything is measured. */
const SAMPLE = 2_000;
/** The claims both sides are timed on in a round; the others are the history of their vehicles. */
const TIMED_CLAIMS = 10_000;
/** Both sides take turns, so that whatever else the machine does meets both; the median round counts. */
const ROUNDS = 7;

/**
 * Claims per second through the whole rule set, look-ups of vehicle, station, readings and history included (design §7),
 * twice: what json-rules-engine does as well, the hits; and with the money of every line and its trace on top.
 */
export async function run({ scale }: { scale: number }): Promise<void> {
  const world = generateWorld(Math.max(20_000, Math.round(100_000 * scale)));
  const peer = peerEngine();
  for (const generated of world.claims.slice(0, SAMPLE)) {
    const [ours, theirs] = [ourHits(world, generated), await peer.hitsOf(inputOf(world, generated))];
    if (ours !== theirs) throw new Error(`${generated.claim.id}: we find "${ours}", json-rules-engine "${theirs}"`);
  }
  const rounds: { hits: number; money: number; peer: number }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    rounds.push({
      hits: measureOurs(world, claimHits),
      money: measureOurs(world, evaluateClaim),
      peer: await measurePeer(world, peer),
    });
  }
  const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(ROUNDS / 2)] ?? 0;
  const size = `${world.claims.length} claims, ${RULESET.rules.length} rules`;
  const peerValue = median(rounds.map((round) => round.peer));
  const line = (what: string, value: number): void =>
    printBenchLine({
      ...{ bench: 'rules.evaluate', case: `${size}: ${what}`, value, unit: 'claims/s' },
      ...{ peer: 'json-rules-engine 7.3.1, hits', peerValue },
    });
  line('hits, limit 20 times', median(rounds.map((round) => round.hits)));
  line('hits, money and trace', median(rounds.map((round) => round.money)));
}

function ourHits(world: GeneratedWorld, generated: GeneratedClaim): string {
  const input = inputOf(world, generated);
  const { hits } = evaluateClaim(input, RULESET);
  if (!isDeepStrictEqual(hits, claimHits(input, RULESET))) throw new Error(`${generated.claim.id}: two answers`);
  return [...new Set(hits.map((hit) => `${hit.ruleId}:${hit.severity}`))].sort().join(' ');
}

function measureOurs(world: GeneratedWorld, judge: typeof claimHits | typeof evaluateClaim): number {
  const startedAtMs = performance.now();
  for (const generated of timedClaims(world)) judge(inputOf(world, generated), RULESET);
  return (TIMED_CLAIMS * 1000) / (performance.now() - startedAtMs);
}

async function measurePeer(world: GeneratedWorld, peer: ReturnType<typeof peerEngine>): Promise<number> {
  const startedAtMs = performance.now();
  for (const generated of timedClaims(world)) await peer.hitsOf(inputOf(world, generated));
  return (TIMED_CLAIMS * 1000) / (performance.now() - startedAtMs);
}

function timedClaims({ claims }: GeneratedWorld): GeneratedClaim[] {
  return claims.slice(0, TIMED_CLAIMS);
}
