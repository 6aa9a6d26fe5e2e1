import { randomBytes } from 'node:crypto';
import { createReadStream, statSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import type { FileDelivery } from '../jobs/file-delivery.ts';

/** Paths kept at most; the oldest unfetched one is forgotten. */
const KEPT = 200;

export interface Downloads extends FileDelivery {
  /** Sends the file behind the token and forgets it; false when there is none. */
  send(token: string, response: ServerResponse, headers: Record<string, string>): boolean;
}

/** Finished files wait behind a path that works once, for the person who is signed in to this host. */
export function openDownloads(): Downloads {
  const waiting = new Map<string, { name: string; path: string }>();
  return {
    deliver(file) {
      const token = randomBytes(32).toString('base64url');
      waiting.set(token, file);
      for (const oldest of waiting.keys()) {
        if (waiting.size <= KEPT) break;
        waiting.delete(oldest);
      }
      return Promise.resolve({ downloadPath: `/files/${token}`, savedPath: null });
    },
    send(token, response, headers) {
      const file = waiting.get(token);
      if (file === undefined) return false;
      waiting.delete(token);
      const stat = statSync(file.path, { throwIfNoEntry: false });
      if (stat === undefined) return false;
      response.writeHead(200, {
        ...headers,
        'content-type': 'application/octet-stream',
        'content-length': stat.size,
        'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`,
      });
      createReadStream(file.path)
        .on('error', (error) => response.destroy(error))
        .pipe(response);
      return true;
    },
  };
}
