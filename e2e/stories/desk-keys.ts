import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Desk } from '../pages/desk.ts';
import { QueuePage } from '../pages/queue-page.ts';
import { expectEqual, expectTrue } from '../world/check.ts';
import { localRows, untilStored } from '../world/local-store.ts';
import { openDesk } from '../world/open-desk.ts';
import { readWorkbook } from '../world/read-workbook.ts';
import type { Story } from '../world/story.ts';
import type { Desktop } from '../world/world.ts';

const SHOWN_COLUMNS = ['索赔单号', '服务站', 'VIN', '完工', '主项目', '申报', '应付', '规则结论'];
const CLAIM = 'select status, hold_reason as holdReason from claim where id = ?';

type Candidate = { id: string; no: string };

/** Claims to decide that no rule blocks, within a clerk's limit; the last in the order of the queue, which others leave alone. */
function openClaims(desktop: Desktop, count: number): Candidate[] {
  const found = localRows<Candidate>(
    desktop,
    `select c.id, c.no from claim c where c.queue = 'DECIDE' and c.worst_severity < 3 and c.payable_fen between 100 and 400000
        and not exists (select 1 from claim_line l where l.claim_id = c.id and l.payable_fen < 100)
      order by c.risk_score, c.no limit ?`,
    count,
  );
  expectEqual('open claims', found.length, count);
  return found;
}

export const deskKeys: Story = {
  title:
    'by keyboard: E cuts a line, P holds and lets go, T returns with a remark on a line; Ctrl+E exports the list as shown, the palette its details, both what the store has',
  world: 'demo',
  async run(story) {
    const { desktop, page, desk } = await openDesk(story, 'jiesuan03');
    const queue = new QueuePage(page);
    await queue.ready();
    const [adjusted, held, returned] = openClaims(desktop, 3) as [Candidate, Candidate, Candidate];
    await adjustFirstLine(desk, desktop, adjusted);
    await holdAndRelease(desk, desktop, held);
    await returnWithRemark(desk, desktop, returned);
    await exportFound(desk, desktop, adjusted);
  },
};

async function adjustFirstLine(desk: Desk, desktop: Desktop, claim: Candidate): Promise<void> {
  const { page } = desk;
  await desk.find(claim.no, claim.id);
  const [line] = localRows<{ seq: number; payableFen: number }>(
    desktop,
    'select seq, payable_fen as payableFen from claim_line where claim_id = ? order by seq limit 1',
    claim.id,
  );
  if (line === undefined) throw new Error('a claim without lines');
  await page.keyboard.press('KeyE');
  await page.locator(`[data-testid="adjust-${line.seq}"]:focus`).waitFor();
  await page.keyboard.type('0.5');
  await page.keyboard.press('Tab');
  await page.keyboard.type('R07');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByTestId('adjust-dialog').waitFor({ state: 'detached' });
  await untilStored(
    desktop,
    'the line is cut and the claim passed in part',
    [
      `select c.status, l.decision, l.approved_fen as lineFen, l.reason_code as reason, c.payable_fen - c.approved_fen as cutFen
       from claim c join claim_line l on l.claim_id = c.id and l.seq = ? where c.id = ?`,
      line.seq,
      claim.id,
    ],
    [{ status: 'PARTIAL', decision: 'REDUCE', lineFen: 50, reason: 'R07', cutFen: line.payableFen - 50 }],
  );
}

async function holdAndRelease(desk: Desk, desktop: Desktop, claim: Candidate): Promise<void> {
  const { page } = desk;
  await desk.find(claim.no, claim.id);
  await page.keyboard.press('KeyP');
  await page.getByTestId('hold-WAIT_CALL').waitFor();
  await page.keyboard.press('Digit2');
  await page.getByTestId('hold-dialog').waitFor({ state: 'detached' });
  await untilStored(desktop, 'held', [CLAIM, claim.id], [{ status: 'ON_HOLD', holdReason: 'WAIT_CALL' }]);
  await desk.find(claim.no, claim.id);
  await page.getByTestId('action-hold').filter({ hasText: '解挂' }).waitFor();
  await page.keyboard.press('KeyP');
  await untilStored(desktop, 'released', [CLAIM, claim.id], [{ status: 'IN_REVIEW', holdReason: null }]);
}

async function returnWithRemark(desk: Desk, desktop: Desktop, claim: Candidate): Promise<void> {
  const { page } = desk;
  await desk.find(claim.no, claim.id);
  await page.keyboard.press('KeyT');
  await page.getByTestId('reason-search').waitFor();
  await page.keyboard.type('R26');
  await page.getByTestId('reason-R26').waitFor();
  await desk.tabTo(page.getByTestId('remark-line'));
  await page.keyboard.press('ArrowDown');
  await desk.tabTo(page.getByTestId('reason-note'));
  await page.keyboard.type('请补充旧件照片');
  await page.keyboard.press('Control+Enter');
  await page.getByTestId('reason-dialog').waitFor({ state: 'detached' });
  await untilStored(
    desktop,
    'returned with a remark on the first line',
    [
      `select c.status, c.reason_code as reason, r.line_seq as lineSeq, r.direction, r.text
       from claim c join claim_remark r on r.claim_id = c.id where c.id = ? order by r.created_at_ms desc limit 1`,
      claim.id,
    ],
    [{ status: 'RETURNED', reason: 'R26', lineSeq: 1, direction: 'TO_STATION', text: '请补充旧件照片' }],
  );
  await desk.find(claim.no, claim.id);
  await page.getByTestId('remark').filter({ hasText: '请补充旧件照片' }).filter({ hasText: '1' }).waitFor();
}

/** All claims of the station of one claim: every row of the list and every line of the details against the store, to the fen. */
async function exportFound(desk: Desk, desktop: Desktop, { id }: Candidate): Promise<void> {
  const { page } = desk;
  const [station] = localRows<{ code: string }>(desktop, 'select claimant_code as code from claim where id = ?', id);
  const code = station?.code ?? '';
  await page.keyboard.press('Slash');
  await page.keyboard.press('Control+KeyA');
  await page.keyboard.type(code);
  await page.keyboard.press('Enter');
  const wanted = localRows<{ no: string | null; seq: number; claimedFen: number; approvedFen: number }>(
    desktop,
    `select c.no, l.seq, l.claimed_fen as claimedFen, l.approved_fen as approvedFen from claim c
       join claim_line l on l.claim_id = c.id where c.claimant_code = ?`,
    code,
  );
  const claims = new Set(wanted.map((line) => line.no)).size;
  await page.waitForFunction(
    (count) => (document.querySelector('[data-testid="grid-total"]')?.textContent ?? '').replace(/\D/g, '') === count,
    String(claims),
  );
  const folder = mkdtempSync(path.join(os.tmpdir(), 'hedui-story-'));
  const file = path.join(folder, 'exported.xlsx');
  try {
    await page.keyboard.press('Control+KeyE');
    await desk.download(file, '索赔清单');
    checkShownList(desktop, file, code);
    await desk.palette('导出索赔明细');
    await desk.download(file, '索赔明细');
    expectEqual('lines of the workbook', linesOf(file), wanted.map(textOf).sort());
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const textOf = (line: { no: string | null; seq: number; claimedFen: number; approvedFen: number }): string =>
  [line.no ?? '', line.seq, line.claimedFen, line.approvedFen].join(' ');

/** The columns of the screen in their order, none that is hidden, and the claims of the store with their amounts. */
function checkShownList(desktop: Desktop, file: string, code: string): void {
  const { headings, headRow, cell } = tableOf(file, '索赔清单', '索赔单号');
  expectEqual('columns as shown', headings, SHOWN_COLUMNS);
  const wanted = localRows<{ no: string | null; vin: string; claimedFen: number; payableFen: number }>(
    desktop,
    `select no, vin_text as vin, claimed_fen as claimedFen, payable_fen as payableFen from claim where claimant_code = ?`,
    code,
  );
  const rows: string[] = [];
  for (let row = headRow + 1; typeof cell('申报', row) === 'number'; row += 1) {
    const [claimedFen, payableFen] = ['申报', '应付'].map((name) => Math.round(Number(cell(name, row)) * 100));
    rows.push([cell('索赔单号', row) ?? '', cell('VIN', row), claimedFen, payableFen].join(' '));
  }
  const expected = wanted.map((claim) => [claim.no ?? '', claim.vin, claim.claimedFen, claim.payableFen].join(' '));
  expectEqual('claims of the list', rows.sort(), expected.sort());
}

interface Table {
  headings: string[];
  headRow: number;
  cell: (name: string, row: number) => string | number | undefined;
}

/** A sheet as another program reads it, by its headings; `first` is that of its first column. */
function tableOf(file: string, name: string, first: string): Table {
  const sheet = readWorkbook(file).get(name);
  if (sheet === undefined) throw new Error(`no sheet ${name}`);
  const columnOf = new Map<string, string>();
  let headRow = 0;
  for (const [address, value] of sheet) {
    const [, column = '', row = ''] = /^([A-Z]+)(\d+)$/.exec(address) ?? [];
    if (value === first && headRow === 0) headRow = Number(row);
    if (headRow === Number(row) && typeof value === 'string') columnOf.set(value, column);
  }
  return {
    headings: [...columnOf.keys()],
    headRow,
    cell: (heading, row) => sheet.get(`${columnOf.get(heading) ?? '?'}${row}`),
  };
}

/** Claim number, line, claimed and approved of every line as another program reads them. */
function linesOf(file: string): string[] {
  const { headRow, cell } = tableOf(file, '索赔明细', '索赔单号');
  const lines: string[] = [];
  for (let row = headRow + 1; typeof cell('行', row) === 'number'; row += 1) {
    const [claimedFen, approvedFen] = ['申报', '核定'].map((name) => Math.round(Number(cell(name, row)) * 100));
    lines.push([cell('索赔单号', row) ?? '', cell('行', row), claimedFen, approvedFen].join(' '));
  }
  expectTrue('the workbook has lines', lines.length > 0);
  return lines.sort();
}
