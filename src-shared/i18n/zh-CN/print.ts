/** Printing: dialog, batches, calibration, history. */
export const printTexts: Readonly<Record<string, string>> = {};
