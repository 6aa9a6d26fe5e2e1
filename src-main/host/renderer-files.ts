import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { CSP_NONCE_PLACEHOLDER } from '../../src-shared/content-security.ts';

export interface RendererFile {
  body: Buffer;
  contentType: string;
}

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/** The built screens, read once: only what is in this map can ever be asked for, so no path can leave the folder. */
export function readRendererFiles(folder: string): ReadonlyMap<string, RendererFile> {
  const files = new Map<string, RendererFile>();
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const contentType = CONTENT_TYPES[path.extname(entry.name)];
    if (!entry.isFile() || contentType === undefined) continue;
    const file = path.join(entry.parentPath, entry.name);
    const address = `/${path.relative(folder, file).split(path.sep).join('/')}`;
    files.set(address, { body: readFileSync(file), contentType });
  }
  return files;
}

/** `index.html` with the nonce of this answer in every place that waits for one. */
export function withNonce(file: RendererFile, nonce: string): Buffer {
  return Buffer.from(file.body.toString('utf8').replaceAll(CSP_NONCE_PLACEHOLDER, nonce));
}
