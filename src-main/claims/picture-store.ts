import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../src-shared/errors.ts';
import type { ServerClient } from '../session/server-client.ts';

interface Picture {
  contentType: string;
  contentBase64: string;
}

/** What a browser draws; anything else an attachment may be is offered for saving only. */
const SIGNATURES: readonly (readonly [contentType: string, head: readonly number[]])[] = [
  ['image/png', [0x89, 0x50, 0x4e, 0x47]],
  ['image/jpeg', [0xff, 0xd8, 0xff]],
  ['image/gif', [0x47, 0x49, 0x46, 0x38]],
  ['image/webp', [0x52, 0x49, 0x46, 0x46]],
];

interface PictureHome {
  folder: string;
  server: Pick<ServerClient, 'audit'>;
}

/** The same as a screen takes it. */
export async function readPicture(fileSha256: string, home: PictureHome): Promise<Picture> {
  return pictureOf(await readPictureContent(fileSha256, home));
}

/**
 * The content of an attachment: from this computer when it was looked at before, else from the server and then kept. A file
 * stands under its SHA-256 and is believed only when it has it, so a damaged one is fetched again.
 */
export async function readPictureContent(fileSha256: string, { folder, server }: PictureHome): Promise<Buffer> {
  const file = path.join(folder, fileSha256.slice(0, 2), fileSha256);
  const kept = await readFile(file).catch(() => null); // not here yet, or not readable: the server has it
  if (kept !== null && sha256Of(kept) === fileSha256) return kept;
  const { contentBase64 } = await server.audit.picture({ fileSha256 });
  const content = Buffer.from(contentBase64, 'base64');
  if (sha256Of(content) !== fileSha256) throw new AppError('UNAVAILABLE', 'picture-damaged');
  await mkdir(path.dirname(file), { recursive: true });
  // Under another name first, so that a power cut leaves no half file under the right one.
  const part = `${file}.${String(process.pid)}.part`;
  await writeFile(part, content);
  await rename(part, file);
  return content;
}

function pictureOf(content: Buffer): Picture {
  const known = SIGNATURES.find(([, head]) => head.every((byte, place) => content[place] === byte));
  return { contentType: known?.[0] ?? 'application/octet-stream', contentBase64: content.toString('base64') };
}

function sha256Of(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}
