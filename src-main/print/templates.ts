import { FormTemplateSchema } from '../../src-shared/contract/form-template.schema.ts';
import type { FormKey, FormTemplate } from '../../src-shared/domain/print/form-template.ts';
import { FIRST_FORMS } from '../../src-shared/domain/print/forms/index.ts';
import type { ReadStores } from '../db/stores.ts';

/** The company's own form when it has one that can be read, else the first one. */
export function templateOf(stores: ReadStores, formKey: FormKey): { template: FormTemplate; isOwn: boolean } {
  const text = stores.replicaFile
    .prepare('select template_json from form_template where form_key = ?')
    .pluck()
    .get(formKey);
  const own = typeof text === 'string' ? FormTemplateSchema.safeParse(JSON.parse(text)) : null;
  return own?.success === true ? { template: own.data, isOwn: true } : { template: FIRST_FORMS[formKey], isOwn: false };
}

/** The scan under the designer, as a data address; null when there is none. */
export function scanOf(stores: ReadStores, formKey: FormKey): string | null {
  const row = stores.localFile
    .prepare('select content_type as type, content_base64 as content from form_scan where form_key = ?')
    .get(formKey) as { type: string; content: string } | undefined;
  return row === undefined ? null : `data:${row.type};base64,${row.content}`;
}
