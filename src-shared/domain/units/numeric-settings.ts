export interface SettingRow {
  settingKey: string;
  valueJson: string;
}

/** The first values with every usable row in their place; rows that are no whole number from 0 up are left out. */
export function numericSettings<Key extends string>(
  first: Readonly<Record<Key, number>>,
  rows: readonly SettingRow[],
): Record<Key, number> {
  const settings: Record<Key, number> = { ...first };
  for (const { settingKey, valueJson } of rows) {
    if (!Object.hasOwn(first, settingKey)) continue;
    const value = Number(valueJson);
    if (valueJson.trim() !== '' && Number.isSafeInteger(value) && value >= 0) settings[settingKey as Key] = value;
  }
  return settings;
}
