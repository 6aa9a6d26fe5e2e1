import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { newSealKeys, unsealWork, type SealedWork } from '../../src-shared/secrets/sealed-work.ts';
import { AppError } from '../../src-shared/errors.ts';

const SealKeys = z.object({ publicKey: z.string().min(1), privateKey: z.string().min(1) });
type SealKeys = z.infer<typeof SealKeys>;
const SealedFile: z.ZodType<SealedWork> = z.object({
  form: z.literal('hedui-sealed-1'),
  ...{ deviceId: z.string(), login: z.string(), sealedAtMs: z.number() },
  ...{ key: z.string(), nonce: z.string(), tag: z.string(), data: z.string() },
});

/** Where the key for unsent work stands: the file given, else beside the store in the data folder. */
export function sealKeyFileOf({ sealKeyFile, dataFolder }: { sealKeyFile?: string; dataFolder: string }): string {
  return sealKeyFile ?? path.join(dataFolder, 'seal-key.json');
}

/**
 * The key for unsent work of revoked devices, made on first use: several servers of one store are given the same file, or
 * what is sealed opens only where its key was issued. An unreadable file stops the start; another key is never made.
 */
export function openSealKeys(file: string): SealKeys {
  if (!existsSync(file)) {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(newSealKeys()), { mode: 0o600, flag: 'wx' });
  }
  return readSealKeys(file);
}

/** What a revoked device had not sent, for the administrator. A missing key is not made: it could open nothing. */
export function unsealFile(keyFile: string, file: string): unknown {
  const { privateKey } = readSealKeys(keyFile);
  const sealed = readSealed(file);
  try {
    return unsealWork(privateKey, sealed);
  } catch (error) {
    throw new AppError('BAD_REQUEST', 'sealed-by-another-key', { file, keyFile }, error);
  }
}

function readSealed(file: string): SealedWork {
  try {
    return SealedFile.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new AppError('BAD_REQUEST', 'sealed-file-unreadable', { file }, error);
  }
}

function readSealKeys(file: string): SealKeys {
  try {
    return SealKeys.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new AppError('INTERNAL', 'seal-key-unreadable', { file });
  }
}
