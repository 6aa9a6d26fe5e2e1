import type { Kysely } from 'kysely';
import type { ClaimPerson } from '../../src-shared/domain/claims/decision-types.ts';
import type { CentralTables } from '../db/central-tables.generated.ts';

/** Everybody of the headquarters with the roles of the day, those who have left too. */
export async function loadPeople(db: Kysely<CentralTables>, today: string): Promise<Map<string, ClaimPerson>> {
  const users = await db
    .selectFrom('appUser')
    .select(['id', 'name', 'status', 'regionId', 'validFromDate', 'validToDate'])
    .where('stationId', 'is', null)
    .where('engineerId', 'is', null)
    .execute();
  const roles = await db
    .selectFrom('userRole')
    .select(['userId', 'role'])
    .where('validFromDate', '<=', today)
    .where((where) => where.or([where('validToDate', 'is', null), where('validToDate', '>=', today)]))
    .execute();
  const rolesOf = Map.groupBy(roles, ({ userId }) => userId);
  return new Map(
    users.map(({ id, name, status, regionId, validFromDate, validToDate }) => [
      id,
      {
        ...{ userId: id, name, regionId, roles: (rolesOf.get(id) ?? []).map(({ role }) => role) },
        isActive: status === 'ACTIVE' && validFromDate <= today && (validToDate === null || today <= validToDate),
      },
    ]),
  );
}
