import type { ClaimReceiver } from '../../src-shared/contract/handover.contract.ts';
import { AUDIT_LEVELS } from '../../src-shared/domain/claims/deputies.ts';
import type { ReadStores } from '../db/stores.ts';
import { HOLDER_ID } from './claim-columns.ts';
import { hasOverlay } from './claim-page.repository.ts';
import { bothArms } from './claim-query.ts';

interface StoredReceiver extends Omit<ClaimReceiver, 'roles' | 'inHand'> {
  roles: string;
}

/** Everybody with a level of the audit today, with the claims they have in hand and, where they are away, their deputy. */
export function claimReceivers(stores: ReadStores, { today }: { today: string }): ClaimReceiver[] {
  const inHand = claimsInHand(stores);
  const rows = stores.replicaFile
    .prepare(
      `select u.id, u.name, (select g.name from region g where g.id = u.region_id) as regionName,
              group_concat(r.role) as roles,
              (select p.name from user_deputy d join app_user p on p.id = d.deputy_user_id
                where d.user_id = u.id and d.valid_from_date <= @today and d.valid_to_date >= @today
                order by d.valid_from_date limit 1) as deputyName
         from app_user u join user_role r on r.user_id = u.id
        where u.status = 'ACTIVE' and u.station_id is null and u.engineer_id is null
          and u.valid_from_date <= @today and coalesce(u.valid_to_date, @today) >= @today
          and r.valid_from_date <= @today and coalesce(r.valid_to_date, @today) >= @today
          and r.role in (select value from json_each(@levels))
        group by u.id order by u.name`,
    )
    .all({ today, levels: JSON.stringify(AUDIT_LEVELS) }) as StoredReceiver[];
  return rows.map((row) => ({ ...row, roles: row.roles.split(','), inHand: inHand.get(row.id)?.count ?? 0 }));
}

const QUEUES = { column: 'queue', op: 'in' as const, values: ['DECIDE', 'ANSWERED', 'OVER_LIMIT', 'WAITING'] };

/** Number of claims by the person who has them in hand. */
export function claimsInHand(stores: ReadStores): Map<string, { name: string; count: number }> {
  const arms = bothArms(`${HOLDER_ID} as holder`, { filters: [QUEUES], text: '' }, hasOverlay(stores));
  const rows = stores.replicaFile
    .prepare(
      `select holder, coalesce((select u.name from app_user u where u.id = holder), holder) as name, count(*) as count
         from (${arms.sql}) where holder is not null group by holder`,
    )
    .all(...arms.params) as { holder: string; name: string; count: number }[];
  return new Map(rows.map(({ holder, name, count }) => [holder, { name, count }]));
}
