interface ExifFacts {
  takenAt: string;
  model: string;
  /** Degrees, minutes, seconds. */
  lat: readonly [number, number, number];
  lng: readonly [number, number, number];
}

/** The photograph with an EXIF block as cameras write it, in little-endian order. */
export function withExif(jpeg: Buffer, facts: ExifFacts): Buffer {
  const block = Buffer.alloc(320);
  block.write('II', 0, 'latin1');
  block.writeUInt16LE(42, 2);
  block.writeUInt32LE(8, 4);
  directory(block, 8, [
    [0x0110, 2, facts.model.length + 1, 200],
    [0x8769, 4, 1, 80],
    [0x8825, 4, 1, 110],
  ]);
  directory(block, 80, [[0x9003, 2, 20, 170]]);
  directory(block, 110, [
    [1, 2, 2, 'N'.charCodeAt(0)],
    [2, 5, 3, 230],
    [3, 2, 2, 'E'.charCodeAt(0)],
    [4, 5, 3, 260],
  ]);
  block.write(`${facts.takenAt}\0`, 170, 'latin1');
  block.write(`${facts.model}\0`, 200, 'latin1');
  for (const [at, place] of [[230, facts.lat] as const, [260, facts.lng] as const]) {
    for (const [index, value] of place.entries()) {
      block.writeUInt32LE(Math.round(value * 100), at + index * 8);
      block.writeUInt32LE(100, at + index * 8 + 4);
    }
  }
  const head = Buffer.from([0xff, 0xe1, 0, 0, ...Buffer.from('Exif\0\0', 'latin1')]);
  head.writeUInt16BE(block.length + 8, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, block, jpeg.subarray(2)]);
}

type Entry = readonly [tag: number, type: number, count: number, value: number];

function directory(block: Buffer, start: number, entries: readonly Entry[]): void {
  block.writeUInt16LE(entries.length, start);
  for (const [index, [tag, type, count, value]] of entries.entries()) {
    const at = start + 2 + index * 12;
    block.writeUInt16LE(tag, at);
    block.writeUInt16LE(type, at + 2);
    block.writeUInt32LE(count, at + 4);
    block.writeUInt32LE(value, at + 8);
  }
}
