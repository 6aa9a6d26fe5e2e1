import type { TFunction } from 'i18next';

/** The words of the form beside a field; a field without words of its own is called by its key. */
export function fieldName(t: TFunction, key: string): string {
  const name = key.replace(/(Fen|AtMs|Milli|Centi|Text|Name|No|Date|Km)$/, '');
  return t([`print.field.${key}`, `form.l.${key}`, `form.l.${name}`, 'ui.verbatim'], { value: key }).replace(
    /\n/g,
    ' ',
  );
}
