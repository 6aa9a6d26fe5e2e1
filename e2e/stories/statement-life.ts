import { Desk } from '../pages/desk.ts';
import { SignInPage } from '../pages/sign-in-page.ts';
import { StatementPage } from '../pages/statement-page.ts';
import { Colleague } from '../world/colleague.ts';
import { localRows, untilStored } from '../world/local-store.ts';
import type { Story } from '../world/story.ts';
import type { Desktop } from '../world/world.ts';

const ROOM = '结算';

interface Found {
  id: string;
  no: string;
  version: number;
}

function one<Row>(rows: readonly Row[], what: string): Row {
  const [row] = rows;
  if (row === undefined) throw new Error(`the demo company has no ${what}`);
  return row;
}

const statementIn = (desktop: Desktop, status: string, more = ''): Found & { payableFen: number } =>
  one(
    localRows<{ id: string; no: string; version: number; payableFen: number }>(
      desktop,
      `select id, no, _v as version, payable_fen as payableFen from statement where status = ? ${more} order by no limit 1`,
      status,
    ),
    `statement in ${status}`,
  );

export const supervisorKeys: Story = {
  title:
    'a supervisor by keyboard: passes over a blocking rule in writing, approves and sends a statement, moves a disputed claim on and back; checks and rebuilds the copy',
  world: 'demo',
  async run(story) {
    const desktop = await story.newDesktop();
    const { page } = await story.open(desktop);
    await new SignInPage(page).asLogin('zhuguan02');
    const desk = new Desk(page);
    await desk.ready();
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

export const financeKeys: Story = {
  title:
    'finance by keyboard: a wrong invoice is refused by its field, the right one is matched; closed, paid; the claims are paid',
  world: 'demo',
  async run(story) {
    const desktop = await story.newDesktop();
    const { page } = await story.open(desktop);
    await new SignInPage(page).asLogin('caiwu02');
    await new Desk(page).ready();
    const confirmed = statementIn(
      desktop,
      'CONFIRMED',
      `and claimant_type = 'STATION' and payable_fen > 0 and payout = 'PAY' and pre_tax_adj_fen = 0`,
    );
    const statement = new StatementPage(page);
    await statement.open(confirmed.no, ROOM);
    await invoiceByKeyboard(statement, confirmed.no);
    await statement.status('已开票');
    await statement.step('KeyL');
    await statement.status('已关账');
    await page.keyboard.press('KeyP');
    await page.locator('[data-testid="payment-amount"]:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.getByTestId('payment-dialog').waitFor({ state: 'detached' });
    await statement.status('已付款');
    await untilStored(
      desktop,
      'paid with all its claims',
      [
        `select s.status, c.status as claimStatus, sum(p.amount_fen) / count(distinct c.id) as paidFen from statement s
         join claim c on c.statement_id = s.id join payment p on p.statement_id = s.id where s.id = ? group by 1, 2`,
        confirmed.id,
      ],
      [{ status: 'PAID', claimStatus: 'PAID', paidFen: confirmed.payableFen }],
    );
  },
};

async function invoiceByKeyboard(statement: StatementPage, no: string): Promise<void> {
  const { page } = statement;
  await page.keyboard.press('KeyI');
  await page.locator('[data-testid="invoice-no"]:focus').waitFor();
  await page.keyboard.type(`2633${no.replace(/\D/g, '').padStart(16, '0').slice(-16)}`);
  const desk = new Desk(page);
  const seller = page.getByTestId('invoice-seller');
  await desk.tabTo(seller);
  const taxNo = await seller.inputValue();
  await page.keyboard.type('91330700MA2WRONG0X');
  await page.keyboard.press('Enter');
  await page.getByTestId('invoice-refused').filter({ hasText: '91330700MA2WRONG0X' }).waitFor();
  await desk.tabTo(seller, 80);
  await page.keyboard.press('Control+KeyA');
  await page.keyboard.type(taxNo);
  await page.keyboard.press('Enter');
  await page.getByTestId('invoice-dialog').waitFor({ state: 'detached' });
}
