/** `npm run stories [-- WORD…] [--long]`: the stories whose title or file has the word, or all; last line `N passed, N failed`. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { REPOSITORY } from '../build/child-program.ts';
import { openBrowser, openWindow, type Window } from './world/browser.ts';
import type { Story } from './world/story.ts';
import { openWorld, type Desktop, type World } from './world/world.ts';

interface FoundStory {
  file: string;
  story: Story;
}

const PICTURES = path.join(REPOSITORY, '.hedui', 'failed-stories');

function isStory(value: unknown): value is Story {
  return typeof value === 'object' && value !== null && 'title' in value && 'run' in value && 'world' in value;
}

async function findStories(words: readonly string[], long: boolean): Promise<FoundStory[]> {
  const found: FoundStory[] = [];
  for (const folder of ['e2e/stories', ...(long ? ['e2e/long'] : [])]) {
    const place = path.join(REPOSITORY, folder);
    if (!existsSync(place)) continue;
    for (const file of readdirSync(place).sort()) {
      if (!file.endsWith('.ts') || file.endsWith('.test.ts')) continue;
      const module = (await import(path.join(place, file))) as Record<string, unknown>;
      found.push(
        ...Object.values(module)
          .filter(isStory)
          .map((story) => ({ file, story })),
      );
    }
  }
  return found.filter(
    ({ file, story }) => words.length === 0 || words.some((word) => story.title.includes(word) || file.includes(word)),
  );
}

/** Runs one story; returns what went wrong, or null. */
async function runStory({ file, story }: FoundStory, world: World, browser: Browser): Promise<string | null> {
  const windows: Window[] = [];
  const desktops: Desktop[] = [];
  try {
    await story.run({
      world,
      browser,
      newDesktop: async (login) => {
        const desktop = await world.addDesktop(login);
        desktops.push(desktop);
        return desktop;
      },
      open: async (desktop, options) => {
        const window = await openWindow(browser, desktop, options);
        windows.push(window);
        return window;
      },
    });
    const problems = windows.flatMap((window) => window.problems);
    return problems.length === 0 ? null : problems.join('\n');
  } catch (error) {
    for (const [index, window] of windows.entries()) {
      const picture = path.join(
        PICTURES,
        `${path.basename(file, '.ts')}-${story.title.replace(/\W+/g, '-')}-${index + 1}.png`,
      );
      await window.page.screenshot({ path: picture }).catch(() => undefined);
    }
    const problems = windows.flatMap((window) => window.problems);
    return [error instanceof Error ? (error.stack ?? error.message) : String(error), ...problems].join('\n');
  } finally {
    // a story may have closed a window itself
    await Promise.allSettled(windows.map((window) => window.close()));
    await Promise.all(desktops.map((desktop) => desktop.stop()));
    await world.serverUp();
  }
}

/** Stories that share one company; each that wants it to itself is a group of one. */
function groupsOf(stories: readonly FoundStory[]): FoundStory[][] {
  return (['demo', 'empty'] as const).flatMap((kind) => {
    const mine = stories.filter(({ story }) => story.world === kind);
    const shared = mine.filter(({ story }) => story.alone !== true);
    const single = mine.filter(({ story }) => story.alone === true).map((found) => [found]);
    return shared.length === 0 ? single : [shared, ...single];
  });
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { long: { type: 'boolean', default: false } },
    allowPositionals: true,
  });
  const stories = await findStories(positionals, values.long);
  let passed = 0;
  let failed = 0;
  const browser = await openBrowser();
  try {
    for (const mine of groupsOf(stories)) {
      const kind = mine[0]?.story.world ?? 'demo';
      const startedAtMs = performance.now();
      const world = await openWorld({ demo: kind === 'demo', desktops: 0 });
      console.log(`world ${kind}: ready in ${((performance.now() - startedAtMs) / 1000).toFixed(1)} s`);
      try {
        for (const found of mine) {
          const beganAtMs = performance.now();
          const problem = await runStory(found, world, browser);
          const seconds = ((performance.now() - beganAtMs) / 1000).toFixed(1);
          console.log(`${problem === null ? 'ok    ' : 'FAILED'} ${found.story.title} (${seconds} s)`);
          if (problem !== null) console.log(problem);
          if (problem === null) passed += 1;
          else failed += 1;
        }
      } finally {
        await world.close();
      }
    }
  } finally {
    await browser.close();
  }
  if (passed === 0 && failed === 0) failed = 1;
  process.exitCode = failed === 0 ? 0 : 1;
  console.log(`${passed} passed, ${failed} failed`);
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log('0 passed, 1 failed');
  process.exitCode = 1;
}
