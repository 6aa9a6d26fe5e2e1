import { z } from 'zod';
import type { SignedInUser } from '../../src-shared/contract/session.contract.ts';

const Actor = z.object({
  userId: z.string(),
  name: z.string(),
  roles: z.array(z.string()),
  claimLimitFen: z.int().nullable(),
});
/** Who made a command, with the roles and limit of that moment: `outbox.made_by`. */
export type Actor = z.infer<typeof Actor>;

export function actorText(user: SignedInUser): string {
  const { id, name, roles, claimLimitFen } = user;
  return JSON.stringify({ userId: id, name, roles, claimLimitFen } satisfies Actor);
}

const known = new Map<string, Actor>();

/** Reads `outbox.made_by`; equal texts are read once. */
export function readActor(text: string): Actor {
  const seen = known.get(text);
  if (seen !== undefined) return seen;
  const actor = Actor.parse(JSON.parse(text));
  known.set(text, actor);
  return actor;
}
