import { CSP_NONCE_PLACEHOLDER } from '../../src-shared/content-security.ts';
import type { Calibration } from '../../src-shared/domain/print/calibration.ts';
import type { FontName, FormTemplate } from '../../src-shared/domain/print/form-template.ts';
import type { FormPage, Layer, Placed, PlacedText } from '../../src-shared/domain/print/lay-out.ts';
import { MM_PER_POINT } from '../../src-shared/domain/print/text-metrics.ts';
import type { Locale } from '../../src-shared/contract/values.ts';

/** Where the hosts serve the font that previews and prints are set in; the weights of the layout's measures. */
export const PRINT_FONT_FOLDER = '/print-fonts';
export const PRINT_FONT_WEIGHTS = [400, 600] as const;

export interface PrintHtmlInput {
  title: string;
  locale: Locale;
  paper: FormTemplate['paper'];
  pages: readonly Pick<FormPage, 'placed'>[];
  calibration: Calibration;
  /** On paper that carries the blank form already, rules and words are shown on the screen and not printed. */
  isPreprinted: boolean;
}

/** Width of the sheet on the screen; the print is not touched by it. */
const SCREEN_WIDTH_PX = 760;
const PX_PER_MM = 96 / 25.4;

const FAMILIES: Readonly<Record<FontName, string>> = {
  hei: `'Hedui Print', 'Noto Sans SC', 'Noto Sans CJK SC', 'Microsoft YaHei', SimHei, sans-serif`,
  song: `SimSun, NSimSun, 'Noto Serif CJK SC', 'Hedui Print', serif`,
  mono: `Consolas, 'DejaVu Sans Mono', 'Hedui Print', monospace`,
};

/**
 * The document that is shown, printed and made into a PDF: one sheet a page, everything on it in millimetres. Places are
 * SVG attributes, so the policy needs no inline style; the calibration is one transform around all of a sheet.
 */
export function printHtml({ title, locale, paper, pages, calibration, isPreprinted }: PrintHtmlInput): string {
  const { widthMm, heightMm } = paper;
  const zoom = Math.min(1, SCREEN_WIDTH_PX / (widthMm * PX_PER_MM));
  const move = `translate(${mm(calibration.dxTenthMm / 10)} ${mm(calibration.dyTenthMm / 10)})`;
  const scale = `scale(${String(calibration.scaleXBp / 10_000)} ${String(calibration.scaleYBp / 10_000)})`;
  const sheets = pages.map(
    ({ placed }) =>
      `<div class="sheet"><svg viewBox="0 0 ${String(widthMm)} ${String(heightMm)}"><g transform="${move} ${scale}">` +
      `<g class="art">${drawn(placed, 'art')}</g><g class="data">${drawn(placed, 'data')}</g></g></svg></div>`,
  );
  const faces = PRINT_FONT_WEIGHTS.map(
    (weight) =>
      `@font-face{font-family:'Hedui Print';font-weight:${String(weight)};font-display:block;` +
      `src:url(${PRINT_FONT_FOLDER}/${String(weight)}.woff2) format('woff2')}`,
  );
  const size = `width:${String(widthMm)}mm;height:${String(heightMm)}mm`;
  return `<!doctype html>
<html lang="${locale}"><head><meta charset="utf-8"><title>${escaped(title)}</title><style nonce="${CSP_NONCE_PLACEHOLDER}">
${faces.join('\n')}
@page{size:${String(widthMm)}mm ${String(heightMm)}mm;margin:0}
html,body{margin:0;padding:0}
.sheet{position:relative;${size};overflow:hidden;break-after:page;break-inside:avoid}
.sheet:last-child{break-after:auto}
svg{position:absolute;left:0;top:0;${size}}
text{fill:#000;white-space:pre;text-rendering:geometricPrecision}
line{stroke:#000;stroke-linecap:butt}
.hei{font-family:${FAMILIES.hei}}.song{font-family:${FAMILIES.song}}.mono{font-family:${FAMILIES.mono}}
@media screen{body{background:#e4e8ec;padding:12px}.sheet{zoom:${zoom.toFixed(4)};margin:0 auto 12px;background:#fff;box-shadow:0 1px 4px rgb(0 0 0/.3)}${
    isPreprinted ? '.art{opacity:.35}' : ''
  }}
${isPreprinted ? '@media print{.art{display:none}}' : ''}
</style></head><body>
${sheets.join('\n')}
</body></html>
`;
}

function drawn(placed: readonly Placed[], layer: Layer): string {
  return placed
    .filter((piece) => piece.layer === layer)
    .map((piece) => DRAW[piece.kind](piece as never))
    .join('');
}

const DRAW: { readonly [Kind in Placed['kind']]: (piece: Extract<Placed, { kind: Kind }>) => string } = {
  line: ({ x1, y1, x2, y2, width }) =>
    `<line x1="${mm(x1)}" y1="${mm(y1)}" x2="${mm(x2)}" y2="${mm(y2)}" stroke-width="${mm(width)}"/>`,
  bar: ({ x, y, w, h }) => `<rect x="${mm(x)}" y="${mm(y)}" width="${mm(w)}" height="${mm(h)}"/>`,
  text: drawText,
};

const ANCHORS = { left: '', center: ' text-anchor="middle"', right: ' text-anchor="end"' } as const;

function drawText({ text, x, baseline, align, font, size, bold }: PlacedText): string {
  const weight = bold ? ' font-weight="600"' : '';
  return `<text class="${font}" x="${mm(x)}" y="${mm(baseline)}" font-size="${mm(size * MM_PER_POINT)}"${ANCHORS[align]}${weight}>${escaped(text)}</text>`;
}

/** Thousandths of a millimetre are more than any printer knows. */
function mm(value: number): string {
  return String(Math.round(value * 1000) / 1000);
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Signs that HTML cannot hold (controls, lone surrogates) become a blank box instead of ending the document. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u0000-\u001f\u007f]/g, '\ufffd')
    .replace(/[&<>"]/g, (sign) => ESCAPES[sign] ?? '');
}
