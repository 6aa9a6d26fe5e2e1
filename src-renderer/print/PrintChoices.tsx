import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { FormOffer, PrintOrder } from '../../src-shared/contract/print.contract.ts';
import { api } from '../api/client.ts';
import { useCall } from '../api/use-api.ts';
import { formatInteger } from '../ui/format.ts';
import { SerialField } from './SerialField.tsx';

export type Choices = Pick<z.infer<typeof PrintOrder>, 'formKey' | 'copies' | 'isPreprinted'>;

interface PrintChoicesProps {
  offers: readonly z.infer<typeof FormOffer>[];
  choices: Choices;
  onChange: (choices: Choices) => void;
  printerName: string;
  onPrinter: (name: string) => void;
}

/** Arrows choose the form, Tab goes on; what cannot be chosen on this host is not shown. */
export function PrintChoices({ offers, choices, onChange, printerName, onPrinter }: PrintChoicesProps) {
  const { t } = useTranslation();
  return (
    <>
      <fieldset className="print-forms">
        <legend>{t('print.form')}</legend>
        {offers.map(({ formKey, documents, paper, copies }, index) => (
          <label key={formKey} data-testid={`print-form-${formKey}`}>
            <input
              type="radio"
              name="form"
              autoFocus={index === 0}
              checked={formKey === choices.formKey}
              onChange={() => onChange({ ...choices, formKey, copies })}
            />
            <span>{t(`print.form.${formKey}`)}</span>
            <span className="dim">
              {t(`print.paper.${paper.key}`)} · {t('print.documents', { number: formatInteger(documents.length) })}
            </span>
          </label>
        ))}
      </fieldset>
      <label className="field">
        <span className="label">{t('print.copies')}</span>
        <input
          className="input"
          type="number"
          min={1}
          max={20}
          value={choices.copies}
          data-testid="print-copies"
          onChange={(event) => {
            const copies = Math.trunc(Number(event.target.value));
            if (copies >= 1 && copies <= 20) onChange({ ...choices, copies });
          }}
        />
      </label>
      <PrinterField name={printerName} onChange={onPrinter} />
      <label>
        <input
          type="checkbox"
          checked={choices.isPreprinted}
          data-testid="print-preprinted"
          onChange={(event) => onChange({ ...choices, isPreprinted: event.target.checked })}
        />{' '}
        {t('print.preprinted')}
      </label>
      {choices.isPreprinted ? <SerialField printerName={printerName} formKey={choices.formKey} /> : null}
    </>
  );
}

/** The system's printers where the host knows them; else a name, because calibration is kept by printer. */
export function PrinterField({ name, onChange }: { name: string; onChange: (name: string) => void }) {
  const { t } = useTranslation();
  const printers = useCall(['print', 'printers'], () => api.print.printers({}));
  const known = printers.data ?? [];
  return (
    <label className="field">
      <span className="label">{t('print.printer')}</span>
      {known.length > 0 ? (
        <select
          className="input"
          value={name}
          onChange={(event) => onChange(event.target.value)}
          data-testid="print-printer"
        >
          <option value="">{t('print.defaultPrinter')}</option>
          {known.map((printer) => (
            <option key={printer.name} value={printer.name}>
              {printer.label}
            </option>
          ))}
        </select>
      ) : (
        <input
          className="input"
          value={name}
          maxLength={200}
          placeholder={t('print.defaultPrinter')}
          title={t('print.printerHint')}
          data-testid="print-printer"
          onChange={(event) => onChange(event.target.value)}
        />
      )}
    </label>
  );
}
