import type { Page } from 'playwright-core';
import { Desk } from '../pages/desk.ts';
import { QueuePage } from '../pages/queue-page.ts';
import { DEMO_PASSWORD } from '../../src-server/demo/facts/users.ts';
import type { StoryWorld } from './story.ts';
import type { Desktop, World } from './world.ts';

/** What a language changes for the hands: words one types, nothing that is only read. */
export interface TypedWords {
  language: 'zh-CN' | 'en';
  today: string;
  note: string;
}

/** Somebody at a desktop whose keys are counted. */
export interface Clerk {
  page: Page;
  desk: Desk;
  queue: QueuePage;
  desktop: Desktop;
  words: TypedWords;
  /** Keys pressed so far: every press and every letter typed. */
  keys(): number;
}

/** Signs in on a new desktop of this world by the keyboard and waits until its whole copy is here. */
export async function signInCounted(story: StoryWorld, world: World, login: string, words: TypedWords): Promise<Clerk> {
  const desktop = await world.addDesktop();
  const { page } = await story.open(desktop);
  const keys = countKeys(page);
  await page.getByTestId('sign-in').waitFor();
  const desk = new Desk(page);
  if (words.language === 'en') {
    await desk.tabTo(page.getByRole('button', { name: 'English' }));
    await page.keyboard.press('Enter');
  }
  await page.locator(`html[lang="${words.language}"]`).waitFor();
  for (const [field, text] of Object.entries({ login, password: DEMO_PASSWORD })) {
    await desk.tabTo(page.locator(`input[name="${field}"]`));
    await page.keyboard.press('Control+KeyA');
    await page.keyboard.type(text);
  }
  await page.keyboard.press('Enter');
  await page.getByTestId('user-menu').waitFor();
  await desk.ready();
  return { page, desk, queue: new QueuePage(page), desktop, words, keys };
}

function countKeys({ keyboard }: Page): () => number {
  let keys = 0;
  const [press, type] = [keyboard.press.bind(keyboard), keyboard.type.bind(keyboard)];
  keyboard.press = (key, options) => {
    keys += 1;
    return press(key, options);
  };
  keyboard.type = (text, options) => {
    keys += text.length;
    return type(text, options);
  };
  return () => keys;
}
