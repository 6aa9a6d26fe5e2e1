import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';

/** The longer side of a small picture in dots: sharp in a frame of half the size on a fine screen. */
const LONGER_SIDE_PX = 320;
const QUALITY = 0.8;

interface Small {
  /** Something an image can show; null for a file that is no picture. */
  address: string | null;
}

/**
 * A small picture of an attachment: the one that was made before, else it is made from the whole one, once, and kept (0260). Asked
 * for when it comes into view.
 */
export function useThumbnail(fileSha256: string | null): UseQueryResult<Small> {
  return useQuery({
    queryKey: ['claims', 'thumbnail', fileSha256],
    queryFn: () => smallPicture(fileSha256 ?? ''),
    enabled: fileSha256 !== null,
    // A content never changes under its fingerprint; rows that move do not ask for it again.
    staleTime: Infinity,
    retry: (count, error) => count < 3 && problemOf(error).reason === 'core-away',
  });
}

const addressOf = (contentBase64: string): string => `data:image/jpeg;base64,${contentBase64}`;

async function smallPicture(fileSha256: string): Promise<Small> {
  const { thumbnail } = await api.claims.thumbnail({ fileSha256 });
  return thumbnail === null ? makeThumbnail(fileSha256) : { address: addressOf(thumbnail.contentBase64) };
}

async function makeThumbnail(fileSha256: string): Promise<Small> {
  const { contentType, contentBase64 } = await api.claims.picture({ fileSha256 });
  if (!contentType.startsWith('image/')) return { address: null };
  const bytes = Uint8Array.from(atob(contentBase64), (letter) => letter.charCodeAt(0));
  const small = await scaledDown(new Blob([bytes], { type: contentType }));
  // what this browser cannot read it may still show, or say that it cannot
  if (small === null) return { address: `data:${contentType};base64,${contentBase64}` };
  // what cannot be kept, on a full disk, is shown all the same and made again the next time
  await api.claims.keepThumbnail({ fileSha256, contentBase64: small }).catch(() => null);
  return { address: addressOf(small) };
}

/** The picture as a JPEG with its longer side as above, on white, in base64; null when it cannot be read. */
async function scaledDown(file: Blob): Promise<string | null> {
  const whole = await createImageBitmap(file).catch(() => null);
  if (whole === null) return null;
  const scale = Math.min(1, LONGER_SIDE_PX / Math.max(whole.width, whole.height));
  const width = Math.max(1, Math.round(whole.width * scale));
  const height = Math.max(1, Math.round(whole.height * scale));
  const canvas = new OffscreenCanvas(width, height);
  const pen = canvas.getContext('2d');
  if (pen === null) return null;
  pen.imageSmoothingQuality = 'high';
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, width, height);
  pen.drawImage(whole, 0, 0, width, height);
  whole.close();
  const jpeg = new Uint8Array(
    await (await canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY })).arrayBuffer(),
  );
  return btoa(Array.from(jpeg, (byte) => String.fromCharCode(byte)).join(''));
}
