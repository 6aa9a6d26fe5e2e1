import type { Remembered } from '../../src-shared/contract/views.contract.ts';
import { dropScheme, keepScheme, ownScheme, schemesOf, sharedOwner } from './schemes.repository.ts';
import type { ReadStores, WriteStores } from '../db/stores.ts';

/** Settings of the screens; other settings of `local.db` do not begin like this. */
const PREFIX = 'screen.';

function recall(stores: ReadStores, _input: null): Remembered[] {
  return stores.localFile
    .prepare(
      `select substr(setting_key, ${String(PREFIX.length + 1)}) as name, value_json as json from local_setting
        where setting_key >= ? and setting_key < ?`,
    )
    .all(PREFIX, `${PREFIX}~`) as Remembered[];
}

function remember(stores: WriteStores, { name, json }: Remembered): void {
  stores.localFile
    .prepare(
      `insert into local_setting (setting_key, value_json) values (?, ?)
       on conflict (setting_key) do update set value_json = excluded.value_json`,
    )
    .run(PREFIX + name, json);
}

export const viewsReadTasks = {
  'views.recall': recall,
  'views.schemes': schemesOf,
  'views.ownScheme': ownScheme,
  'views.sharedOwner': sharedOwner,
};
export const viewsWriteTasks = {
  'views.remember': remember,
  'views.keepScheme': keepScheme,
  'views.dropScheme': dropScheme,
};
