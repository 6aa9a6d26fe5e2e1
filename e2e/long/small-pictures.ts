import { readdirSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expectEqual, expectTrue } from '../world/check.ts';
import { localRows } from '../world/local-store.ts';
import { openQueue } from '../world/open-desk.ts';
import type { Story } from '../world/story.ts';
import { one } from '../world/statement-in.ts';
import type { Desktop } from '../world/world.ts';

const SMALL = '.small.jpg';

/** A waiting claim with photographs whose files the server has. */
const PHOTOGRAPHED = `select c.id, count(*) as photos from claim c join attachment a on a.claim_id = c.id
  where c.queue = 'DECIDE' and a.content_type = 'image/png' group by c.id
  having count(distinct a.file_sha256) = (select count(*) from attachment o where o.claim_id = c.id) order by photos desc, c.id limit 1`;

export const smallPictures: Story = {
  title: 'the photographs of a claim stand there as small pictures, made once and kept; enlarged they are whole',
  world: 'demo',
  async run(story) {
    const { page, desktop } = await openQueue(story, 'jiesuan02');
    const claim = one(localRows<{ id: string; photos: number }>(desktop, PHOTOGRAPHED), 'claim with photographs');
    await page.evaluate((id) => (window.location.hash = `#/claim/${id}`), claim.id);
    expectEqual('kinds of the pictures in the strip', await kindsInStrip(page, claim.photos), 'image/jpeg');
    const pictures = localRows<{ sha: string }>(
      desktop,
      'select distinct file_sha256 as sha from attachment where claim_id = ?',
      claim.id,
    ).map(({ sha }) => `${sha}${SMALL}`);
    const made = await keptBy(desktop, pictures);

    await page.keyboard.press('KeyV');
    await page.keyboard.press('Space');
    const whole = page.getByTestId('photo-dialog').getByTestId('photo-image').first();
    await whole.waitFor();
    expectTrue(
      'the enlarged one is the file itself',
      (await whole.getAttribute('src'))?.startsWith('data:image/png') === true,
    );
    await page.keyboard.press('Escape');

    // a damaged one is made again, the others are not
    const [damaged = ''] = [...made.keys()];
    truncateSync(damaged, 40);
    await page.reload();
    expectEqual('kinds of the pictures after a new start', await kindsInStrip(page, claim.photos), 'image/jpeg');
    const again = await keptBy(desktop, pictures);
    const changed = [...again].filter(([file, changedAtMs]) => made.get(file) !== changedAtMs).map(([file]) => file);
    expectEqual('small pictures made again', changed.join(), damaged);
  },
};

async function kindsInStrip(page: Page, photos: number): Promise<string> {
  const images = page.getByTestId('photos').getByTestId('photo-image');
  await images.nth(photos - 1).waitFor();
  const sources = await images.evaluateAll((all) => all.map((image) => image.getAttribute('src') ?? ''));
  return [...new Set(sources.map((source) => /^data:([a-z/]+)/.exec(source)?.[1] ?? source))].join();
}

/** These small pictures as this desktop keeps them, as soon as all are whole, with the moment each was written. */
async function keptBy({ dataFolder }: Desktop, pictures: readonly string[]): Promise<ReadonlyMap<string, number>> {
  for (let look = 0; look < 50; look += 1) {
    const names = readdirSync(dataFolder, { recursive: true, encoding: 'utf8' }).filter((name) =>
      pictures.includes(path.basename(name)),
    );
    const files = names.map((name) => path.join(dataFolder, name)).map((file) => [file, statSync(file)] as const);
    const whole = files.filter(([, { size }]) => size > 40);
    if (whole.length === pictures.length) return new Map(whole.map(([file, { mtimeMs }]) => [file, mtimeMs]));
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`not all of ${String(pictures.length)} small pictures under ${dataFolder}`);
}
