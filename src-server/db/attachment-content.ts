import { createHash } from 'node:crypto';
import type { CentralDb } from './open-central.ts';

/** The name of a file's content: the same bytes are kept once, however often they are sent. */
export function contentHash(content: Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Keeps a file's bytes under their hash; what is there already stays. */
export async function keepContent(
  db: CentralDb,
  { fileSha256, content, nowMs }: { fileSha256: string; content: Buffer; nowMs: number },
): Promise<void> {
  await db
    .insertInto('attachmentContent')
    .values({ fileSha256, content, sizeBytes: content.length, storedAtMs: nowMs })
    .onConflict((conflict) => conflict.column('fileSha256').doNothing())
    .execute();
}
