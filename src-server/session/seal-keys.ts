import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { newSealKeys, unsealWork, type SealedWork } from '../../src-shared/secrets/sealed-work.ts';

const FILE = 'seal-key.json';

/**
 * The key for unsent work of revoked devices, made on first use and kept beside the signing key: several servers of one
 * store are given the same file.
 */
export function openSealKeys(dataFolder: string): { publicKey: string; privateKey: string } {
  const file = path.join(dataFolder, FILE);
  if (!existsSync(file)) {
    mkdirSync(dataFolder, { recursive: true });
    writeFileSync(file, JSON.stringify(newSealKeys()), { mode: 0o600, flag: 'wx' });
  }
  return JSON.parse(readFileSync(file, 'utf8')) as { publicKey: string; privateKey: string };
}

/** What a revoked device had not sent, for the administrator. */
export function unsealFile(dataFolder: string, file: string): unknown {
  return unsealWork(openSealKeys(dataFolder).privateKey, JSON.parse(readFileSync(file, 'utf8')) as SealedWork);
}
