import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

export type ElectronPlace = { found: true; program: string } | { found: false; looked: string };

const PROGRAM: Readonly<Record<string, string>> = {
  win32: 'electron.exe',
  darwin: 'Electron.app/Contents/MacOS/Electron',
};

/** Looks for the Electron program by path; `require('electron')` would start a download. */
export function findElectron(env: NodeJS.ProcessEnv = process.env): ElectronPlace {
  const require = createRequire(import.meta.url);
  let folder: string;
  try {
    folder = path.dirname(require.resolve('electron/package.json'));
  } catch {
    return { found: false, looked: 'node_modules/electron' };
  }
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as { version: string };
  const distribution = env.ELECTRON_OVERRIDE_DIST_PATH ?? path.join(folder, 'dist');
  const program = path.join(distribution, PROGRAM[process.platform] ?? 'electron');
  if (!existsSync(program)) return { found: false, looked: program };
  const versionFile = path.join(distribution, 'version');
  const present = existsSync(versionFile) ? readFileSync(versionFile, 'utf8').trim().replace(/^v/, '') : version;
  return present === version
    ? { found: true, program }
    : { found: false, looked: `${program} ${present} ≠ ${version}` };
}
