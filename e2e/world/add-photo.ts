import { drawPhoto } from '../../src-server/demo/pictures/draw-photo.ts';
import type { Desk } from '../pages/desk.ts';

/** P, the file field has the keyboard, Space, a drawn photograph, Enter; the dialog of a photograph is gone afterwards. */
export async function addPhoto(desk: Desk, phash64: string, look?: () => Promise<void>): Promise<void> {
  const { page } = desk;
  const buffer = drawPhoto({
    ...{ kind: 'FAULT_PART', phash64, vin: '', plateNo: '', mileageKm: 0, partNo: '' },
    takenDate: '2026-01-01',
  });
  await page.keyboard.press('KeyP');
  await page.locator('[data-testid="photo-file"]:focus').waitFor();
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.keyboard.press('Space')]);
  await chooser.setFiles({ name: `damage-${phash64.slice(0, 4)}.png`, mimeType: 'image/png', buffer });
  await desk.tabTo(page.getByTestId('dialog-confirm'));
  await look?.();
  await page.keyboard.press('Enter');
  await page.getByTestId('application-photo-dialog').waitFor({ state: 'detached' });
}
