/**
 * `npm run package`: the Windows installer, made on Windows. `npm run package -- --dir`: the unpacked folder, made
 * anywhere and without the network; elsewhere than on Windows its electron.exe is a stand-in for inspection only.
 */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { Arch, build, Platform } from 'electron-builder';
import { buildScreens } from './build-renderer.ts';
import { bundleDesktop } from './bundle-desktop.ts';
import { REPOSITORY } from './child-program.ts';
import { writeElectronStandIn } from './electron-stand-in.ts';
import { findElectron } from './find-electron.ts';

/** Exit code of a package that cannot be made on this machine, as opposed to one that went wrong (1). */
const EXIT_MISSING = 3;
const TOOLSET_FOLDERS = ['ELECTRON_BUILDER_NSIS_DIR', 'ELECTRON_BUILDER_NSIS_RESOURCES_DIR'];
const TOOLSET_MIRRORS = ['NPM_CONFIG_ELECTRON_BUILDER_BINARIES_MIRROR', 'ELECTRON_BUILDER_BINARIES_MIRROR'];
const TOOLSET_HOME = 'https://github.com/electron-userland/electron-builder-binaries/releases';
const PATIENCE_MS = 5_000;

export interface Machine {
  platform: NodeJS.Platform;
  env: NodeJS.ProcessEnv;
  /** Whether anything answers at the address. */
  answers(address: string): Promise<boolean>;
}

async function answers(address: string): Promise<boolean> {
  try {
    await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(PATIENCE_MS) });
    return true;
  } catch {
    return false;
  }
}

function hasCachedToolset(env: NodeJS.ProcessEnv): boolean {
  const cache = env.ELECTRON_BUILDER_CACHE ?? path.join(env.LOCALAPPDATA ?? os.homedir(), 'electron-builder', 'Cache');
  const nsis = path.join(cache, 'nsis');
  return existsSync(nsis) && readdirSync(nsis).length > 0;
}

/** One sentence on what the installer lacks on this machine, or null. */
export async function missingForInstaller({ platform, env, answers }: Machine): Promise<string | null> {
  if (platform !== 'win32') {
    return 'The installer needs the NSIS toolset for Windows: run `npm run package` on Windows, or `npm run package -- --dir` here.';
  }
  if (TOOLSET_FOLDERS.every((name) => existsSync(env[name] ?? '')) || hasCachedToolset(env)) return null;
  const address = TOOLSET_MIRRORS.map((name) => env[name]).find((mirror) => mirror !== undefined) ?? TOOLSET_HOME;
  if (await answers(address)) return null;
  return `The NSIS toolset is not on this machine and ${address} does not answer: connect to the network, set ELECTRON_BUILDER_BINARIES_MIRROR, or set ${TOOLSET_FOLDERS.join(' and ')}.`;
}

/** Packs bundle and screens into `output/win-unpacked` around the Electron in `electronDist`; needs no network. */
export async function packageFolder(electronDist: string, output: string): Promise<string> {
  await bundleDesktop();
  await buildScreens();
  await build({
    projectDir: REPOSITORY,
    targets: Platform.WINDOWS.createTarget('dir', Arch.x64),
    publish: 'never',
    config: { electronDist, directories: { output } },
  });
  return path.join(output, 'win-unpacked');
}

async function packageInstaller(): Promise<string[]> {
  await bundleDesktop();
  await buildScreens();
  const targets = Platform.WINDOWS.createTarget('nsis', Arch.x64);
  return build({ projectDir: REPOSITORY, targets, publish: 'never' });
}

async function runDirectory(output: string): Promise<void> {
  const electron = process.platform === 'win32' ? findElectron() : null;
  if (electron?.found) {
    console.log(await packageFolder(path.dirname(electron.program), output));
    return;
  }
  const standIn = mkdtempSync(path.join(os.tmpdir(), 'hedui-electron-'));
  try {
    writeElectronStandIn(standIn);
    console.log(await packageFolder(standIn, output));
    console.log('Its electron.exe is a stand-in: the folder is for inspection and cannot be started.');
  } finally {
    rmSync(standIn, { recursive: true, force: true });
  }
}

async function run(): Promise<number> {
  const { values } = parseArgs({ options: { dir: { type: 'boolean', default: false }, output: { type: 'string' } } });
  if (values.dir) {
    await runDirectory(path.resolve(values.output ?? path.join(REPOSITORY, 'release', 'folder')));
    return 0;
  }
  const missing = await missingForInstaller({ platform: process.platform, env: process.env, answers });
  if (missing !== null) {
    console.error(missing);
    return EXIT_MISSING;
  }
  console.log((await packageInstaller()).join('\n'));
  return 0;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.exitCode = await run();
