/** A Chromium for the stories: the system's, else Playwright's, else the distribution's package when we are root. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright-core';
import { REPOSITORY } from './child-program.ts';
import { chromiumHere } from './chromium-here.ts';

const INSTALL_TIMEOUT_MS = 240_000;

export type ChromiumPlace = { found: true; program: string; how: string } | { found: false; sentence: string };

export function findChromium(): ChromiumPlace {
  return installed() ?? fetchByPlaywright() ?? fetchByPackage() ?? { found: false, sentence: advice() };
}

function installed(): ChromiumPlace | undefined {
  const here = chromiumHere();
  if (here !== undefined) return { found: true, program: here, how: 'system' };
  const own = chromium.executablePath();
  return existsSync(own) ? { found: true, program: own, how: 'playwright' } : undefined;
}

function fetchByPlaywright(): ChromiumPlace | undefined {
  const cli = path.join(REPOSITORY, 'node_modules', 'playwright-core', 'cli.js');
  spawnSync(process.execPath, [cli, 'install', 'chromium'], { stdio: 'ignore', timeout: INSTALL_TIMEOUT_MS });
  return installed();
}

function fetchByPackage(): ChromiumPlace | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return undefined;
  const options = { stdio: 'ignore', timeout: INSTALL_TIMEOUT_MS } as const;
  spawnSync('apt-get', ['update', '-q'], options);
  spawnSync('apt-get', ['install', '-q', '-y', '--no-install-recommends', 'chromium'], options);
  return installed();
}

function advice(): string {
  const command =
    process.platform === 'linux' ? 'sudo apt-get install chromium' : 'npx playwright-core install chromium';
  return `No Chromium was found or could be fetched for the browser stories; install one with: ${command}`;
}
