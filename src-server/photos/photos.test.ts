import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { hammingDistance } from '../../src-shared/domain/claims/photo-rules.ts';
import { photoExif } from './photo-exif.ts';
import { photoLook } from './photo-hash.ts';
import { withExif } from './testing/exif-block.ts';

const read = (name: string): Buffer => readFileSync(new URL(`./testing/${name}.jpg`, import.meta.url));
const hashOf = (name: string): string | null => photoLook(read(name))?.phash64 ?? null;

it('a photograph has its size and a look of sixteen digits', () => {
  expect(photoLook(read('gearbox'))).toMatchObject({ widthPx: 640, heightPx: 480 });
  expect(hashOf('gearbox')).toMatch(/^[0-9a-f]{16}$/);
});

it.each([
  ['half as large, progressive, all colours kept', 'gearbox-saved-anew'],
  ['grey, of another size, with restart marks', 'gearbox-grey'],
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
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 12 }),
      fc.nat(whole.length),
      (hits, cut) => {
        const damaged = Buffer.from(whole);
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
