import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { AppError } from '../../src-shared/errors.ts';

/*
 * Small pictures beside the whole ones, under the fingerprint of the picture they show (0260). They are made on this computer
 * when a picture is first seen in a small frame; one that is lost or damaged is made again.
 */

/** Long enough for 320 by 320 dots at any quality, far below a photograph. */
const MOST_BYTES = 96 * 1024;
const HEAD = [0xff, 0xd8, 0xff] as const;
const TAIL = [0xff, 0xd9] as const;

function fileOf(folder: string, fileSha256: string): string {
  return path.join(folder, fileSha256.slice(0, 2), `${fileSha256}.small.jpg`);
}

/** The small picture of a content, or null when there is none that can be shown. */
export async function readThumbnail(
  fileSha256: string,
  { folder }: { folder: string },
): Promise<{ contentBase64: string } | null> {
  const kept = await readFile(fileOf(folder, fileSha256)).catch(() => null); // none yet, or not readable: it is made again
  return kept !== null && isWhole(kept) ? { contentBase64: kept.toString('base64') } : null;
}

/** Keeps the small picture of a content; BAD_REQUEST `thumbnail-no-picture` for what is no whole JPEG of its size. */
export async function keepThumbnail(
  { fileSha256, contentBase64 }: { fileSha256: string; contentBase64: string },
  { folder }: { folder: string },
): Promise<void> {
  const content = Buffer.from(contentBase64, 'base64');
  if (!isWhole(content)) throw new AppError('BAD_REQUEST', 'thumbnail-no-picture');
  const file = fileOf(folder, fileSha256);
  await mkdir(path.dirname(file), { recursive: true });
  // Under another name first, so that a power cut leaves no half file under the right one.
  const part = `${file}.${String(process.pid)}.part`;
  await writeFile(part, content);
  await rename(part, file);
}

function isWhole(content: Buffer): boolean {
  const end = content.subarray(-TAIL.length);
  const isJpeg =
    HEAD.every((byte, place) => content[place] === byte) && TAIL.every((byte, place) => end[place] === byte);
  return isJpeg && content.length <= MOST_BYTES;
}
