import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { readZipDirectory, readZipEntry } from '../../src-main/exchange/zip-directory.ts';
import { businessDateOf } from '../../src-shared/domain/units/business-date.ts';
import { addDays } from '../../src-shared/domain/units/dates.ts';
import type { Desk } from '../pages/desk.ts';
import { expectEqual, expectTrue } from '../world/check.ts';
import { localRows, untilStored } from '../world/local-store.ts';
import { openDesk } from '../world/open-desk.ts';
import { sendRepairs } from '../world/send-repairs.ts';
import type { Story } from '../world/story.ts';
import { typeDate } from '../world/type-date.ts';
import type { Desktop } from '../world/world.ts';

const SENT = 24;
const SIZE = 3;
const SEED = 'AUDIT-2026';
const MOST_BYTES = 50_000_000;

export const auditSampleStory: Story = {
  title: 'a plan of the samples by keyboard, a draw proved again, and the evidence of an auditor’s seed in one zip',
  world: 'demo',
  async run(story) {
    const { desktop, page, desk } = await openDesk(story, 'zhuguan01');
    await sendRepairs(story.world.serverUrl, SENT, 'SAMPLE');
    await desk.palette('抽样复核');
    await page.getByTestId('plan-versions').waitFor();
    await changePlan(page, desk, desktop);
    await proveToday(page, desk, desktop);
    const folder = mkdtempSync(path.join(os.tmpdir(), 'hedui-evidence-'));
    try {
      await takeEvidence(page, desk, desktop, path.join(folder, 'evidence.zip'));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

/** Today's plan never changes; the one saved here begins tomorrow. */
async function changePlan(page: Page, desk: Desk, desktop: Desktop): Promise<void> {
  await page.keyboard.press('KeyE');
  await page.locator('[data-testid="plan-baseBp"]:focus').waitFor();
  await page.keyboard.press('Control+KeyA');
  await page.keyboard.type('101');
  await page.getByTestId('plan-baseBp-fault').waitFor();
  expectTrue('what is out of range is not saved', await page.getByTestId('plan-save').isDisabled());
  await page.keyboard.press('Control+KeyA');
  await page.keyboard.type('2.5');
  await page.keyboard.press('Control+KeyS');
  await desk.waitForToast('方案已保存');
  await untilStored(
    desktop,
    'a second plan from tomorrow on',
    [
      `select json_extract(params_json, '$.baseBp') as baseBp, valid_from_date as fromDate, valid_to_date as toDate
         from sample_plan order by valid_from_date`,
    ],
    [
      { baseBp: 200, fromDate: today(), toDate: today() },
      { baseBp: 250, fromDate: addDays(today(), 1), toDate: null },
    ],
  );
  await page.getByTestId('plan-version').nth(1).waitFor();
}

/** Population and drawn number as plain SQL and another SHA-256 have them. */
async function proveToday(page: Page, desk: Desk, desktop: Desktop): Promise<void> {
  const [plan] = localRows<{ id: string }>(desktop, 'select id from sample_plan order by valid_from_date limit 1');
  if (plan === undefined) throw new Error('no plan');
  await desk.tabTo(page.getByTestId('sampling-proof'));
  await page.keyboard.press('Enter');
  await page.getByTestId('proof-figures').waitFor();
  const members = localRows<{ id: string; drawn: number }>(
    desktop,
    `select c.id, exists (select 1 from sample_case s where s.claim_id = c.id) as drawn from claim c
      where c.submitted_date >= ? and (exists (select 1 from sample_case s where s.claim_id = c.id)
         or exists (select 1 from audit_decision a where a.claim_id = c.id and a.level = 'AUTO' and a.action = 'APPROVE'))`,
    today(),
  );
  expectTrue('the rules approved some of what was sent', members.length > 0);
  await page
    .locator('[data-testid="proof-population"] b', { hasText: new RegExp(`^${String(members.length)}$`) })
    .waitFor();
  const drawn = members.filter((one) => one.drawn === 1);
  expectEqual('drawn', await page.locator('[data-testid="proof-drawn"] b').innerText(), String(drawn.length));
  await page.getByTestId('proof-agrees').waitFor();
  expectTrue('the seed stands there', (await page.getByTestId('proof-seed').innerText()).includes(plan.id));
}

async function takeEvidence(page: Page, desk: Desk, desktop: Desktop, file: string): Promise<void> {
  await desk.tabTo(page.getByTestId('sampling-auditor'));
  await page.keyboard.press('Enter');
  await page.getByTestId('auditor-population').waitFor();
  await page.keyboard.press('KeyE');
  await page.locator('[data-testid="auditor-seed"]:focus').waitFor();
  await page.keyboard.press('Control+KeyA');
  await page.keyboard.type(SEED);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+KeyA');
  await page.keyboard.type(String(SIZE));
  const [from, to] = [addDays(today(), -40), addDays(today(), -10)];
  await typeDate(page, 'auditor-from', from);
  await typeDate(page, 'auditor-to', to);
  await page.keyboard.press('Escape');
  const population = localRows<{ id: string; no: string }>(
    desktop,
    'select id, no from claim where repair_finish_date between ? and ? order by id',
    from,
    to,
  );
  await page
    .locator('[data-testid="auditor-population"] b', { hasText: population.length.toLocaleString('en-US') })
    .waitFor();
  await page.locator('[data-testid="auditor-drawn"] b', { hasText: String(SIZE) }).waitFor();
  await page.keyboard.press('Control+KeyE');
  await desk.download(file, '审计抽样');
  const wanted = population
    .map((claim) => ({ ...claim, key: sha256(`${SEED}${claim.id}`) }))
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .slice(0, SIZE);
  await checkZip(desktop, file, { wanted, populationSha256: sha256(population.map(({ id }) => `${id}\n`).join('')) });
}

async function checkZip(
  desktop: Desktop,
  file: string,
  expected: { wanted: readonly { id: string; no: string }[]; populationSha256: string },
): Promise<void> {
  const files = await unpacked(file);
  const manifest = JSON.parse(String(files.get('manifest.json'))) as {
    populationSha256: string;
    claims: { claimId: string; claimNo: string }[];
    photographsWithoutContent: unknown[];
    files: { name: string; sha256: string }[];
  };
  expectEqual(
    'drawn claims',
    JSON.stringify(manifest.claims.map(({ claimId }) => claimId)),
    JSON.stringify(expected.wanted.map(({ id }) => id)),
  );
  expectEqual('fingerprint', manifest.populationSha256, expected.populationSha256);
  for (const { name, sha256: digest } of manifest.files)
    expectEqual(name, sha256(files.get(name.toLowerCase()) ?? Buffer.alloc(0)), digest);
  const [photos] = localRows<{ n: number }>(
    desktop,
    'select count(*) as n from attachment where claim_id in (select value from json_each(?))',
    JSON.stringify(expected.wanted.map(({ id }) => id)),
  );
  const kept = [...files.keys()].filter((name) => name.includes('/photos/')).length;
  expectEqual('photographs', kept + manifest.photographsWithoutContent.length, photos?.n ?? -1);
  for (const { no } of expected.wanted) {
    const sheet = [...files].find(([name]) => name.endsWith('evidence.html') && name.includes(no.toLowerCase()))?.[1];
    expectTrue(`sheet of ${no}`, String(sheet).includes(no));
  }
}

async function unpacked(file: string): Promise<Map<string, Buffer>> {
  const handle = await open(file, 'r');
  try {
    const files = new Map<string, Buffer>();
    for (const [name, entry] of await readZipDirectory(handle)) {
      const pieces: Buffer[] = [];
      for await (const piece of readZipEntry(handle, entry, MOST_BYTES)) pieces.push(piece);
      files.set(name, Buffer.concat(pieces));
    }
    return files;
  } finally {
    await handle.close();
  }
}

const today = (): string => businessDateOf(Date.now());
const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');
