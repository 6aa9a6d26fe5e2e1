/** The number of checksum buckets a scope is cut into (design §8, Names and types). */
export const BUCKET_COUNT = 256;

const CRC_TABLE = Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/** `_k` of a row: CRC-32 (ISO-HDLC) of its id & 0x7fffffff. Ids are ASCII (ULIDs and fixed reference ids). */
export function rowKey(id: string): number {
  let crc = 0xffffffff;
  for (let index = 0; index < id.length; index += 1) {
    const code = id.charCodeAt(index);
    if (code > 0x7f) throw new RangeError(`The id ${id} is not ASCII`);
    crc = (CRC_TABLE[(crc ^ code) & 0xff] ?? 0) ^ (crc >>> 8);
  }
  return (crc ^ 0xffffffff) & 0x7fffffff;
}

/** `_bucket` of a row: `_k` of its aggregate's root (claim, statement, work order, or the row itself) % 256. */
export function bucketOf(rootId: string): number {
  return rowKey(rootId) % BUCKET_COUNT;
}

/** The four columns every inserted replicated row carries; `rootId` is the row's own id when it has no root. */
export function rowIdentity(
  id: string,
  scope: string,
  rootId: string = id,
): { id: string; _scope: string; _k: number; _bucket: number } {
  return { id, _scope: scope, _k: rowKey(id), _bucket: bucketOf(rootId) };
}
