import { MOST_PHOTO_BYTES } from '../../src-shared/contract/picture.contract.ts';
import { pictureTypeOf } from './picture-type.ts';

interface Refused {
  status: 'rejected';
  reason: string;
  details: Record<string, number>;
}

/** What kind of picture it is, or why it is not taken. */
export function pictureRefusal(content: Buffer): { refusal: Refused } | { contentType: string } {
  if (content.length > MOST_PHOTO_BYTES)
    return { refusal: rejected('application-photo-too-large', { sizeKib: Math.ceil(content.length / 1024) }) };
  const contentType = pictureTypeOf(content);
  return contentType === null ? { refusal: rejected('application-photo-no-picture', {}) } : { contentType };
}

function rejected(reason: string, details: Record<string, number>): Refused {
  return { status: 'rejected', reason, details };
}
