import { expect, it } from 'vitest';
import type { CommandLetter } from '../../src-shared/contract/commands.ts';
import { castUp, type UpCasters } from './up-casters.ts';

const letter = (commandVersion: number, body: CommandLetter['body']): CommandLetter => ({
  ...{ id: '01ARZ3NDEKTSV4RRFFQ69G5FAV', clientSeq: 1, commandVersion, madeAtMs: 0, body },
});

/** Version 1 had `claim`, version 2 `claimId`, version 3 also a note. */
const CASTERS: UpCasters = {
  'claim.undo': [({ claim, ...body }) => ({ ...body, claimId: claim }), (body) => ({ ...body, note: '' })],
};

it.each([
  [1, { kind: 'claim.undo', claim: 'C' }],
  [2, { kind: 'claim.undo', claimId: 'C' }],
  [3, { kind: 'claim.undo', claimId: 'C', note: '' }],
])('case 22: a queued command of version %i becomes one of today', (version, body) => {
  const today = { kind: 'claim.undo', claimId: 'C', note: '' };
  expect(castUp(letter(version, body), CASTERS)).toEqual({ letter: letter(1, today) });
});

it.each([
  [4, 'command-too-new'],
  [0, 'command-version-unknown'],
])('a command of version %i is refused with a reason', (version, reason) => {
  expect(castUp(letter(version, { kind: 'claim.undo' }), CASTERS)).toEqual({ reason });
});
