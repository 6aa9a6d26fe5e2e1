/** Brands of the HEIF container that hold HEVC pictures: what telephones save as HEIC. */
const HEIC_BRANDS: ReadonlySet<string> = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1']);

/** Whether the file is a HEIC photograph: no browser shows one, so nobody could look at it (0281). AVIF is none. */
export function isHeic(content: Uint8Array): boolean {
  if (textAt(content, 4) !== 'ftyp') return false;
  const size = new DataView(content.buffer, content.byteOffset, content.byteLength).getUint32(0);
  const brands: string[] = [];
  for (let at = 8; at + 4 <= Math.min(size, content.length, MOST_HEAD); at += 4) {
    // the version of the first brand is no brand
    if (at !== 12) brands.push(textAt(content, at));
  }
  return brands.some((brand) => HEIC_BRANDS.has(brand)) && !brands.includes('avif');
}

const MOST_HEAD = 256;

function textAt(content: Uint8Array, at: number): string {
  return String.fromCharCode(...content.subarray(at, at + 4));
}
