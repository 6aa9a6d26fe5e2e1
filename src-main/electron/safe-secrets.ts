import { safeStorage } from 'electron';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Logger, SecretStore } from '../app-services.ts';
import { memorySecrets } from '../host/memory-secrets.ts';

/**
 * Keeps the refresh token encrypted by the operating system (Windows: DPAPI of this user). Without such a place it stays in
 * memory; what cannot be decrypted any more is forgotten, and the person signs in again.
 */
export function safeSecrets(file: string, logger: Logger): SecretStore {
  const fallback = memorySecrets();
  return {
    async load() {
      if (!(await safeStorage.isAsyncEncryptionAvailable())) return fallback.load();
      if (!existsSync(file)) return null;
      try {
        const { result, shouldReEncrypt } = await safeStorage.decryptStringAsync(readFileSync(file));
        if (shouldReEncrypt) await write(file, result);
        return result;
      } catch (error) {
        logger.warn('secret-unreadable', { error: error instanceof Error ? error.message : String(error) });
        rmSync(file, { force: true });
        return null;
      }
    },
    async save(text) {
      if (!(await safeStorage.isAsyncEncryptionAvailable())) return fallback.save(text);
      if (text === null) rmSync(file, { force: true });
      else await write(file, text);
    },
  };
}

async function write(file: string, text: string): Promise<void> {
  const encrypted = await safeStorage.encryptStringAsync(text);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(`${file}.new`, encrypted, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}
