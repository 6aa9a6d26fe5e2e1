import type { CommandLetter } from '../../src-shared/contract/commands.ts';

type Body = CommandLetter['body'];

/** The steps of one kind: the first makes a body of version 2 out of one of version 1, and so on. */
export type UpCasters = Readonly<Record<string, readonly ((body: Body) => Body)[]>>;

/**
 * Bodies of commands that older programs still have in their outbox, made into today's form (sync §3.8). A change of a
 * command's body adds a step here and is never made without one.
 */
export const UP_CASTERS: UpCasters = {};

export type CastUp = { letter: CommandLetter } | { reason: 'command-too-new' | 'command-version-unknown' };

/** The letter in today's form, with version 1 as the contract checks it; or why there is none. */
export function castUp(letter: CommandLetter, casters: UpCasters = UP_CASTERS): CastUp {
  const steps = casters[letter.body.kind] ?? [];
  if (letter.commandVersion < 1) return { reason: 'command-version-unknown' };
  if (letter.commandVersion > steps.length + 1) return { reason: 'command-too-new' };
  let { body } = letter;
  for (const step of steps.slice(letter.commandVersion - 1)) body = step(body);
  return { letter: { ...letter, commandVersion: 1, body } };
}
