/** Kinds of picture the scan of a blank form may be. */
export const SCAN_TYPES = ['image/png', 'image/jpeg'] as const;
export type ScanType = (typeof SCAN_TYPES)[number];

/** Two and a half megabytes: an A4 sheet at 150 points an inch, many times over. */
export const MOST_SCAN_BYTES = 2_500_000;
/** The same as base64 text. */
export const MOST_SCAN_BASE64 = Math.ceil(MOST_SCAN_BYTES / 3) * 4;

/** The first bytes every file of the kind has. */
const BEGINNINGS: Readonly<Record<ScanType, readonly number[]>> = {
  'image/png': [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  'image/jpeg': [0xff, 0xd8, 0xff],
};

export type ScanCheck =
  { ok: true; contentType: ScanType } | { ok: false; reason: 'scan-no-picture' | 'scan-too-large' };

/** The kind of a picture by its first bytes, whatever its name says; or why it cannot be the scan of a form. */
export function checkScan(bytes: ArrayLike<number>): ScanCheck {
  const contentType = SCAN_TYPES.find((type) => BEGINNINGS[type].every((byte, at) => bytes[at] === byte));
  if (contentType === undefined) return { ok: false, reason: 'scan-no-picture' };
  if (bytes.length > MOST_SCAN_BYTES) return { ok: false, reason: 'scan-too-large' };
  return { ok: true, contentType };
}
