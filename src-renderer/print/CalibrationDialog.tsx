import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormKey } from '../../src-shared/domain/print/form-template.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useCall, useOrder } from '../api/use-api.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { Notice } from '../ui/Tag.tsx';
import { useProblemText } from '../ui/use-problem-text.ts';
import { PreviewFrame } from './PreviewFrame.tsx';
import './print.css';

interface CalibrationDialogProps {
  printerName: string;
  formKey: FormKey;
  onClose: () => void;
}

const READINGS = ['nearX', 'nearY', 'farX', 'farY'] as const;
type Reading = Record<(typeof READINGS)[number], string>;
const NOTHING: Reading = { nearX: '', nearY: '', farX: '', farY: '' };

/** Tenths of a millimetre; null for what is no number. */
function tenths(text: string): number | null {
  return /^\d{1,3}([.,]\d)?$/.test(text.trim()) ? Math.round(Number(text.trim().replace(',', '.')) * 10) : null;
}

/** Print the page with the crosses, measure where they are, type the four numbers: every field moves accordingly. */
export function CalibrationDialog({ printerName, formKey, onClose }: CalibrationDialogProps) {
  const { t } = useTranslation();
  const text = useProblemText();
  const frame = useRef<HTMLIFrameElement | null>(null);
  const setting = useCall(['print', 'setting', printerName, formKey], () =>
    api.print.setting({ printerName, formKey }),
  );
  const page = useCall(['print', 'crossPage', printerName, formKey, setting.data?.calibration], () =>
    api.print.crossPage({ printerName, formKey }),
  );
  const [reading, setReading] = useState<Reading>(NOTHING);
  const again = (): void => {
    setReading(NOTHING);
    void setting.refetch();
  };
  const calibrate = useOrder(api.print.calibrate, again);
  const reset = useOrder(api.print.saveSetting, again);
  const read = READINGS.map((name) => tenths(reading[name]));
  const complete = read.every((value) => value !== null);
  const calibration = setting.data?.calibration;
  return (
    <Dialog
      title={t('print.calibrateTitle', { form: t(`print.form.${formKey}`) })}
      onClose={onClose}
      width={1180}
      testId="calibration-dialog"
    >
      <form
        className="print-work"
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          const [nearX = null, nearY = null, farX = null, farY = null] = read;
          if (nearX === null || nearY === null || farX === null || farY === null) return;
          calibrate.mutate({ printerName, formKey, read: { nearX, nearY, farX, farY } });
        }}
      >
        <div className="print-side">
          <ol className="print-steps">
            <li>
              {t('print.calibrateStep1')}{' '}
              <Button onClick={() => frame.current?.contentWindow?.print()} testId="calibration-print">
                {t('print.crossPagePrint')}
              </Button>
            </li>
            <li>{t('print.calibrateStep2')}</li>
            <li>{t('print.calibrateStep3')}</li>
          </ol>
          {READINGS.map((name) => (
            <label className="field" key={name}>
              <span className="label">{t(`print.reading.${name}`)}</span>
              <input
                className="input"
                inputMode="decimal"
                value={reading[name]}
                placeholder={`${String(page.data?.places[name] ?? '')}.0 mm`}
                aria-invalid={reading[name] !== '' && tenths(reading[name]) === null}
                data-testid={`calibration-${name}`}
                onChange={(event) => setReading({ ...reading, [name]: event.target.value })}
              />
            </label>
          ))}
          {calibrate.error === null ? null : <Notice tone="bad">{text(problemOf(calibrate.error))}</Notice>}
          {calibration === undefined ? null : (
            <p className="dim" data-testid="calibration-now">
              {t('print.calibrationNow', {
                dx: (calibration.dxTenthMm / 10).toFixed(1),
                dy: (calibration.dyTenthMm / 10).toFixed(1),
                scaleX: (calibration.scaleXBp / 100).toFixed(2),
                scaleY: (calibration.scaleYBp / 100).toFixed(2),
              })}
            </p>
          )}
          <div className="dialog-foot print-foot">
            <Button onClick={onClose} keyName="Esc">
              {t('ui.close')}
            </Button>
            <Button
              testId="calibration-reset"
              onClick={() => {
                if (setting.data === undefined) return;
                const calibration = { dxTenthMm: 0, dyTenthMm: 0, scaleXBp: 10_000, scaleYBp: 10_000 };
                reset.mutate({ setting: { ...setting.data, calibration } });
              }}
            >
              {t('print.calibrationReset')}
            </Button>
            <Button
              type="submit"
              look="primary"
              keyName="⏎"
              disabled={!complete || calibrate.isPending}
              testId="calibration-save"
            >
              {t('ui.save')}
            </Button>
          </div>
        </div>
        <PreviewFrame address={page.data?.address ?? null} frame={frame} />
      </form>
    </Dialog>
  );
}
