/** Builds the screens when their sources have changed since the last build; `node build/run.mjs build/build-renderer.ts`. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { REPOSITORY } from './child-program.ts';

export const SCREENS_FOLDER = path.join(REPOSITORY, 'out', 'renderer');
const STAMP = path.join(REPOSITORY, 'out', 'renderer.sha256');
const SOURCES = ['src-renderer', 'src-shared', 'vite.config.ts', 'package-lock.json'];

/** One hash over path and content of every file the screens are made from; tests do not count. */
export function hashOfSources(root: string, sources: readonly string[]): string {
  const hash = createHash('sha256');
  for (const source of sources) {
    for (const file of filesUnder(path.join(root, source))) {
      hash.update(path.relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
    }
  }
  return hash.digest('hex');
}

function filesUnder(place: string): string[] {
  if (!existsSync(place)) return [];
  if (path.extname(place) !== '') return [place];
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

export function screensAreStale(): boolean {
  if (!existsSync(path.join(SCREENS_FOLDER, 'index.html')) || !existsSync(STAMP)) return true;
  return readFileSync(STAMP, 'utf8') !== hashOfSources(REPOSITORY, SOURCES);
}

/** Returns true when it built, false when nothing was stale. */
export async function buildScreens(): Promise<boolean> {
  if (!screensAreStale()) return false;
  const stamp = hashOfSources(REPOSITORY, SOURCES);
  // built beside and put in place whole: a program that starts meanwhile never finds half of the screens
  const fresh = `${SCREENS_FOLDER}.${process.pid}`;
  await build({
    configFile: path.join(REPOSITORY, 'vite.config.ts'),
    mode: 'production',
    logLevel: 'warn',
    build: { outDir: fresh },
  });
  rmSync(SCREENS_FOLDER, { recursive: true, force: true });
  renameSync(fresh, SCREENS_FOLDER);
  writeFileSync(STAMP, stamp);
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  console.log((await buildScreens()) ? 'screens built' : 'screens are up to date');
}
