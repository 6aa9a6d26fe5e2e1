import { openBrowser, openWindow } from './browser.ts';
import { openWorld } from './world.ts';
import { SignInPage } from '../pages/sign-in-page.ts';
const world = await openWorld({ demo: true, desktops: 1, serverUrl: 'http://127.0.0.1:8777' });
const browser = await openBrowser();
try {
  const { page, problems } = await openWindow(browser, world.desktops[0]!, {
    width: 1366,
    height: 768,
    locale: 'zh-CN',
  });
  const shot = (name: string) => page.screenshot({ path: `/tmp/screens/f-${name}.png` });
  await page.getByTestId('sign-in').waitFor();
  await page.waitForTimeout(500);
  await shot('signin');
  
  await page.fill('input[name=password]', 'wrong');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(1500);
  await shot('badpass');
  await new SignInPage(page).asRole('l1');
  await page.getByTestId('claim-head').waitFor({ timeout: 180000 });
  await page.waitForTimeout(1500);
  const no = () => page.getByTestId('claim-head').locator('.mono').first().innerText();
  console.log('first', await no());
  await page.keyboard.press('j');
  await page.keyboard.press('r');
  await page.getByTestId('reason-R26').waitFor();
  await page.keyboard.press('4');
  await page.getByTestId('toast').waitFor({ timeout: 8000 });
  await page.waitForTimeout(700);
  await shot('rejected');
  console.log('toast', await page.getByTestId('toast').first().innerText(), 'now', await no());
  await page.keyboard.press('z');
  await page.waitForTimeout(2500);
  await shot('undone');
  console.log('after z', await page.getByTestId('toast').allInnerTexts());
  // tick 3 and bulk approve
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+A');
  await page.getByTestId('bulk-count').waitFor();
  await page.waitForTimeout(400);
  await shot('bulk');
  await page.keyboard.press('Enter');
  await page.getByTestId('batch-dialog').waitFor({ timeout: 8000 });
  await page.waitForTimeout(3500);
  await shot('batch');
  await page.keyboard.press('Escape');
  await page.waitForTimeout(1200);
  await shot('afterbatch');
  await page.keyboard.press('Control+e');
  await page.waitForTimeout(4000);
  await page.getByTestId('job-tray').click();
  await page.waitForTimeout(500);
  await shot('jobs');
  await page.keyboard.press('Escape');
  await page.getByTestId('add-filter').click();
  await page.waitForTimeout(300);
  await shot('filters');
  await page.getByTestId('filter-editor').getByText('服务站', { exact: true }).click();
  await page.waitForTimeout(1000);
  await shot('setfilter');
  await page.getByTestId('filter-editor').locator('input[type=checkbox]').first().click();
  await page.getByTestId('filter-apply').click();
  await page.waitForTimeout(1000);
  await shot('filtered');
  await page.keyboard.press('Enter');
  await page.waitForTimeout(1500);
  await shot('claimpage');
  await page.keyboard.press('Escape');
  await page.waitForTimeout(1000);
  await page.evaluate(() => (location.hash = '#/settlement'));
  await page.waitForTimeout(1200);
  await shot('settle');
  await page.keyboard.press('F1');
  await page.getByTestId('run-dialog').waitFor();
  await page.getByTestId('run-periodFromDate').fill('2026-11-01');
  await page.getByTestId('run-periodToDate').fill('2026-11-30');
  await page.getByTestId('run-taxDate').fill('2026-11-30');
  await page.waitForTimeout(1500);
  await shot('run');
  console.log(
    'from',
    await page.getByTestId('run-periodFromDate').inputValue(),
    await page.getByTestId('run-taxDate').inputValue(),
  );
  const confirm = page.getByTestId('dialog-confirm');
  console.log('confirm enabled', await confirm.isEnabled());
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.waitForTimeout(500);
  await page.reload();
  await page.waitForTimeout(2500);
  await shot('reload');
  console.log('hash', await page.evaluate(() => location.hash));
  await page.setViewportSize({ width: 1920, height: 1080 });
  await page.evaluate(() => (location.hash = '#/claims'));
  await page.waitForTimeout(2000);
  await shot('wide');
  console.log(JSON.stringify(problems));
} finally {
  await browser.close();
  await world.close();
}
