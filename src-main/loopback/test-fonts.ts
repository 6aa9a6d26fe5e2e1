import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { RendererFile } from '../host/renderer-files.ts';

const WEIGHTS = [400, 600] as const;
const FOLDER = '/test-fonts';

/**
 * For screenshots on a machine without Chinese fonts: the files of the screens plus Noto Sans SC, linked from
 * `index.html`. Started only with `--fonts`, and the package is a development dependency.
 */
export function withTestFonts(files: ReadonlyMap<string, RendererFile>): ReadonlyMap<string, RendererFile> {
  const fonts = path.dirname(createRequire(import.meta.url).resolve('@fontsource/noto-sans-sc/package.json'));
  const all = new Map(files);
  let faces = '';
  for (const weight of WEIGHTS) {
    const name = `noto-sans-sc-chinese-simplified-${weight}-normal.woff2`;
    const file = path.join(fonts, 'files', name);
    if (!existsSync(file)) continue;
    all.set(`${FOLDER}/${name}`, { body: readFileSync(file), contentType: 'font/woff2' });
    faces += `@font-face{font-family:'Noto Sans SC';font-weight:${weight};font-display:block;src:url(${name}) format('woff2')}\n`;
  }
  all.set(`${FOLDER}/fonts.css`, { body: Buffer.from(faces), contentType: 'text/css; charset=utf-8' });
  const index = files.get('/index.html');
  if (index !== undefined) {
    const html = index.body
      .toString('utf8')
      .replace('</head>', `<link rel="stylesheet" href="${FOLDER}/fonts.css" /></head>`);
    all.set('/index.html', { ...index, body: Buffer.from(html) });
  }
  return all;
}
