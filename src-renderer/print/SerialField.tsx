import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FormKey } from '../../src-shared/domain/print/form-template.ts';
import { api } from '../api/client.ts';
import { problemOf } from '../api/problem.ts';
import { useCall, useOrder } from '../api/use-api.ts';
import { Notice } from '../ui/Tag.tsx';
import { useProblemText } from '../ui/use-problem-text.ts';

/** The number on the next sheet of pre-printed paper; it moves on only when a person says that the sheets came out. */
export function SerialField({ printerName, formKey }: { printerName: string; formKey: FormKey }) {
  const { t } = useTranslation();
  const text = useProblemText();
  const setting = useCall(['print', 'setting', printerName, formKey], () =>
    api.print.setting({ printerName, formKey }),
  );
  const [serial, setSerial] = useState('');
  useEffect(() => setSerial(setting.data?.serialText ?? ''), [setting.data?.serialText]);
  const save = useOrder(api.print.saveSetting, () => void setting.refetch());
  const keep = (): void => {
    const serialText = serial.trim() === '' ? null : serial.trim();
    if (setting.data !== undefined && setting.data.serialText !== serialText) {
      save.mutate({ setting: { ...setting.data, serialText } });
    }
  };
  return (
    <>
      <label className="field">
        <span className="label">{t('print.serial')}</span>
        <input
          className="input mono"
          value={serial}
          maxLength={40}
          placeholder={t('print.noSerial')}
          data-testid="print-serial"
          onChange={(event) => setSerial(event.target.value)}
          onBlur={keep}
        />
      </label>
      {save.error === null ? null : <Notice tone="bad">{text(problemOf(save.error))}</Notice>}
    </>
  );
}
