import type { ConfigurationChange, Deputies, HandoverPerson } from '../../src-shared/contract/settings.contract.ts';
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

/** Who stands in for a person from today on, and everybody of the headquarters who could. */
function deputies({ replicaFile }: ReadStores, { userId, today }: { userId: string; today: string }): Deputies {
  const mine = replicaFile
    .prepare(
      `select d.id, u.name as deputyName, d.valid_from_date as fromDate, d.valid_to_date as toDate
         from user_deputy d join app_user u on u.id = d.deputy_user_id
        where d.user_id = ? and d.valid_to_date >= ? order by d.valid_from_date, d.id`,
    )
    .all(userId, today) as Deputies['mine'];
  const people = replicaFile
    .prepare(
      `select u.id, u.name, group_concat(r.role) as roles from app_user u join user_role r on r.user_id = u.id
        where u.status = 'ACTIVE' and u.station_id is null and u.engineer_id is null and u.id <> ?
        group by u.id order by u.name`,
    )
    .all(userId) as { id: string; name: string; roles: string }[];
  return { mine, people: people.map((row) => ({ ...row, roles: row.roles.split(',') })) };
}

/** Everybody of the headquarters, those who have left too, with the roles of the day. */
function handoverPeople({ replicaFile }: ReadStores, { today }: { today: string }): HandoverPerson[] {
  const rows = replicaFile
    .prepare(
      `select u.id, u.name, u.region_id as regionId,
              u.status = 'ACTIVE' and u.valid_from_date <= @today and coalesce(u.valid_to_date, @today) >= @today as isActive,
              coalesce((select group_concat(r.role) from user_role r where r.user_id = u.id and r.valid_from_date <= @today
                 and coalesce(r.valid_to_date, @today) >= @today), '') as roles
         from app_user u where u.station_id is null and u.engineer_id is null order by u.name`,
    )
    .all({ today }) as (Omit<HandoverPerson, 'roles' | 'isActive'> & { roles: string; isActive: number })[];
  return rows.map((row) => ({
    ...row,
    isActive: row.isActive === 1,
    roles: row.roles === '' ? [] : row.roles.split(','),
  }));
}

export const settingsReadTasks = {
  'settings.handoverPeople': handoverPeople,
  'settings.invoiceBuyer': invoiceBuyer,
  'settings.deputies': deputies,
};
