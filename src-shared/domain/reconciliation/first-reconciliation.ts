import { numericSettings, type SettingRow } from '../units/numeric-settings.ts';

/** What a new company starts with for reconciliation; every value is a row that its people can change. Stock §4.11. */
export const FIRST_RECON_SETTINGS = {
  /** Days around the cut-off within which a missing partner is a matter of time. */
  reconWindowDays: 7,
  /** Days between two documents that nothing but their quantity joins. */
  reconNearDays: 3,
} as const;
export type ReconSettings = Record<keyof typeof FIRST_RECON_SETTINGS, number>;

/** All settings of reconciliation from rows of table `setting`; a missing or unusable row leaves the first value. */
export function reconSettingsOf(rows: readonly SettingRow[]): ReconSettings {
  return numericSettings(FIRST_RECON_SETTINGS, rows);
}
