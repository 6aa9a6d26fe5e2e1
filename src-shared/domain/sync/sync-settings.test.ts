import { expect, test } from 'vitest';
import { FIRST_SYNC_SETTINGS, syncSettingsOf } from './sync-settings.ts';

const offlineDays = (valueJson: string): number =>
  syncSettingsOf([{ settingKey: 'offlineSignInDays', valueJson }]).offlineSignInDays;

test.each([
  ['0', 0],
  ['90', 90],
  ['91', 90],
  ['-1', FIRST_SYNC_SETTINGS.offlineSignInDays],
  ['7.5', FIRST_SYNC_SETTINGS.offlineSignInDays],
  ['', FIRST_SYNC_SETTINGS.offlineSignInDays],
])('days of signing in without the server: a setting of %j means %i', (text, days) => {
  expect(offlineDays(text)).toBe(days);
});

test('a key nobody knows changes nothing', () => {
  expect(syncSettingsOf([{ settingKey: 'somethingElse', valueJson: '5' }])).toEqual(FIRST_SYNC_SETTINGS);
});
