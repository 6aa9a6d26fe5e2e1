import type { Kysely } from 'kysely';
import { ulid } from 'ulid';
import type { Role } from '../../src-shared/contract/values.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { CentralTables } from '../db/central-tables.generated.ts';
import { hashPassword } from '../../src-shared/secrets/password.ts';

type Db = Kysely<CentralTables>;

export async function addRegion(db: Db, code: string): Promise<string> {
  const id = ulid();
  await db
    .insertInto('region')
    .values({ ...rowIdentity(id, 'g'), code, name: `Region ${code}` })
    .execute();
  return id;
}

/** A row of any scope without a parent, and so the plainest thing to replicate. */
export async function addCustomer(db: Db, scope: string, name = 'Bus company'): Promise<string> {
  const id = ulid();
  await db
    .insertInto('customer')
    .values({ ...rowIdentity(id, scope), code: id, name, type: 'BUS_CO' })
    .execute();
  return id;
}

export async function addWarehouse(db: Db, regionId: string): Promise<string> {
  const id = ulid();
  await db
    .insertInto('warehouse')
    .values({ ...rowIdentity(id, 'g'), code: id, name: 'Warehouse', regionId })
    .execute();
  return id;
}

export interface TestUser {
  login: string;
  roles: Role[];
  regionId?: string;
  password?: string;
  validToDate?: string;
}

export async function addUser(db: Db, user: TestUser): Promise<string> {
  const id = ulid();
  const validFromDate = '2020-01-01';
  await db
    .insertInto('appUser')
    .values({
      ...rowIdentity(id, 'g'),
      login: user.login,
      name: user.login,
      status: 'ACTIVE',
      regionId: user.regionId ?? null,
      validFromDate,
      validToDate: user.validToDate ?? null,
    })
    .execute();
  for (const role of user.roles) {
    await db
      .insertInto('userRole')
      .values({ ...rowIdentity(ulid(), 'g'), userId: id, role, validFromDate })
      .execute();
  }
  if (user.password !== undefined) {
    const passwordHash = await hashPassword(user.password);
    await db.insertInto('userCredential').values({ userId: id, passwordHash, changedAtMs: 0 }).execute();
  }
  return id;
}

export async function markAsDemo(db: Db): Promise<void> {
  await db
    .insertInto('setting')
    .values({ ...rowIdentity(ulid(), 'g'), settingKey: 'demo', valueJson: '{}' })
    .execute();
}
