import type { Clerk } from './counted-clerk.ts';
import { localRows, untilStored } from './local-store.ts';
import { one } from './statement-in.ts';

/** One claim found by its number and decided by the keys of design §8, each until the desktop's copy says so. */

const STATUS = 'select status from claim where id = ?';

export interface FoundClaim {
  id: string;
  no: string;
  severity: number;
}

function found({ desktop }: Clerk, what: string, where: string): FoundClaim {
  const sql = `select id, no, worst_severity as severity from claim where ${where} limit 1`;
  return one(localRows<{ id: string; no: string; severity: number }>(desktop, sql), what);
}

/** The claim of a station's own number, as the rules have left it for a person. */
export async function arrivedClaim(clerk: Clerk, stationRef: string): Promise<FoundClaim> {
  const where = `station_ref = '${stationRef}'`;
  await untilStored(
    clerk.desktop,
    'evaluated and over the limit of the clerk',
    [`select queue, payable_fen > 500000 as over from claim where ${where}`],
    [{ queue: 'DECIDE', over: 1 }],
  );
  return found(clerk, 'costly claim', where);
}

/** No rule blocks it, it is within the clerk's limit, and there is money on every line; the least risky one. */
const HARMLESS = `queue = 'DECIDE' and worst_severity < 3 and payable_fen between 100 and 400000
    and not exists (select 1 from claim_line l where l.claim_id = claim.id and l.payable_fen < 100)
  order by risk_score, no`;

/**
 * The riskiest first: a look at the photographs of each, then R and the suggested reason; the next one comes by itself.
 * One that came without photographs, which is a fault of its own, is rejected like the others and does not count.
 */
export async function rejectWithPhotos({ page, queue, desktop }: Clerk, count: number): Promise<void> {
  for (let looked = 0; looked < count;) {
    const id = await queue.currentId();
    await page.locator(`[data-testid="claim-head"][data-claim="${id}"]`).waitFor();
    await page.locator('[data-testid="action-reject"]:enabled').waitFor();
    if (localRows(desktop, 'select id from attachment where claim_id = ? limit 1', id).length > 0) {
      await page.keyboard.press('KeyV');
      await page.keyboard.press('Space');
      await page.getByTestId('photo-dialog').waitFor();
      await page.keyboard.press('Escape');
      await page.getByTestId('photo-dialog').waitFor({ state: 'detached' });
      looked += 1;
    }
    await queue.rejectWithFirstReason();
    await queue.waitForLeft(id);
    await page.waitForFunction(
      (before) => document.querySelector('.ag-row.row-current')?.getAttribute('row-id') !== before,
      id,
    );
    await untilRejected(desktop, id);
  }
}

/** By one person, or proposed to the second where the reason accuses of deceit (claims §6.4: R34 and R35 need two). */
async function untilRejected(desktop: Clerk['desktop'], id: string): Promise<void> {
  const sql = `select status in ('REJECTED', 'L2_REVIEW') as told from claim where id = ?`;
  await untilStored(desktop, 'rejected', [sql, id], [{ told: 1 }]);
}

/** E: half a yuan of the first line is left, for a reason. */
export async function cutOneLine(clerk: Clerk): Promise<void> {
  const { page, desktop } = clerk;
  const claim = await open(clerk, found(clerk, 'harmless claim', HARMLESS), 'approve');
  await page.keyboard.press('KeyE');
  await page.locator('[data-testid^="adjust-"]:focus').waitFor();
  for (const text of ['0.5', 'R07']) {
    await page.keyboard.type(text);
    await page.keyboard.press('Tab');
  }
  await page.keyboard.press('Enter');
  await page.getByTestId('adjust-dialog').waitFor({ state: 'detached' });
  await untilStored(desktop, 'passed in part', [STATUS, claim.id], [{ status: 'PARTIAL' }]);
}

/** P and the second reason: it waits until the customer has been called. */
export async function holdForTheCall(clerk: Clerk): Promise<void> {
  const { page, desktop } = clerk;
  const claim = await open(clerk, found(clerk, 'harmless claim', HARMLESS), 'approve');
  await page.keyboard.press('KeyP');
  await page.locator('[data-testid^="hold-"]:focus').waitFor();
  await page.keyboard.press('Digit2');
  await page.getByTestId('hold-dialog').waitFor({ state: 'detached' });
  await untilStored(
    desktop,
    'held',
    ['select status, hold_reason as reason from claim where id = ?', claim.id],
    [{ status: 'ON_HOLD', reason: 'WAIT_CALL' }],
  );
}

/** T: back to the station, with what it has to mend. */
export async function returnWithRemark(clerk: Clerk): Promise<void> {
  const { page, desk, desktop, words } = clerk;
  const claim = await open(clerk, found(clerk, 'harmless claim', HARMLESS), 'approve');
  await page.keyboard.press('KeyT');
  await page.locator('[data-testid="reason-search"]:focus').waitFor();
  await page.keyboard.type('R26');
  await page.locator('[data-testid="reason-R26"][aria-selected="true"]').waitFor();
  await desk.tabTo(page.getByTestId('reason-note'));
  await page.keyboard.type(words.note);
  await page.keyboard.press('Control+Enter');
  await page.getByTestId('reason-dialog').waitFor({ state: 'detached' });
  await untilStored(desktop, 'returned', [STATUS, claim.id], [{ status: 'RETURNED' }]);
}

/** A on more than a clerk may pass alone: it becomes a proposal to the second person. */
export async function passOverTheLimit(clerk: Clerk, claim: FoundClaim): Promise<void> {
  await approve(clerk, claim);
  await untilStored(clerk.desktop, 'with the second person', [STATUS, claim.id], [{ status: 'L2_REVIEW' }]);
}

/** The second person passes what the first proposed. */
export async function passByTheSecond(second: Clerk, claim: FoundClaim): Promise<void> {
  await approve(second, claim);
  await untilStored(second.desktop, 'passed by the second', [STATUS, claim.id], [{ status: 'APPROVED' }]);
}

async function approve(clerk: Clerk, claim: FoundClaim): Promise<void> {
  const { page, words } = clerk;
  await open(clerk, claim, 'approve');
  await page.keyboard.press('KeyA');
  // a rule that blocks asks for the ground in writing
  if (claim.severity < 3) return;
  await page.locator('[data-testid="override-note"]:focus').waitFor();
  await page.keyboard.type(words.note);
  await page.keyboard.press('Enter');
  await page.getByTestId('override-dialog').waitFor({ state: 'detached' });
}

/** Claims that stations have answered, and the reason they were returned for stands; appeals are the second person's. */
export async function rejectAnswered(clerk: Clerk): Promise<void> {
  const { queue, desktop } = clerk;
  const answered = localRows<{ id: string; no: string; severity: number }>(
    desktop,
    `select id, no, worst_severity as severity from claim where queue = 'ANSWERED' and status <> 'APPEAL'
      order by risk_score desc, no`,
  );
  for (const claim of answered) {
    await open(clerk, claim, 'reject');
    await queue.rejectWithFirstReason();
    await untilRejected(desktop, claim.id);
  }
}

/** An appeal is decided like any claim: R with a reason leaves the rejection. */
export async function upholdAppeal(second: Clerk): Promise<void> {
  const appeal = await open(second, found(second, 'appeal', `status = 'APPEAL' order by no`), 'reject');
  await second.queue.rejectWithFirstReason();
  await untilStored(second.desktop, 'the rejection stands', [STATUS, appeal.id], [{ status: 'REJECTED' }]);
}

/** `/`, the number, Enter; the claim is beside the list and may be decided. */
async function open({ page, desk }: Clerk, claim: FoundClaim, action: 'approve' | 'reject'): Promise<FoundClaim> {
  await desk.find(claim.no, claim.id);
  await page.locator(`[data-testid="action-${action}"]:enabled`).waitFor();
  return claim;
}
