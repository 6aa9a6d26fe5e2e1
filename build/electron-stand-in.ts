/** A folder shaped like Electron for Windows, so that the package can be made and inspected without a download. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** What `@electron/fuses` looks for: 32 bytes, then the version and the length of the wire. */
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSE_VERSION = 1;
/** One character for each fuse, every one the opposite of electron-builder.yml: one that is not flipped shows. */
const FUSES_BEFORE = '10110011';
/** More languages than are packed: leaving some out must show. */
const LANGUAGES = ['de', 'en-GB', 'en-US', 'ja', 'zh-CN', 'zh-TW'];

/** A real Windows program with one version resource, which electron-builder edits as it edits electron.exe. */
function borrowedProgram(): Buffer {
  const owner = createRequire(import.meta.url).resolve('electron-winstaller/package.json');
  return readFileSync(path.join(path.dirname(owner), 'vendor', 'Setup.exe'));
}

function fuseWire(): Buffer {
  return Buffer.concat([
    Buffer.from(FUSE_SENTINEL, 'latin1'),
    Buffer.from([FUSE_VERSION, FUSES_BEFORE.length]),
    Buffer.from(FUSES_BEFORE, 'latin1'),
  ]);
}

/** Fills `folder` (made when absent) so that electron-builder accepts it as `electronDist`; it cannot be run. */
export function writeElectronStandIn(folder: string): void {
  mkdirSync(path.join(folder, 'locales'), { recursive: true });
  mkdirSync(path.join(folder, 'resources'), { recursive: true });
  writeFileSync(path.join(folder, 'electron.exe'), Buffer.concat([borrowedProgram(), fuseWire()]));
  writeFileSync(path.join(folder, 'LICENSE'), 'stand-in\n');
  for (const language of LANGUAGES) writeFileSync(path.join(folder, 'locales', `${language}.pak`), language);
}
