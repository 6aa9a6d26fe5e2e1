import type { z } from 'zod';
import type { QueryScheme } from '../../src-shared/contract/views.contract.ts';
import type { ReadStores, WriteStores } from '../db/stores.ts';

type Scheme = z.infer<typeof QueryScheme>;

interface SchemeRow {
  id: string;
  list: string;
  name: string;
  bodyJson: string;
  ownerId: string | null;
  ownerName: string;
  updatedAtMs: number;
  shared: number;
}

/**
 * The schemes of a list: one's own from `local.db`, the shared ones from the copy of the server. A shared scheme of one's
 * own is in both until the server has it and after; the local form is the newer one.
 */
export async function schemesOf(
  stores: ReadStores,
  { list, userId, userName }: SchemeReader & { list: string },
): Promise<Scheme[]> {
  const own = stores.localFile
    .prepare(
      `select id, list_name as list, name, body_json as bodyJson, null as ownerId, '' as ownerName,
              updated_at_ms as updatedAtMs, shared from query_scheme_local where list_name = ?`,
    )
    .all(list) as SchemeRow[];
  const shared = stores.replicaFile
    .prepare(
      `select id, list_name as list, name, body_json as bodyJson, owner_id as ownerId, owner_name as ownerName,
              updated_at_ms as updatedAtMs, 1 as shared from query_scheme where list_name = ?`,
    )
    .all(list) as SchemeRow[];
  const ownIds = new Set(own.map(({ id }) => id));
  const rows = [...own, ...shared.filter(({ id }) => !ownIds.has(id))];
  if (rows.length === 0) return [];
  // the checks of the contract are loaded when there is something to check: every start asks for the schemes
  const { SchemeBody } = await import('../../src-shared/contract/views.contract.ts');
  return rows
    .flatMap((row) => {
      const body = bodyOf(SchemeBody, row.bodyJson);
      if (body === null) return [];
      const mine = row.ownerId === null || row.ownerId === userId;
      const { id, name, updatedAtMs } = row;
      const ownerName = row.ownerId === null ? userName : row.ownerName;
      return [{ id, list, name, body, shared: row.shared === 1, mine, ownerName, updatedAtMs }];
    })
    .sort((a, b) => Number(b.mine) - Number(a.mine) || a.name.localeCompare(b.name, 'zh-CN'));
}

export interface SchemeReader {
  userId: string;
  userName: string;
}

/** A scheme made by a newer program is left alone and not shown. */
function bodyOf(schema: z.ZodType<Scheme['body']>, json: string): Scheme['body'] | null {
  const parsed = schema.safeParse(JSON.parse(json));
  return parsed.success ? parsed.data : null;
}

export interface LocalScheme {
  id: string;
  list: string;
  name: string;
  body: Scheme['body'];
  shared: boolean;
  updatedAtMs: number;
}

export function keepScheme(stores: WriteStores, scheme: LocalScheme): void {
  stores.localFile
    .prepare(
      `insert into query_scheme_local (id, list_name, name, body_json, shared, updated_at_ms) values (?, ?, ?, ?, ?, ?)
       on conflict (id) do update set name = excluded.name, body_json = excluded.body_json, shared = excluded.shared,
         updated_at_ms = excluded.updated_at_ms`,
    )
    .run(scheme.id, scheme.list, scheme.name, JSON.stringify(scheme.body), scheme.shared ? 1 : 0, scheme.updatedAtMs);
}

export function dropScheme(stores: WriteStores, { id }: { id: string }): void {
  stores.localFile.prepare('delete from query_scheme_local where id = ?').run(id);
}

/** Whose the scheme is on the server; null when the server has none, as far as this desktop knows. */
export function sharedOwner(stores: ReadStores, { id }: { id: string }): { ownerId: string } | null {
  const row = stores.replicaFile.prepare('select owner_id as ownerId from query_scheme where id = ?').get(id);
  return (row as { ownerId: string } | undefined) ?? null;
}

/** Whether the person's own form of the scheme says that it is shared; null when there is none here. */
export function ownScheme(stores: ReadStores, { id }: { id: string }): { shared: boolean } | null {
  const row = stores.localFile.prepare('select shared from query_scheme_local where id = ?').get(id);
  return row === undefined ? null : { shared: (row as { shared: number }).shared === 1 };
}
