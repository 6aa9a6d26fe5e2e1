import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { hammingDistance } from '../../src-shared/domain/claims/photo-rules.ts';
import { photoExif } from './photo-exif.ts';
import { photoLook } from './photo-hash.ts';
import { withExif } from './testing/exif-block.ts';
import { greyPng, pngChunk } from './testing/grey-png.ts';

const read = (name: string): Buffer => {
  const file = name.includes('.') ? name : `${name}.jpg`;
  return readFileSync(new URL(`./testing/${file}`, import.meta.url));
};
const hashOf = (name: string): string | null => photoLook(read(name))?.phash64 ?? null;

it('a photograph has its size and a look of sixteen digits', () => {
  expect(photoLook(read('gearbox'))).toMatchObject({ widthPx: 640, heightPx: 480 });
  expect(hashOf('gearbox')).toMatch(/^[0-9a-f]{16}$/);
});

it.each([
  ['half as large, progressive, all colours kept', 'gearbox-saved-anew'],
  ['grey, of another size, with restart marks', 'gearbox-grey'],
  ['as a PNG of all colours', 'gearbox.png'],
  ['as an interlaced PNG of sixteen colours', 'gearbox-16-colours.png'],
  ['as a PNG in sixteen bits of grey', 'gearbox-grey-16.png'],
])('the same picture saved anew is at most six bits away: %s', (_, name) => {
  expect(hammingDistance(hashOf('gearbox'), hashOf(name))).toBeLessThanOrEqual(6);
});

it('another picture is far away', () => {
  expect(hammingDistance(hashOf('gearbox'), hashOf('pump'))).toBeGreaterThan(12);
});

it('what is no JPEG has no look', () => {
  expect(photoLook(Buffer.from('a photo'))).toBeNull();
  expect(photoLook(Buffer.from([0x89, 0x50, 0x4e, 0x47]))).toBeNull();
});

it('every kind of row of a PNG is read as what it packs', () => {
  // 72 × 64 dots in grey, brighter from block to block, once with each filter; the last one is none
  const [width, height] = [72, 64];
  const dots = (x: number, y: number): number => (((x >> 3) * 37 + (y >> 3) * 11) % 200) + 20;
  const looks = [0, 1, 2, 3, 4].map((filter) => photoLook(greyPng(width, height, { dots, filter }))?.phash64);
  expect(new Set(looks).size).toBe(1);
  expect(looks[0]).toMatch(/^[0-9a-f]{16}$/);
});

it('a PNG that would unpack to more than its dots, or to more than the memory is for, has no look', () => {
  expect(photoLook(greyPng(72, 64, { dots: () => 9, filter: 0, moreRows: 10 }))).toBeNull();
  expect(photoLook(greyPng(72, 64, { dots: () => 9, filter: 0, statedHeight: 2_000_000_000 }))).toBeNull();
});

it('a PNG tells what the camera wrote as well', () => {
  const jpeg = withExif(read('pump'), {
    ...{ takenAt: '2026:11:03 09:12:44', model: 'HUAWEI nova 9' },
    ...{ lat: [29, 4, 44.4], lng: [119, 38, 52.08] },
  });
  // the block of the JPEG without its mark, length and name is the piece of the PNG
  const tiff = jpeg.subarray(12, 12 + 320);
  const png = read('gearbox.png');
  const taken = photoExif(Buffer.concat([png.subarray(0, 33), pngChunk('eXIf', tiff), png.subarray(33)]));
  expect(taken).toEqual(photoExif(jpeg));
  expect(taken.latMicro).toBe(29_079_000);
});

it('a camera tells when, where and what it is', () => {
  const photo = withExif(read('pump'), {
    ...{ takenAt: '2026:11:03 09:12:44', model: 'HUAWEI nova 9' },
    ...{ lat: [29, 4, 44.4], lng: [119, 38, 52.08] },
  });
  expect(photoExif(photo)).toEqual({
    takenAtMs: Date.parse('2026-11-03T09:12:44+08:00'),
    ...{ latMicro: 29_079_000, lngMicro: 119_647_800, device: 'HUAWEI nova 9' },
  });
  expect(photoLook(photo)).toEqual(photoLook(read('pump')));
});

it('without an EXIF block nothing is known', () => {
  expect(photoExif(read('pump'))).toEqual({ takenAtMs: null, latMicro: null, lngMicro: null, device: null });
});

it('damaged files are read to their end without an error', () => {
  const whole = withExif(read('gearbox-saved-anew'), {
    ...{ takenAt: '2026:11:03 09:12:44', model: 'x', lat: [29, 4, 44], lng: [119, 38, 52] },
  });
  const files = [whole, read('gearbox-16-colours.png')];
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 12 }),
      fc.nat(whole.length),
      fc.constantFrom(...files),
      (hits, cut, file) => {
        const damaged = Buffer.from(file);
        for (const [at, byte] of hits) damaged[at] = byte;
        for (const file of [damaged, damaged.subarray(0, cut)]) {
          expect(photoLook(file)?.phash64 ?? '0'.repeat(16)).toMatch(/^[0-9a-f]{16}$/);
          photoExif(file);
        }
      },
    ),
    { numRuns: 300 },
  );
});
