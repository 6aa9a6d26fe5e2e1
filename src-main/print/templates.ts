import { FormTemplateSchema } from '../../src-shared/contract/form-template.schema.ts';
import type { ConfigurationChange } from '../../src-shared/contract/settings.contract.ts';
import type { FormKey, FormTemplate } from '../../src-shared/domain/print/form-template.ts';
import { FIRST_FORMS } from '../../src-shared/domain/print/forms/index.ts';
import type { ReadStores } from '../db/stores.ts';

const VERSIONS_SHOWN = 50;

export interface StandingTemplate {
  template: FormTemplate;
  isOwn: boolean;
  /** Grows with every change by anybody; 0 = nobody has changed the form. */
  version: number;
  changedAtMs: number | null;
  changedByName: string | null;
}

/** The company's own form when it has one that can be read, else the first one. */
export function templateOf(stores: ReadStores, formKey: FormKey): StandingTemplate {
  const row = stores.replicaFile
    .prepare(
      `select template_json as json, _v as version, changed_at_ms as changedAtMs, changed_by_name as changedByName
         from form_template where form_key = ?`,
    )
    .get(formKey) as
    ({ json: string } & Pick<StandingTemplate, 'version' | 'changedAtMs' | 'changedByName'>) | undefined;
  if (row === undefined) {
    return { template: FIRST_FORMS[formKey], isOwn: false, version: 0, changedAtMs: null, changedByName: null };
  }
  const { json, ...change } = row;
  // the text is `null` where a person has gone back to the form as it was shipped
  const own = FormTemplateSchema.safeParse(JSON.parse(json));
  return own.success
    ? { template: own.data, isOwn: true, ...change }
    : { template: FIRST_FORMS[formKey], isOwn: false, ...change };
}

/** The published versions of a form, the newest first. */
export function templateVersions(stores: ReadStores, { formKey }: { formKey: FormKey }): ConfigurationChange[] {
  return stores.replicaFile
    .prepare(
      `select version, changed_at_ms as changedAtMs, changed_by_name as changedByName, value_json as valueJson
         from configuration_change where subject = 'FORM' and subject_key = ? order by version desc limit ?`,
    )
    .all(formKey, VERSIONS_SHOWN) as ConfigurationChange[];
}

/** The scan under the designer, as a data address; null when there is none. */
export function scanOf(stores: ReadStores, formKey: FormKey): string | null {
  const row = stores.localFile
    .prepare('select content_type as type, content_base64 as content from form_scan where form_key = ?')
    .get(formKey) as { type: string; content: string } | undefined;
  return row === undefined ? null : `data:${row.type};base64,${row.content}`;
}
