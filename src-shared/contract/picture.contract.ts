import { oc } from '@orpc/contract';
import { z } from 'zod';
import { FileSha256 } from './server/audit.contract.ts';

/** A picture of at most 640 KiB, so that its order fits into one letter to the server. */
export const MOST_PHOTO_BYTES = 640 * 1024;
export const SentPicture = z.object({
  fileName: z.string().min(1).max(200),
  contentBase64: z.base64().max(Math.ceil(MOST_PHOTO_BYTES / 3) * 4),
});
export type SentPicture = z.infer<typeof SentPicture>;

/** Pictures of attachments by the SHA-256 of their content: the whole one, and the small one made on this computer (0260). */
export const pictureContract = {
  /** The content of an attachment, from this computer or the server; UNAVAILABLE `server-away` when neither has it. */
  picture: oc
    .input(z.object({ fileSha256: FileSha256 }))
    .output(z.object({ contentType: z.string(), contentBase64: z.string() })),
  /** The small picture of an attachment as this computer made it before; null when it has not, or it was damaged. */
  thumbnail: oc
    .input(z.object({ fileSha256: FileSha256 }))
    .output(z.object({ thumbnail: z.object({ contentBase64: z.string() }).nullable() })),
  /** Keeps a small picture on this computer; BAD_REQUEST `thumbnail-no-picture` for what is no JPEG of at most 96 KiB. */
  keepThumbnail: oc
    .input(z.object({ fileSha256: FileSha256, contentBase64: z.base64().max(131_072) }))
    .output(z.object({})),
};
