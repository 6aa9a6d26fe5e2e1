import { extractFile, listPackage } from '@electron/asar';
import { FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { getConfig, validateConfiguration } from 'app-builder-lib/out/util/config/config.js';
import { DebugLogger } from 'builder-util';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REPOSITORY } from './child-program.ts';
import { missingForInstaller } from './package.ts';
import { runStep } from './steps.ts';

const output = mkdtempSync(path.join(os.tmpdir(), 'hedui-package-'));
const unpacked = path.join(output, 'win-unpacked');
const archive = path.join(unpacked, 'resources', 'app.asar');
const NATIVE = 'node_modules/better-sqlite3/prebuilds/win32-x64.node';
/** Sources that stay at home: what they declare must not be in the package either. */
const LEFT_OUT = ['src-main/loopback', 'src-main/testing', 'src-main/electron/testing', 'src-server/demo'];

let packed: string[] = [];
let program = '';

beforeAll(async () => {
  // vitest's own NODE_ENV would make vite build the screens for development
  const command = ['build/package.ts', '--dir', '--output', output];
  const result = await runStep({ name: 'package', command, env: { NODE_ENV: 'production' } });
  expect(result.exitCode, result.output).toBe(0);
  packed = listPackage(archive, { isPack: false }).map((entry) => entry.replace(/\\/g, '/').replace(/^\//, ''));
  program = packed
    .filter((entry) => /^out\/main\/.*\.c?js$/.test(entry))
    .map((entry) => extractFile(archive, path.normalize(entry)).toString('utf8'))
    .join('\n');
}, 120_000);

afterAll(() => rmSync(output, { recursive: true, force: true }));

/** Names of the entries directly inside `folder` of the archive. */
function inside(folder: string): string[] {
  const prefix = folder === '' ? '' : `${folder}/`;
  const names = packed.filter((entry) => entry.startsWith(prefix)).map((entry) => entry.slice(prefix.length));
  return [...new Set(names.map((name) => name.split('/')[0] ?? ''))].sort();
}

/** Names of the functions that the sources of these folders declare; one word is too common to tell anything. */
function functionsOf(folders: readonly string[], without: readonly string[] = []): Set<string> {
  const names = new Set<string>();
  for (const folder of folders) {
    for (const entry of readdirSync(path.join(REPOSITORY, folder), { recursive: true, withFileTypes: true })) {
      const place = path.relative(REPOSITORY, entry.parentPath).replace(/\\/g, '/');
      if (!entry.isFile() || !/(?<!\.test)\.ts$/.test(entry.name) || without.some((out) => place.startsWith(out)))
        continue;
      const source = readFileSync(path.join(entry.parentPath, entry.name), 'utf8');
      for (const [, name] of source.matchAll(/^(?:export )?(?:async )?function ([a-z]+[A-Z]\w*)/gm))
        if (name !== undefined) names.add(name);
    }
  }
  return names;
}

describe('the archive', () => {
  it('holds the bundle, the screens, package.json and one package, and nothing else', () => {
    expect(inside('')).toEqual(['node_modules', 'out', 'package.json']);
    expect(inside('out')).toEqual(['main', 'renderer']);
    expect(inside('node_modules')).toEqual(['better-sqlite3']);
    expect(packed).toEqual(
      expect.arrayContaining(['out/main/main.js', 'out/main/preload.cjs', 'out/renderer/index.html']),
    );
  });

  it('holds no source map, no source, no test, no demo and no loopback host', () => {
    expect(packed.filter((entry) => /\.map$|\.tsx?$|loopback|testing|\.test\.|demo/.test(entry))).toEqual([]);
    const shipped = functionsOf(['src-main', 'src-shared'], LEFT_OUT);
    const names = [...functionsOf(LEFT_OUT)].filter((name) => !shipped.has(name));
    expect(names.length).toBeGreaterThan(20);
    expect(names.filter((name) => new RegExp(`function ${name}\\(`).test(program))).toEqual([]);
  });

  it('holds exactly one native module, which lies outside as a real file', () => {
    expect(packed.filter((entry) => entry.endsWith('.node'))).toEqual([NATIVE]);
    const file = readFileSync(path.join(unpacked, 'resources', 'app.asar.unpacked', NATIVE));
    expect(file.equals(readFileSync(path.join(REPOSITORY, NATIVE)))).toBe(true);
  });

  it('holds everything the program imports or starts by address', () => {
    const imported = [...program.matchAll(/^(?:import|export)\b.*?from ['"]([^'"]+)['"];?$/gm)].map(([, name]) => name);
    const bare = imported.filter((name) => name !== undefined && !name.startsWith('.') && !name.startsWith('node:'));
    expect([...new Set(bare)].filter((name) => !builtinModules.includes(name ?? '')).sort()).toEqual([
      'better-sqlite3',
      'electron',
    ]);
    const beside = imported.filter((name) => name?.startsWith('./'));
    const started = [...program.matchAll(/new URL\(\s*['"](\.\/[^'"]+)['"],/g)].map(([, name]) => name);
    expect(started.length).toBeGreaterThan(0);
    for (const name of [...beside, ...started]) expect(packed).toContain(path.posix.join('out/main', name ?? ''));
  });
});

describe('the folder', () => {
  it('carries Chinese and English only', () => {
    expect(readdirSync(path.join(unpacked, 'locales')).sort()).toEqual(['en-US.pak', 'zh-CN.pak']);
  });

  it('starts a program whose fuses are set, each read back from the file', async () => {
    const wire = await getCurrentFuseWire(path.join(unpacked, 'Hedui.exe'));
    // '0' is off and '1' is on
    const state = (fuse: FuseV1Options): string => String.fromCharCode(wire[fuse] ?? 0);
    expect(state(FuseV1Options.RunAsNode)).toBe('0');
    expect(state(FuseV1Options.EnableCookieEncryption)).toBe('1');
    expect(state(FuseV1Options.EnableNodeOptionsEnvironmentVariable)).toBe('0');
    expect(state(FuseV1Options.EnableNodeCliInspectArguments)).toBe('0');
    expect(state(FuseV1Options.EnableEmbeddedAsarIntegrityValidation)).toBe('1');
    expect(state(FuseV1Options.OnlyLoadAppFromAsar)).toBe('1');
    expect(state(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot)).toBe('0');
    expect(state(FuseV1Options.GrantFileProtocolExtraPrivileges)).toBe('0');
  });
});

describe('electron-builder.yml', () => {
  it('is valid, and a misspelt option is refused', async () => {
    const config = await getConfig(REPOSITORY, 'electron-builder.yml', null);
    expect(config.productName).toBe('Hedui');
    await expect(validateConfiguration(config, new DebugLogger(false))).resolves.toBeUndefined();
    const misspelt = { ...config, nsis: { ...config.nsis, perMachin: false } };
    await expect(validateConfiguration(misspelt, new DebugLogger(false))).rejects.toThrow(
      /configuration\.nsis should be/,
    );
  });
});

describe('the installer', () => {
  const silent = { env: { ELECTRON_BUILDER_CACHE: output }, answers: () => Promise.resolve(false) };

  it('is refused in one sentence that names the NSIS toolset where it cannot be made', async () => {
    const elsewhere = await missingForInstaller({ platform: 'linux', ...silent });
    const withoutNetwork = await missingForInstaller({ platform: 'win32', ...silent });
    for (const sentence of [elsewhere, withoutNetwork]) expect(sentence).toMatch(/NSIS toolset[^\n]*\.$/);
  });

  it('is made on Windows when the toolset is at hand or can be fetched', async () => {
    const folders = { ELECTRON_BUILDER_NSIS_DIR: output, ELECTRON_BUILDER_NSIS_RESOURCES_DIR: output };
    expect(await missingForInstaller({ platform: 'win32', ...silent, env: folders })).toBeNull();
    const online = { ...silent, answers: () => Promise.resolve(true) };
    expect(await missingForInstaller({ platform: 'win32', ...online })).toBeNull();
  });
});
