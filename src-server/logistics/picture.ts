import { MOST_PHOTO_BYTES } from '../../src-shared/contract/logistics.contract.ts';
import { rejected, type Refused } from './application.repository.ts';

/** The first bytes of what a browser and a printed form can show. */
const PICTURES: readonly (readonly [contentType: string, head: readonly number[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/webp', [0x52, 0x49, 0x46, 0x46]],
];

/** What kind of picture it is, or why it is not taken. */
export function pictureRefusal(content: Buffer): { refusal: Refused } | { contentType: string } {
  if (content.length > MOST_PHOTO_BYTES)
    return { refusal: rejected('application-photo-too-large', { sizeKib: Math.ceil(content.length / 1024) }) };
  const known = PICTURES.find(([, head]) => head.every((byte, place) => content[place] === byte));
  return known === undefined ? { refusal: rejected('application-photo-no-picture', {}) } : { contentType: known[0] };
}
