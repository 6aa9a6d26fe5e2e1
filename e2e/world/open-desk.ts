/** The opening of most stories: a desktop with its copy, somebody signed in on it, and the keyboard on the desk. */
import type { Page } from 'playwright-core';
import { Desk } from '../pages/desk.ts';
import { QueuePage } from '../pages/queue-page.ts';
import { SignInPage } from '../pages/sign-in-page.ts';
import type { StoryWorld } from './story.ts';
import type { Desktop } from './world.ts';

interface OpenDesk {
  desktop: Desktop;
  page: Page;
  desk: Desk;
}

/** Whatever room this person begins in. */
export async function openDesk(story: StoryWorld, login: string): Promise<OpenDesk> {
  const desktop = await story.newDesktop(login);
  const { page } = await story.open(desktop);
  await new SignInPage(page).asLogin(login);
  const desk = new Desk(page);
  await desk.ready();
  return { desktop, page, desk };
}

/** The audit queue, level with the server. */
export async function openQueue(story: StoryWorld, login: string): Promise<OpenDesk & { queue: QueuePage }> {
  const opened = await openDesk(story, login);
  const queue = new QueuePage(opened.page);
  await queue.level();
  await opened.desk.ready();
  return { ...opened, queue };
}
