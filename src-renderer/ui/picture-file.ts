import { MOST_PHOTO_BYTES, type SentPicture } from '../../src-shared/contract/picture.contract.ts';

/** The longest side a reduced photograph keeps: a plate or a crack can still be read. */
const LONGEST_SIDE_PX = 1600;
const REDUCED_QUALITY = 0.82;

/** What a file chooser offers: pictures that a browser and a printed form can show. */
export const PICTURE_TYPES = 'image/png,image/jpeg,image/webp';

/** A chosen picture as it goes to the server; what is larger than a letter is made smaller first. */
export async function sentPicture(file: File): Promise<SentPicture> {
  const content = await fitting(file);
  return { fileName: file.name.slice(-200), contentBase64: await base64Of(content) };
}

async function fitting(file: File): Promise<Blob> {
  if (file.size <= MOST_PHOTO_BYTES) return file;
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST_SIDE_PX / Math.max(picture.width, picture.height));
  const canvas = new OffscreenCanvas(Math.round(picture.width * scale), Math.round(picture.height * scale));
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.convertToBlob({ type: 'image/jpeg', quality: REDUCED_QUALITY });
}

async function base64Of(content: Blob): Promise<string> {
  const bytes = new Uint8Array(await content.arrayBuffer());
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
