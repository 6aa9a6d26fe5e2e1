/** A supplier's delivery with a damaged piece, from what was found to the claim that is closed, by keys alone, in both languages. */
import type { Locale } from '../../src-shared/contract/values.ts';
import { DAMAGES, faultsOf, LogisticsDesk, RECEIPTS } from '../pages/logistics-desk.ts';
import { addPhoto } from '../world/add-photo.ts';
import { expectEqual } from '../world/check.ts';
import { untilStored } from '../world/local-store.ts';
import { openDelivery } from '../world/open-delivery.ts';
import type { Story, StoryWorld } from '../world/story.ts';

async function reportDamage(story: StoryWorld, locale: Locale): Promise<void> {
  const open = (login: string, kind = DAMAGES): Promise<LogisticsDesk> =>
    LogisticsDesk.open(story, login, { locale, kind });
  const keeper = await open('kuguan02', RECEIPTS);
  await receive(keeper, openDelivery(keeper.desktop));
  const no = await keeper.no();
  await keeper.refused('KeyS', '2');
  await photograph(keeper, '0f1e2d3c4b5a6978');
  await photograph(keeper, '1f2e3d4c5b6a7988');
  await keeper.step('KeyS', { to: 'SUBMITTED' });

  const manager = await open('peijian01');
  await manager.find(no);
  await manager.step('KeyL', { to: 'LIABILITY_SET', begins: 'damage-liability', types: [['damage-claim', '1234.50']] });
  const finance = await open('caiwu01');
  await finance.find(no);
  await finance.step('KeyA', { to: 'APPROVED' });
  await keeper.stands('APPROVED');
  await keeper.step('KeyD', { to: 'DISPOSED', begins: 'damage-disposition' });
  await finance.stands('DISPOSED');
  await finance.waits('KeyC', { begins: 'damage-claim-no' });
  await finance.step('KeyC', {
    ...{ to: 'CLAIMED', begins: 'damage-claim-no' },
    types: [['damage-claim-no', 'SP-7781']],
  });
  await finance.step('KeyF', { to: 'CLOSED', types: [['damage-step-note', '已赔付']] });
  await untilStored(
    finance.desktop,
    'what was damaged came in, was scrapped and is claimed; the good piece lies on the shelf',
    [
      `select d.status, d.claim_fen as claimFen, d.claim_no as claimNo, d.photo_count as photos,
              (select sum(m.qty_milli) from stock_movement m where m.condition = 'DAMAGED' and m.part_id = x.part_id
                  and m.doc_no in (r.receipt_no, d.report_no)) as damaged,
              (select sum(m.qty_milli) from stock_movement m where m.condition = 'NEW' and m.doc_no = r.receipt_no) as shelf,
              (select -sum(m.qty_milli) from stock_movement m where m.type = 'SCRAP' and m.doc_no = d.report_no) as scrapped
         from damage_report d join goods_receipt r on r.id = d.receipt_id
              join damage_report_line x on x.report_id = d.id where d.report_no = ?`,
      no,
    ],
    [
      {
        ...{ status: 'CLOSED', claimFen: 123_450, claimNo: 'SP-7781', photos: 2 },
        ...{ damaged: 0, shelf: 1000, scrapped: 1000 },
      },
    ],
  );
  expectEqual('what a reader of English stumbles over', faultsOf([keeper, manager, finance]), []);
}

/** F1, the document's number, where to, and of its first part one good and one broken piece; of the others none has come. */
async function receive(keeper: LogisticsDesk, { docNo, lines }: ReturnType<typeof openDelivery>): Promise<void> {
  const { page } = keeper;
  await page.getByTestId('new-receipt').waitFor(); // who may receive is known
  await page.keyboard.press('F1');
  await page.locator('[data-testid="receive-document"]:focus').waitFor();
  await page.keyboard.type(docNo);
  await page.getByTestId(`receive-okMilli-${String(lines - 1)}`).waitFor();
  await keeper.look('receipt');
  await keeper.type([['receive-warehouse', 'ZX05']]);
  for (let line = 0; line < lines; line += 1)
    await keeper.type([
      [`receive-okMilli-${String(line)}`, line === 0 ? '1' : '0'],
      [`receive-damagedMilli-${String(line)}`, line === 0 ? '1' : '0'],
    ]);
  await page.keyboard.press('Enter');
  await page.getByTestId('receive-dialog').waitFor({ state: 'detached' });
  await page.getByTestId('damage-hints').waitFor();
  await keeper.stands('DRAFT');
  await keeper.look('new report of damage');
}

async function photograph(keeper: LogisticsDesk, phash64: string): Promise<void> {
  const { page } = keeper;
  const shown = await page.getByTestId('damage-photos').locator('figure').count();
  await addPhoto(keeper.desk, phash64, () => keeper.look('photograph'));
  await page.getByTestId('damage-photos').locator('figure').nth(shown).waitFor();
}

export const damageByKeys: Story = {
  title:
    'damage by keyboard: a delivery with a broken piece, refused without two photographs, liability, approval, scrap, claim and close; the ledger agrees',
  world: 'demo',
  run: (story) => reportDamage(story, 'zh-CN'),
};

export const damageInEnglish: Story = {
  title: 'the same damage in English',
  world: 'demo',
  run: (story) => reportDamage(story, 'en'),
};
