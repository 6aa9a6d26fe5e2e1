const DAY_MS = 24 * 3600 * 1000;

/** The values of sync.md marked [P], as they stand until a row of table `setting` changes them. */
export const FIRST_SYNC_SETTINGS = {
  /** A desktop that was away no longer than this goes on by deltas (sync §3.9). */
  syncFeedKeepDays: 30,
  /** The feed keeps at least this many entries, however old they are. */
  syncFeedKeepEntries: 2_000_000,
  /** Answers to commands: longer than anybody may be offline (sync §3.9). */
  syncCommandKeepDays: 180,
  /** Days a person may sign in without the server after the last time the server took the password (design §8). */
  offlineSignInDays: 14,
};
/** Nobody works longer than this on a copy that no server has seen (sync §3.9), whatever the setting says. */
const MOST_OFFLINE_DAYS = 90;

type SyncSettingKey = keyof typeof FIRST_SYNC_SETTINGS;
export type SyncSettings = Record<SyncSettingKey, number>;

/** The settings of replication from rows of table `setting`; a missing or unusable row leaves the first value, more than 90 days of signing in without the server count as 90. */
export function syncSettingsOf(rows: readonly { settingKey: string; valueJson: string }[]): SyncSettings {
  const settings: SyncSettings = { ...FIRST_SYNC_SETTINGS };
  for (const { settingKey, valueJson } of rows) {
    if (!Object.hasOwn(FIRST_SYNC_SETTINGS, settingKey)) continue;
    const value = Number(valueJson);
    if (valueJson.trim() !== '' && Number.isSafeInteger(value) && value >= 0)
      settings[settingKey as SyncSettingKey] = value;
  }
  settings.offlineSignInDays = Math.min(settings.offlineSignInDays, MOST_OFFLINE_DAYS);
  return settings;
}

/** Milliseconds of whole days. */
export function daysMs(days: number): number {
  return days * DAY_MS;
}
