import { crc32, deflateSync } from 'node:zlib';

interface GreyPicture {
  /** Brightness of a dot, 0–255. */
  dots: (x: number, y: number) => number;
  /** By which rule of PNG each row is packed, 0–4. */
  filter: number;
  /** Rows beyond those the header states. */
  moreRows?: number;
  statedHeight?: number;
}

/** A PNG of eight bits of grey, every row packed by the same filter. */
export function greyPng(width: number, height: number, picture: GreyPicture): Buffer {
  const { dots, filter, moreRows = 0, statedHeight = height } = picture;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(statedHeight, 4);
  header.writeUInt8(8, 8);
  const at = (x: number, y: number): number => (x < 0 || y < 0 ? 0 : dots(x, y));
  const rows = Array.from({ length: height + moreRows }, (_, y) =>
    Buffer.from([filter, ...Array.from({ length: width }, (_dot, x) => at(x, y) - toldBy(filter, at, { x, y }))]),
  );
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    ...[
      pngChunk('IHDR', header),
      pngChunk('IDAT', deflateSync(Buffer.concat(rows))),
      pngChunk('IEND', Buffer.alloc(0)),
    ],
  ]);
}

export function pngChunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}

/** What the filter takes off a byte, as the specification of PNG has it. */
function toldBy(filter: number, at: (x: number, y: number) => number, { x, y }: { x: number; y: number }): number {
  const [a, b, c] = [at(x - 1, y), at(x, y - 1), at(x - 1, y - 1)];
  const p = a + b - c;
  const nearest = [a, b, c].toSorted((one, other) => Math.abs(p - one) - Math.abs(p - other))[0] ?? 0;
  return [0, a, b, Math.floor((a + b) / 2), nearest][filter] ?? 0;
}
