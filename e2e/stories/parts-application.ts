import { askForAPart } from '../world/ask-for-a-part.ts';
import type { Story } from '../world/story.ts';

export const partsApplication: Story = {
  title:
    'a parts application by keyboard from request to old part due: half a piece and a verdict without a photograph are refused, a shipment without the ERP is flagged',
  world: 'demo',
  run: (story) => askForAPart(story, 'zh-CN'),
};
