import { expect, test } from 'vitest';
import type { SignedInUser } from '../../src-shared/contract/session.contract.ts';
import { TokenKeeper, type TokenSet } from './token-keeper.ts';

const user: SignedInUser = {
  ...{ id: 'u', login: 'clerk', name: 'Clerk', roles: ['l1'] },
  ...{ regionId: null, regionName: null, stationId: null, claimLimitFen: null },
};

function tokens(round: number, accessTokenLifeMs: number): TokenSet {
  return { accessToken: `access-${String(round)}`, refreshToken: `refresh-${String(round)}`, accessTokenLifeMs, user };
}

test('a token is used while it lives and renewed once, whoever asks', async () => {
  const asked: string[] = [];
  const saved: string[] = [];
  const keeper = new TokenKeeper(
    {
      refresh: (refreshToken) => {
        asked.push(refreshToken);
        return Promise.resolve(tokens(asked.length + 1, 900_000));
      },
      save: ({ refreshToken }) => {
        saved.push(refreshToken);
        return Promise.resolve();
      },
    },
    tokens(1, 900_000),
  );
  expect(await keeper.accessToken()).toBe('access-1');
  keeper.distrust();
  expect(await Promise.all([keeper.accessToken(), keeper.accessToken()])).toEqual(['access-2', 'access-2']);
  expect(asked).toEqual(['refresh-1']);
  expect(saved).toEqual(['refresh-2']);
});

test('a session kept from the last run begins by renewing', async () => {
  const keeper = new TokenKeeper(
    { refresh: () => Promise.resolve(tokens(9, 1000)), save: () => Promise.resolve() },
    { refreshToken: 'kept' },
  );
  expect(await keeper.accessToken()).toBe('access-9');
});
