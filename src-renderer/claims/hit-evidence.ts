/** Where the evidence of a rule stands: a part of the panel, or something that opens over it. */
type EvidenceDoor =
  | 'warranty'
  | 'pair'
  | 'facts'
  | 'timeline'
  | 'photos'
  | 'compare'
  | 'map'
  | 'visits'
  | 'peers'
  | 'oldParts'
  | 'followUps'
  | 'why';

/** The first pattern that fits the rule's id (claims §5) names its evidence. */
const DOORS: readonly (readonly [RegExp, EvidenceDoor])[] = [
  [/^A0[23]/, 'compare'],
  [/^A04/, 'map'],
  [/^A/, 'photos'],
  [/^(G01|T)/, 'map'],
  [/^G0[45]/, 'followUps'],
  [/^G/, 'timeline'],
  [/^D0[1-5]/, 'pair'],
  [/^(V0[1-5]|S|W06|W08|D07|L0[247]|P0[1-47]|G07)/, 'facts'],
  [/^(V06|D)/, 'visits'],
  [/^(V|W)/, 'warranty'],
  [/^(O|F05)/, 'oldParts'],
  [/^L0[5-9]/, 'timeline'],
];

/** The evidence of a rule's hit; what is about an amount is explained by the amount's own history. */
export function evidenceDoorOf(ruleId: string): EvidenceDoor {
  return DOORS.find(([pattern]) => pattern.test(ruleId))?.[1] ?? 'why';
}
