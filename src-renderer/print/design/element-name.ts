import type { TFunction } from 'i18next';
import type { DesignElement } from '../../../src-shared/domain/print/design/design-elements.ts';
import { fieldName } from '../field-name.ts';

/** What a person calls a thing of a form. */
export function elementName(
  t: TFunction,
  { kind, key, value, place }: Pick<DesignElement, 'kind' | 'key' | 'value' | 'place'>,
): string {
  if (kind === 'lines' || kind === 'foot') return t(`design.area.${kind}`);
  const name = fieldName(t, key);
  if (kind === 'check') return t('design.tickOf', { name, value: tickName(t, key, value) });
  if (kind === 'barcode') return t('design.barcodeOf', { name });
  return place === 'row' ? t('design.columnOf', { name }) : name;
}

function tickName(t: TFunction, key: string, value: string | number | null): string {
  const yesNo = value === 1 ? 'form.yes' : value === 0 ? 'form.no' : '';
  return t([`form.${key}.${String(value)}`, yesNo, 'ui.verbatim'], { value: String(value) });
}
