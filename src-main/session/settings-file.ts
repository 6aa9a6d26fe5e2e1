import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { Locale } from '../../src-shared/contract/values.ts';
import type { Logger } from '../app-services.ts';

const Settings = z.object({ installationId: z.string().min(1), locale: Locale.nullable() });
export type Settings = z.infer<typeof Settings>;

/** Settings of this installation: read with a check, a bad file is named in the log and replaced by defaults. */
export class SettingsFile {
  readonly #file: string;
  #settings: Settings;

  constructor(dataFolder: string, newId: () => string, logger: Logger) {
    mkdirSync(dataFolder, { recursive: true });
    this.#file = path.join(dataFolder, 'settings.json');
    const known = this.#read(logger);
    this.#settings = known ?? { installationId: newId(), locale: null };
    if (known === null) this.#write();
  }

  get current(): Settings {
    return this.#settings;
  }

  update(change: Partial<Settings>): void {
    this.#settings = { ...this.#settings, ...change };
    this.#write();
  }

  #read(logger: Logger): Settings | null {
    try {
      return Settings.parse(JSON.parse(readFileSync(this.#file, 'utf8')));
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) {
        logger.warn('settings were unreadable and are set anew', { error: String(error) });
      }
      return null;
    }
  }

  #write(): void {
    const next = `${this.#file}.new`;
    const handle = openSync(next, 'w');
    try {
      writeSync(handle, JSON.stringify(this.#settings, null, 2));
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(next, this.#file);
  }
}
