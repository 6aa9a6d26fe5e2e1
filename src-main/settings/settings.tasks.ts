import type { ConfigurationChange } from '../../src-shared/contract/settings.contract.ts';
import { readInvoiceBuyer, type InvoiceBuyer } from '../../src-shared/domain/settings/invoice-buyer.ts';
import type { ReadStores } from '../db/stores.ts';

const CHANGES_SHOWN = 20;

function invoiceBuyer(
  stores: ReadStores,
  { settingKey }: { settingKey: string },
): { buyer: InvoiceBuyer | null; version: number; changes: ConfigurationChange[] } {
  const row = stores.replicaFile
    .prepare('select value_json as json, _v as version from setting where setting_key = ?')
    .get(settingKey) as { json: string; version: number } | undefined;
  const changes = stores.replicaFile
    .prepare(
      `select version, changed_at_ms as changedAtMs, changed_by_name as changedByName, value_json as valueJson
         from configuration_change where subject = 'SETTING' and subject_key = ? order by version desc limit ?`,
    )
    .all(settingKey, CHANGES_SHOWN) as ConfigurationChange[];
  return { buyer: readInvoiceBuyer(row?.json ?? null), version: row?.version ?? 0, changes };
}

export const settingsReadTasks = { 'settings.invoiceBuyer': invoiceBuyer };
