import { CATALOGUES } from '../../src-shared/i18n/index.ts';
import { QueuePage } from '../pages/queue-page.ts';
import { SignInPage } from '../pages/sign-in-page.ts';
import { expectEqual, expectTrue } from '../world/check.ts';
import { localRows } from '../world/local-store.ts';
import { openDesk } from '../world/open-desk.ts';
import type { Story } from '../world/story.ts';

/** A paid claim, so that the way from its amount to the bank's line can be gone. */
const PAID = `select c.id, c.no from claim c join payment y on y.statement_id = c.statement_id where c.status = 'PAID' order by c.no limit 1`;

export const ownKeys: Story = {
  title:
    'by keyboard: W laid on Q after R was refused; every cap says Q, Q says why and leads to the bank, after a restart as well; all back',
  world: 'demo',
  async run(story) {
    const { desktop, page, desk } = await openDesk(story, 'jiesuan01');
    await new QueuePage(page).ready();
    const [claim] = localRows<{ id: string; no: string }>(desktop, PAID);
    if (claim === undefined) throw new Error('no paid claim');
    await page.keyboard.press('Shift+Slash');
    await page.getByTestId('keys-dialog').waitFor();
    await desk.tabTo(page.getByTestId('key-KeyW'), 60);
    await page.keyboard.press('Enter');
    await page.keyboard.press('KeyR');
    const taken = CATALOGUES['zh-CN']['key.reject'] ?? '?';
    await page.getByTestId('keys-state').filter({ hasText: taken }).filter({ hasText: 'R' }).waitFor();
    await page.keyboard.press('KeyQ');
    await page.getByTestId('key-KeyW').filter({ hasText: 'Q' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('keys-dialog').waitFor({ state: 'detached' });

    await desk.find(claim.no, claim.id);
    await page.getByTestId('money').locator('kbd', { hasText: 'Q' }).waitFor();
    expectTrue('the panel shows the steps of the amount', (await page.getByTestId('money-line').count()) > 0);
    await page.keyboard.press('KeyW');
    await page.keyboard.press('KeyQ');
    await page.getByTestId('why-dialog').getByTestId('trace-step').first().waitFor();
    expectEqual('one dialog, by the new key', await page.getByTestId('why-dialog').count(), 1);
    const digit = (await page.getByTestId('why-payment').first().locator('kbd').textContent()) ?? '';
    await page.keyboard.press(`Digit${digit}`);
    await page.locator('[data-testid="paper-page"][data-kind="payment"]').waitFor();

    await page.reload();
    await page.locator('[data-testid="paper-page"], [data-testid="sign-in"]').first().waitFor();
    if (await page.getByTestId('sign-in').isVisible()) await new SignInPage(page).asLogin('jiesuan01');
    await page.getByTestId('paper-why').locator('kbd', { hasText: 'Q' }).waitFor();
    await page.keyboard.press('Shift+Slash');
    await desk.tabTo(page.getByTestId('keys-reset'), 80);
    await page.keyboard.press('Enter');
    await page.getByTestId('key-KeyW').filter({ hasText: 'W' }).waitFor();
    await page.keyboard.press('Escape');
    await page.getByTestId('paper-why').locator('kbd', { hasText: 'W' }).waitFor();
  },
};
