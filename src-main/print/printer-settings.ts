import type { z } from 'zod';
import type { PrinterSetting, PrintRoute } from '../../src-shared/contract/print.contract.ts';
import { NO_CALIBRATION } from '../../src-shared/domain/print/calibration.ts';
import type { FormKey } from '../../src-shared/domain/print/form-template.ts';
import type { ReadStores, WriteStores } from '../db/stores.ts';

export type Setting = z.infer<typeof PrinterSetting>;

interface SettingRow {
  dxTenthMm: number;
  dyTenthMm: number;
  scaleXBp: number;
  scaleYBp: number;
  route: PrintRoute;
  serialText: string | null;
}

/** What this workstation knows of a printer and a form; nothing moved and no numbers when it knows nothing. */
export function printerSetting(
  stores: ReadStores | WriteStores,
  { printerName, formKey }: { printerName: string; formKey: FormKey },
): Setting {
  const row = stores.localFile
    .prepare(
      `select dx_tenth_mm as dxTenthMm, dy_tenth_mm as dyTenthMm, scale_x_bp as scaleXBp, scale_y_bp as scaleYBp,
              route, serial_text as serialText from print_setting where printer_name = ? and form_key = ?`,
    )
    .get(printerName, formKey) as SettingRow | undefined;
  if (row === undefined) return { printerName, formKey, calibration: NO_CALIBRATION, route: 'css', serialText: null };
  const { route, serialText, ...calibration } = row;
  return { printerName, formKey, calibration, route, serialText };
}

export function saveSetting(
  stores: WriteStores,
  { printerName, formKey, calibration, route, serialText }: Setting,
): void {
  stores.localFile
    .prepare(
      `insert into print_setting (printer_name, form_key, dx_tenth_mm, dy_tenth_mm, scale_x_bp, scale_y_bp, route, serial_text)
       values (@printerName, @formKey, @dxTenthMm, @dyTenthMm, @scaleXBp, @scaleYBp, @route, @serialText)
       on conflict (printer_name, form_key) do update set dx_tenth_mm = @dxTenthMm, dy_tenth_mm = @dyTenthMm,
         scale_x_bp = @scaleXBp, scale_y_bp = @scaleYBp, route = @route, serial_text = @serialText`,
    )
    .run({ printerName, formKey, ...calibration, route, serialText });
}
