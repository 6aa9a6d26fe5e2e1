import { useEffect } from 'react';

/** The weights the host serves; the name is that of the print documents. */
const WEIGHTS = ['400', '600'] as const;
let asked = false;

/** The font of previews and prints, so that texts on the sheet are as wide as they will be on paper; asked for once. */
export function usePrintFont(): void {
  useEffect(() => {
    if (asked) return;
    asked = true;
    for (const weight of WEIGHTS) {
      const address = new URL(`print-fonts/${weight}.woff2`, document.baseURI).href;
      const face = new FontFace('Hedui Print', `url(${address}) format('woff2')`, { weight, display: 'swap' });
      document.fonts.add(face);
      // without it the sheet is set in the system's font; the layout reckons with the measures anyway
      face.load().catch(() => document.fonts.delete(face));
    }
  }, []);
}
