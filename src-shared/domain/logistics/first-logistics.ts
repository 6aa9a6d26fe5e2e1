import { numericSettings, type SettingRow } from '../units/numeric-settings.ts';

/** What a new company starts with for applications; every value is a row of table `setting` its people can change. Stock §3.2 [P]. */
export const FIRST_LOGISTICS_SETTINGS = {
  /** Days within which the same part for the same vehicle is suspected of being asked for twice. */
  applicationDuplicateDays: 30,
  /** Photographs a verdict needs. */
  applicationMinPhotos: 1,
  /** Days after signing until an old part is due, where the part itself names none. */
  oldPartReturnDays: 30,
  /** Photographs a report of damage needs. */
  damageMinPhotos: 2,
  /** Hours after arrival within which damage is reported; later it is flagged. */
  damageReportHours: 24,
  /** Up to this rise of a limit one person of finance decides alone, in fen (stock §3.2). */
  limitSingleApprovalFen: 20_000_000,
  /** Days a station has to pay an invoice. */
  creditTermDays: 30,
  /** Days an invoice may be overdue before nothing more is sold. */
  creditMaxOverdueDays: 30,
  /** The share of the value of old parts past their day that counts like used credit, in hundredths of a per cent; 0 = not at all. */
  creditOldPartsBp: 10_000,
  /** Days for which goods are held for a paper; after them others may have them. */
  reservationDays: 30,
  /** Days after it was sent within which a new part may come back. */
  returnWithinDays: 90,
  /** What restocking costs, in hundredths of a per cent of the price. */
  returnRestockBp: 0,
  /** Days goods may be on the road before somebody must find out where they are, by where they come from. */
  transitTransferDays: 5,
  transitPurchaseDays: 7,
  transitReturnDays: 10,
  transitSaleDays: 5,
} as const;
export type LogisticsSettings = Record<keyof typeof FIRST_LOGISTICS_SETTINGS, number>;

/** All settings of logistics from rows of table `setting`; a missing or unusable row leaves the first value. */
export function logisticsSettingsOf(rows: readonly SettingRow[]): LogisticsSettings {
  return numericSettings(FIRST_LOGISTICS_SETTINGS, rows);
}
