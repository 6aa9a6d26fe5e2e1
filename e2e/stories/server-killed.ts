import { Desk } from '../pages/desk.ts';
import { QueuePage } from '../pages/queue-page.ts';
import { SignInPage } from '../pages/sign-in-page.ts';
import { expectEqual } from '../world/check.ts';
import { Colleague } from '../world/colleague.ts';
import { localRows, untilStored } from '../world/local-store.ts';
import { openDesk } from '../world/open-desk.ts';
import type { Story } from '../world/story.ts';
import type { Desktop } from '../world/world.ts';

const LOGIN = 'jiesuan02';
const DECISIONS = `select d.action, d.decided_by_name as byName from audit_decision d where d.claim_id = ?
   and d.level <> 'AUTO' order by d.decided_at_ms desc, d.id desc limit 1`;

const NOTES = DECISIONS.replace('d.action,', 'd.action, d.note,');
const CHANGED_NOTE = '与服务站再次核对后驳回';

interface Work {
  id: string;
  no: string;
  version: number;
}

/** Claims to decide that no rule blocks, the ones at the end of the queue. */
function work(desktop: Desktop, count: number): Work[] {
  const found = localRows<{ id: string; no: string; version: number }>(
    desktop,
    `select id, no, _v as version from claim where queue = 'DECIDE' and worst_severity < 3
        and payable_fen between 1 and 400000 order by risk_score, no desc limit ?`,
    count,
  );
  expectEqual('claims to decide', found.length, count);
  return found;
}

export const serverKilled: Story = {
  title:
    'the server is killed under an open screen and then the desktop too: nothing decided is lost; what others decided meanwhile has three ways out',
  world: 'demo',
  async run(story) {
    const { desktop, page: first, desk } = await openDesk(story, LOGIN);
    const queue = new QueuePage(first);
    await queue.ready();
    const [plain, taken, again, edited] = work(desktop, 4) as [Work, Work, Work, Work];

    await story.world.killServer();
    await desk.phase('offline');
    for (const claim of [plain, taken, again, edited]) {
      await desk.find(claim.no, claim.id);
      await queue.rejectWithFirstReason();
      await first.locator(`[data-testid="claim-head"][data-claim="${claim.id}"]`, { hasText: '驳回' }).waitFor();
    }
    await first.getByTestId('waiting-commands').filter({ hasText: '4' }).waitFor();
    await desktop.kill();
    await first.goto('about:blank');

    await story.world.restartServer();
    const colleague = await Colleague.signIn(story.world.serverUrl, 'jiesuan03');
    for (const { id, version } of [taken, again, edited]) {
      const decision = { action: 'HOLD', reasonCode: null, note: '', holdReason: 'WAIT_CALL', lines: [] } as const;
      await colleague.applied({ kind: 'claim.decide', claimId: id, version, decision: { ...decision, lines: [] } });
    }
    // Mine can only be sent, as it was or changed, where the claim stands to be decided.
    const release = { action: 'RELEASE', reasonCode: null, note: '', holdReason: null } as const;
    for (const { id, version } of [again, edited]) {
      const decision = { ...release, lines: [] };
      await colleague.applied({ kind: 'claim.decide', claimId: id, version: version + 1, decision });
    }

    await desktop.restart();
    const { page } = await story.open(desktop);
    await new SignInPage(page).asLogin(LOGIN);
    await new QueuePage(page).ready();
    await page.getByTestId('attention-commands').filter({ hasText: '3' }).waitFor();
    await untilStored(
      desktop,
      'decided while the server was away',
      [DECISIONS, plain.id],
      [{ action: 'REJECT', byName: '王海燕' }],
    );
    await threeWaysOut(new Desk(page), desktop, { taken, again, edited });
  },
};

async function threeWaysOut(
  desk: Desk,
  desktop: Desktop,
  { taken, again, edited }: { taken: Work; again: Work; edited: Work },
): Promise<void> {
  const { page } = desk;
  await desk.palette('需处理');
  await page.getByTestId('attention-page').waitFor();
  const item = (no: string) => page.getByTestId('attention-detail').filter({ hasText: no });
  await item(taken.no).waitFor();
  for (const version of ['version-mine', 'version-theirs'])
    await page
      .getByTestId(version)
      .filter({ hasText: /驳回|挂起/ })
      .waitFor();
  await page.keyboard.press('Digit1');
  await item(again.no).waitFor();
  await page.keyboard.press('Digit2');
  await item(edited.no).waitFor();
  await page.keyboard.press('Digit3');
  await page.getByTestId('edit-decision').waitFor();
  await page.getByTestId('edit-note').fill(CHANGED_NOTE);
  await page.getByTestId('dialog-confirm').click();
  await page.getByTestId('attention-commands').waitFor({ state: 'detached' });
  await untilStored(desktop, 'taken from the server', [DECISIONS, taken.id], [{ action: 'HOLD', byName: '李晓梅' }]);
  await untilStored(desktop, 'sent again', [DECISIONS, again.id], [{ action: 'REJECT', byName: '王海燕' }]);
  await untilStored(
    desktop,
    'decided anew',
    [NOTES, edited.id],
    [{ action: 'REJECT', note: CHANGED_NOTE, byName: '王海燕' }],
  );
}
