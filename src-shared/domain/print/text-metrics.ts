import type { FontName } from './form-template.ts';

/** Points to millimetres. */
export const MM_PER_POINT = 25.4 / 72;

/** Advance widths of U+0020–U+007E in thousandths of the em, measured on Noto Sans SC 400 and 600. */
const REGULAR = [
  224, 323, 474, 555, 555, 921, 680, 278, 338, 338, 467, 555, 278, 347, 278, 392, 555, 555, 555, 555, 555, 555, 555,
  555, 555, 555, 278, 278, 555, 555, 555, 474, 946, 608, 657, 638, 688, 589, 552, 689, 728, 293, 535, 646, 543, 812,
  723, 742, 633, 742, 635, 596, 599, 721, 575, 878, 573, 531, 603, 338, 392, 338, 555, 559, 606, 563, 618, 510, 620,
  554, 325, 564, 607, 275, 275, 552, 284, 926, 610, 606, 620, 620, 388, 468, 377, 607, 521, 802, 498, 521, 475, 338,
  270, 338, 555,
] as const;
const BOLD = [
  226, 357, 546, 580, 580, 951, 723, 311, 367, 367, 495, 580, 311, 364, 311, 389, 580, 580, 580, 580, 580, 580, 580,
  580, 580, 580, 311, 311, 580, 580, 580, 503, 990, 632, 674, 651, 707, 608, 576, 709, 749, 319, 559, 675, 568, 842,
  742, 762, 658, 762, 669, 616, 618, 740, 606, 904, 611, 566, 610, 367, 389, 367, 580, 565, 620, 583, 637, 522, 637,
  573, 359, 588, 631, 296, 297, 589, 306, 953, 632, 620, 637, 637, 423, 487, 408, 629, 560, 846, 544, 559, 501, 367,
  289, 367, 580,
] as const;
/** Signs outside of ASCII that are narrower or wider than a Chinese character. */
const OTHERS: Readonly<Record<string, number>> = {
  '¥': 580,
  '–': 542,
  '—': 904,
  '①': 896,
  '℃': 1211,
  Ω: 850,
  '√': 667,
};
const FULL = 1000;
/** SimSun and the mono faces set every western letter half as wide as a Chinese one; mono faces up to 0.6. */
const FIXED: Readonly<Record<Exclude<FontName, 'hei'>, number>> = { song: 500, mono: 610 };

/**
 * Width of a text in millimetres at a size in points. The table is that of the font the previews and tests use; where a
 * sign is not in it, a whole em is reckoned, so that a text is never wider than said. Combining marks and the second half
 * of a surrogate pair take no width of their own.
 */
export function textWidthMm(
  text: string,
  { font, size, bold }: { font: FontName; size: number; bold: boolean },
): number {
  let thousandths = 0;
  for (const sign of text) thousandths += signWidth(sign, font, bold);
  return (thousandths / 1000) * size * MM_PER_POINT;
}

function signWidth(sign: string, font: FontName, bold: boolean): number {
  const code = sign.codePointAt(0) ?? 0;
  if (code < 0x20) return 0;
  if (code <= 0x7e) return font === 'hei' ? ((bold ? BOLD : REGULAR)[code - 0x20] ?? FULL) : FIXED[font];
  if (/\p{Mn}/u.test(sign)) return 0;
  return OTHERS[sign] ?? FULL;
}
