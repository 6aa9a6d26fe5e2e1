import type { Browser } from 'playwright-core';
import type { Window, WindowOptions } from './browser.ts';
import type { Desktop, World } from './world.ts';

export interface StoryWorld {
  world: World;
  browser: Browser;
  /** A desktop of its own for this story: with an empty folder, or one on which this person has worked before. */
  newDesktop(login?: string): Promise<Desktop>;
  /** Opens a desktop in a clean profile; its problems fail the story. */
  open(desktop: Desktop, options?: WindowOptions): Promise<Window>;
}

export interface Story {
  title: string;
  world: 'demo' | 'empty';
  /** The story counts or compares all that lies somewhere: it has a company to itself that no other story has touched. */
  alone?: true;
  run(story: StoryWorld): Promise<void>;
}
