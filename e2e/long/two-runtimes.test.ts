import path from 'node:path';
import { build, type Rolldown } from 'vite';
import { expect, it } from 'vitest';
import { REPOSITORY } from '../../build/child-program.ts';
import { judgedCases } from '../reference/judged-cases.ts';
import { openBrowser } from '../world/browser.ts';

const CASES = 100_000;
const TOGETHER = 2_000;
/** Where the bundle hangs its one function in the window. */
const GLOBAL = 'heduiJudged';

/** The engine with the generated cases as one script, bundled as the screens are. */
async function bundle(): Promise<string> {
  const entry = path.join(REPOSITORY, 'e2e', 'reference', 'judged-cases.ts');
  const built = (await build({
    ...{ configFile: false, logLevel: 'warn' },
    build: { write: false, minify: true, lib: { entry, formats: ['iife'], name: GLOBAL } },
  })) as Rolldown.RolldownOutput[];
  const code = built[0]?.output[0].code;
  if (code === undefined) throw new Error('nothing was bundled');
  return code;
}

/** The store of record is the server's Node; what a desktop works out beforehand must be the same to the last byte. */
it('Node and the Chromium of the desktop judge 100,000 generated claims alike', { timeout: 1_800_000 }, async () => {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    await page.addScriptTag({ content: await bundle() });
    const differing: number[] = [];
    for (let first = 1; first <= CASES; first += TOGETHER) {
      const there = await page.evaluate(
        ([name, from, count]) =>
          (globalThis as unknown as Record<string, { judgedCases: typeof judgedCases }>)[name]?.judgedCases(
            from,
            count,
          ),
        [GLOBAL, first, TOGETHER] as const,
      );
      const here = judgedCases(first, TOGETHER);
      expect(there?.length).toBe(TOGETHER);
      differing.push(...here.flatMap((fingerprint, index) => (fingerprint === there?.[index] ? [] : [first + index])));
    }
    expect(differing).toEqual([]);
  } finally {
    await browser.close();
  }
});
