import { askForAPart } from '../world/ask-for-a-part.ts';
import type { Story } from '../world/story.ts';

export const partsApplicationInEnglish: Story = {
  title: 'the same parts application in English',
  world: 'demo',
  run: (story) => askForAPart(story, 'en'),
};
