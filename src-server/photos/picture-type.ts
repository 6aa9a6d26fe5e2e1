/** The first bytes of what a browser and a printed form can show. */
const PICTURES: readonly (readonly [contentType: string, head: readonly number[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/webp', [0x52, 0x49, 0x46, 0x46]],
];

/** What kind of picture it is; null = none that can be shown. */
export function pictureTypeOf(content: Uint8Array): string | null {
  const known = PICTURES.find(([, head]) => head.every((byte, place) => content[place] === byte));
  return known?.[0] ?? null;
}
