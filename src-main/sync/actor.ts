import type { SignedInUser } from '../../src-shared/contract/session.contract.ts';
import type { StandIn } from '../../src-shared/domain/claims/deputies.ts';

/** Who made a command, with the roles and limit of that moment: `outbox.made_by`. */
export interface Actor {
  userId: string;
  name: string;
  roles: string[];
  claimLimitFen: number | null;
  /** Absent from what programs before deputies wrote. */
  standsIn?: readonly StandIn[] | undefined;
}

export function actorText(user: SignedInUser): string {
  const { id, name, roles, claimLimitFen, standsIn } = user;
  return JSON.stringify({ userId: id, name, roles, claimLimitFen, standsIn } satisfies Actor);
}

const known = new Map<string, Actor>();

/** Reads `outbox.made_by`; equal texts are read once. */
export function readActor(text: string): Actor {
  const seen = known.get(text);
  if (seen !== undefined) return seen;
  const actor = actorOf(JSON.parse(text));
  known.set(text, actor);
  return actor;
}

/** Checked by hand: the store's threads start without the schemas of the contract, which take as long to load as the rest. */
const CHECKS: Readonly<Record<keyof Actor, (value: unknown) => boolean>> = {
  userId: (value) => typeof value === 'string',
  name: (value) => typeof value === 'string',
  roles: (value) => Array.isArray(value) && value.every((role) => typeof role === 'string'),
  claimLimitFen: (value) => value === null || Number.isSafeInteger(value),
  standsIn: (value) => value === undefined || Array.isArray(value),
};

function actorOf(value: unknown): Actor {
  const given = (typeof value === 'object' ? value : null) as Readonly<Record<string, unknown>> | null;
  const wrong = Object.entries(CHECKS).find(([field, isRight]) => !isRight(given?.[field]));
  if (wrong !== undefined) throw new TypeError(`outbox.made_by: ${wrong[0]} is wrong`);
  return given as unknown as Actor;
}
