import type { Desk } from '../pages/desk.ts';
import { StatementPage } from '../pages/statement-page.ts';
import { Colleague } from '../world/colleague.ts';
import { localRows, untilStored } from '../world/local-store.ts';
import { openDesk } from '../world/open-desk.ts';
import type { Story } from '../world/story.ts';
import type { Desktop } from '../world/world.ts';
import { one, statementIn } from '../world/statement-in.ts';

const ROOM = '结算';

export const supervisorKeys: Story = {
  title:
    'a supervisor by keyboard: passes over a blocking rule in writing, approves and sends a statement, moves a disputed claim on and back; checks and rebuilds the copy',
  world: 'demo',
  async run(story) {
    const { desktop, page, desk } = await openDesk(story, 'zhuguan02');
    await overrideBlock(desk, desktop, story.world.serverUrl);

    const statement = new StatementPage(page);
    const checked = statementIn(
      desktop,
      'L1_CHECKED',
      `and claim_count >= 2 and claimant_type = 'STATION' and gross_fen between 1 and 5000000`,
    );
    await statement.open(checked.no, ROOM);
    await statement.step('KeyA');
    await statement.status('已批准');
    await statement.step('KeyS');
    await statement.status('待服务站确认');
    await statement.step('KeyD', '第一张有异议');
    await statement.status('有异议');
    await moveOnAndBack(statement, desktop, checked.id);
    await statement.step('KeyS');
    await statement.status('待服务站确认');
    await statement.step('KeyC', '传真件 001');
    await statement.status('已确认');
    await page.getByTestId('statement-event').filter({ hasText: '传真件 001' }).waitFor();

    await supportByKeyboard(desk);
  },
};

/** What the first level proposed in spite of a blocking rule, the second passes with a written ground. */
async function overrideBlock(desk: Desk, desktop: Desktop, serverUrl: string): Promise<void> {
  const claim = one(
    localRows<{ id: string; no: string; version: number }>(
      desktop,
      `select id, no, _v as version from claim where queue = 'DECIDE' and worst_severity = 3
          and payable_fen between 1 and 400000 order by no desc limit 1`,
    ),
    'blocked claim',
  );
  const clerk = await Colleague.signIn(serverUrl, 'jiesuan03');
  const decision = {
    action: 'APPROVE' as const,
    reasonCode: null,
    note: '客户已出示凭证',
    holdReason: null,
    lines: [],
  };
  await clerk.applied({ kind: 'claim.decide', claimId: claim.id, version: claim.version, decision });
  const STATUS = 'select status from claim where id = ?';
  await untilStored(desktop, 'proposed', [STATUS, claim.id], [{ status: 'L2_REVIEW' }]);
  await desk.find(claim.no, claim.id);
  await desk.page.locator('[data-testid="action-approve"]:enabled').waitFor();
  await desk.page.keyboard.press('KeyA');
  await desk.page.locator('[data-testid="override-note"]:focus').waitFor();
  await desk.page.keyboard.type('已核对原件，同意放行');
  await desk.page.keyboard.press('Enter');
  await desk.page.getByTestId('override-dialog').waitFor({ state: 'detached' });
  await untilStored(
    desktop,
    'passed, and every blocking hit carries the ground',
    [
      `select c.status, h.state, h.override_reason as reason, count(*) as hits from claim c join rule_hit h on h.claim_id = c.id
      where c.id = ? and h.severity = 'BLOCK' and h.mode = 'LIVE' group by 1, 2, 3 limit 1`,
      claim.id,
    ],
    [{ status: 'APPROVED', state: 'OVERRIDDEN', reason: '已核对原件，同意放行', hits: hitsOf(desktop, claim.id) }],
  );
}

const hitsOf = (desktop: Desktop, claimId: string): number =>
  localRows(desktop, `select id from rule_hit where claim_id = ? and severity = 'BLOCK' and mode = 'LIVE'`, claimId)
    .length;

async function moveOnAndBack(statement: StatementPage, desktop: Desktop, id: string): Promise<void> {
  const { page } = statement;
  const count = (): number => localRows(desktop, 'select id from statement_claim where statement_id = ?', id).length;
  const claims = count();
  await statement.toFirstClaim();
  await page.keyboard.press('KeyM');
  await statement.claimCount(claims - 1);
  await page.getByTestId('toast-action').waitFor();
  await page.keyboard.press('KeyZ');
  await statement.claimCount(claims);
  await statement.toFirstClaim();
  await page.keyboard.press('KeyM');
  await statement.claimCount(claims - 1);
}

async function supportByKeyboard(desk: Desk): Promise<void> {
  const { page } = desk;
  await desk.palette('支持');
  await page.getByTestId('support-page').waitFor();
  await page.keyboard.press('KeyC');
  await page.getByTestId('check-result').filter({ hasText: '一致' }).waitFor();
  await page.keyboard.press('KeyB');
  await page.getByTestId('rebuild-dialog').waitFor();
  await page.keyboard.press('Enter');
  await page.getByTestId('rebuild-dialog').waitFor({ state: 'detached' });
  await page.locator('[data-testid="sync-state"]:not([data-phase="live"])').waitFor();
  await desk.phase('live');
  await page.keyboard.press('KeyC');
  await page.getByTestId('check-result').filter({ hasText: '一致' }).waitFor();
}
