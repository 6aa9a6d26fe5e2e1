import type { Locale } from '../../src-shared/contract/values.ts';
import type { FormDocument, FormKey } from '../../src-shared/domain/print/form-template.ts';
import { formatValue } from '../../src-shared/domain/print/format-value.ts';
import { businessDateOf } from '../../src-shared/domain/units/business-date.ts';
import { CATALOGUES } from '../../src-shared/i18n/index.ts';
import type { ReadStores } from '../db/stores.ts';
import { appraisalDocuments, oldPartDocuments } from './documents/claim-documents.ts';
import { countListDocuments, countSheetDocuments } from './documents/count-documents.ts';
import type { Wording } from './documents/document-rows.ts';
import {
  dispatchDocuments,
  fieldServiceDocuments,
  followUpDocuments,
  workOrderDocuments,
} from './documents/service-documents.ts';
import { invoiceNoticeDocuments, statementDocuments } from './documents/statement-documents.ts';

type Reader = (stores: ReadStores, ids: readonly string[], words: Wording) => FormDocument[];

const READERS: Readonly<Record<FormKey, Reader>> = {
  workOrder: workOrderDocuments,
  dispatch: dispatchDocuments,
  appraisal: appraisalDocuments,
  fieldService: fieldServiceDocuments,
  oldPartLabel: oldPartDocuments,
  statement: statementDocuments,
  invoiceNotice: invoiceNoticeDocuments,
  followUp: followUpDocuments,
  countSheet: countSheetDocuments,
  countList: countListDocuments,
};

/** The documents of a form as the local copy has them, in the order of the ids. */
export function readDocuments(
  stores: ReadStores,
  formKey: FormKey,
  ids: readonly string[],
  locale: Locale,
): FormDocument[] {
  return READERS[formKey](stores, ids, wordingOf(locale));
}

/** Words and formats of a language. */
export function wordingOf(locale: Locale): Wording {
  const texts = CATALOGUES[locale];
  const text: Wording['text'] = (key, values = {}) =>
    (texts[key] ?? key.slice(key.lastIndexOf('.') + 1)).replace(/\{\{(\w+)\}\}/g, (_whole, name: string) =>
      String(values[name] ?? ''),
    );
  return { text, value: (value, format) => formatValue(value, { format }, text), date: businessDateOf };
}
