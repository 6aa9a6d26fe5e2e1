import { expectEqual } from '../world/check.ts';
import { Colleague } from '../world/colleague.ts';
import { localRows } from '../world/local-store.ts';
import { one } from '../world/statement-in.ts';
import { openQueue } from '../world/open-desk.ts';
import type { Story } from '../world/story.ts';

const DOWN = 4;

export const orderHeld: Story = {
  title: 'a list holds its order while a colleague decides in it; F5 takes it anew and the row under the hands stays',
  world: 'demo',
  async run(story) {
    const { desktop, page, queue } = await openQueue(story, 'jiesuan01');
    const first = await queue.currentId();
    for (let step = 0; step < DOWN; step += 1) await queue.moveDown();
    const under = await queue.currentId();
    const head = await queue.head();
    const total = Number((await page.getByTestId('grid-total').innerText()).replace(/\D/g, ''));

    const { version } = one(
      localRows<{ version: number }>(desktop, 'select _v as version from claim where id = ?', first),
      'claim in the first row',
    );
    const decision = {
      action: 'APPROVE' as const,
      reasonCode: null,
      note: '客户已出示凭证',
      holdReason: null,
      lines: [],
    };
    const clerk = await Colleague.signIn(story.world.serverUrl, 'jiesuan03');
    await clerk.applied({ kind: 'claim.decide', claimId: first, version, decision });
    await queue.waitForLeft(first);
    await page.getByTestId('list-moved').filter({ hasText: '有 1 条更新' }).waitFor();
    const rowOf = (id: string): Promise<string | null> => queue.row(id).getAttribute('row-index');
    expectEqual('the row that left keeps its place', await rowOf(first), '0');
    expectEqual('the row under the hands', await rowOf(under), String(DOWN));
    expectEqual('rows', (await page.getByTestId('grid-total').innerText()).replace(/\D/g, ''), String(total));

    await page.keyboard.press('F5');
    await page.getByTestId('list-moved').waitFor({ state: 'detached' });
    await page
      .getByTestId('claims-grid')
      .locator(`.ag-row.row-current[row-id="${under}"][row-index="${String(DOWN - 1)}"]`)
      .first()
      .waitFor();
    await queue.row(first).waitFor({ state: 'detached' });
    expectEqual(
      'one row less',
      (await page.getByTestId('grid-total').innerText()).replace(/\D/g, ''),
      String(total - 1),
    );
    expectEqual('the claim beside it', await queue.head(), head);
  },
};
