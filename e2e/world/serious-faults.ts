import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Fault {
  id: string;
  impact: string | null;
  nodes: { target: unknown[]; failureSummary?: string }[];
}

/** Faults of the screen that axe calls serious or critical, each with the first places it found. */
export async function seriousFaults(page: Page, screen: string): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource);
  const faults = await page.evaluate(async () => {
    const { axe } = window as unknown as {
      axe: { run(place: Document, options: object): Promise<{ violations: Fault[] }> };
    };
    const { violations } = await axe.run(document, { resultTypes: ['violations'] });
    return violations;
  });
  return faults
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, impact, nodes }) => {
      const places = nodes
        .slice(0, 3)
        .map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary ?? ''}`);
      return `${screen}: ${id} (${String(impact)}, ${String(nodes.length)}): ${places.join(' | ').replace(/\s+/g, ' ')}`;
    });
}
