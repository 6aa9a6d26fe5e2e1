import { PaperKind } from '../../src-shared/contract/paper.contract.ts';
import { QueuePage } from '../pages/queue-page.ts';
import { expectEqual } from '../world/check.ts';
import { localRows } from '../world/local-store.ts';
import { openDesk } from '../world/open-desk.ts';
import type { Story } from '../world/story.ts';

/** A paid claim for a breakdown on the road, whose old part came back in a box. */
const CLAIM = `select c.id, c.no from claim c join work_order w on w.id = c.work_order_id
    join dispatch d on d.request_id = w.request_id join follow_up_call f on f.work_order_id = w.id
    join payment y on y.statement_id = c.statement_id join invoice n on n.statement_id = c.statement_id
    join old_part o on o.claim_id = c.id and o.box_id is not null
  where c.status = 'PAID' order by c.no limit 1`;

/** The way through the papers: each is reached from the one before it. */
const WAY = [
  ...['workOrder', 'request', 'dispatch', 'workOrder', 'followUp', 'claim', 'oldPart', 'box', 'oldPart', 'claim'],
  ...['statement', 'invoice', 'payment', 'claim'],
].map((kind) => PaperKind.parse(kind));

export const papers: Story = {
  title:
    'by keyboard from a claim through its papers and back: order, request, dispatch, call, old part, box, bill, bank',
  world: 'demo',
  async run(story) {
    const { desktop, page, desk } = await openDesk(story, 'jiesuan02');
    await new QueuePage(page).ready();
    const [claim] = localRows<{ id: string; no: string }>(desktop, CLAIM);
    if (claim === undefined) throw new Error('no claim with all its papers');
    await desk.find(claim.no, claim.id);
    await page.keyboard.press('KeyL');
    await page.locator('[data-testid="paper-page"][data-kind="claim"]').waitFor();
    const seen = ['claim'];
    for (const kind of WAY) {
      const [number, id] = await followTo(kind);
      if (kind === 'claim') {
        expectEqual('back at the claim', [number, id], [claim.no, claim.id]);
        await page.locator(`[data-testid="claim-head"][data-claim="${claim.id}"]`).waitFor();
        await page.getByTestId('papers').waitFor();
      } else await page.locator(`[data-testid="paper-page"][data-kind="${kind}"]`, { hasText: number }).waitFor();
      seen.push(kind);
    }
    expectEqual('kinds seen', new Set(seen).size, 10);

    /** The arrows to the first paper of the kind, Enter. A claim page gives its papers the keyboard by L. */
    async function followTo(kind: PaperKind): Promise<[no: string, id: string]> {
      const target = page.getByTestId(`paper-link-${kind}`);
      const wanted = kind === 'claim' ? target.filter({ hasText: claim?.no ?? '' }) : target;
      await wanted.first().waitFor();
      if (await page.getByTestId('claim-page').isVisible()) await page.keyboard.press('KeyL');
      for (let step = 0; step < 250; step += 1) {
        if (await wanted.first().evaluate((element) => element === document.activeElement)) break;
        await page.keyboard.press('ArrowDown');
      }
      const at = page.locator(`[data-testid="paper-link-${kind}"]:focus`);
      const number = (await at.textContent()) ?? '';
      await page.keyboard.press('Enter');
      return [number, kind === 'claim' ? (claim?.id ?? '') : ''];
    }
  },
};
