/** The papers forms are made for. */
export const PAPER_KEYS = ['continuous140', 'continuous280', 'A4', 'A5', 'A5landscape', 'label100x60'] as const;
export type PaperKey = (typeof PAPER_KEYS)[number];

export interface Paper {
  key: PaperKey;
  widthMm: number;
  heightMm: number;
}

/** Sizes in millimetres; continuous paper is 241 mm wide with its tractor holes (grid-excel-print §6.2). */
export const PAPERS: Readonly<Record<PaperKey, Paper>> = {
  continuous140: { key: 'continuous140', widthMm: 241, heightMm: 140 },
  continuous280: { key: 'continuous280', widthMm: 241, heightMm: 280 },
  A4: { key: 'A4', widthMm: 210, heightMm: 297 },
  A5: { key: 'A5', widthMm: 148, heightMm: 210 },
  A5landscape: { key: 'A5landscape', widthMm: 210, heightMm: 148 },
  label100x60: { key: 'label100x60', widthMm: 100, heightMm: 60 },
};

/** Micrometres for the printer's own page size; Chromium wants at least 353 of them. */
export function paperMicrons({ widthMm, heightMm }: Pick<Paper, 'widthMm' | 'heightMm'>): {
  width: number;
  height: number;
} {
  return { width: Math.round(widthMm * 1000), height: Math.round(heightMm * 1000) };
}
