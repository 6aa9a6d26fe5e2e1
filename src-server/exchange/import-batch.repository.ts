import { sql, type Kysely } from 'kysely';
import { createHash } from 'node:crypto';
import type { ThingKind } from '../../src-shared/domain/exchange/things.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import type { BodyOf, CommandContext } from '../commands/command-handler.ts';
import { insertRows, isAnyOf } from '../db/bulk-rows.ts';
import type { CentralTables } from '../db/central-tables.generated.ts';
import type { SentThing, ThingOutcome } from './import-thing.ts';

/** SHA-256 of a thing's values, whatever the order of their keys. */
export function thingSha256(values: object): string {
  return createHash('sha256').update(canonical(values)).digest('hex');
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
}

/** The contents each key was taken in with before, by any file. */
export async function storedContents(
  db: Kysely<CentralTables>,
  kind: ThingKind,
  keys: readonly string[],
): Promise<Map<string, Set<string>>> {
  const rows = await db
    .selectFrom('importRow')
    .select(['rowKey', 'rowSha256'])
    .distinct()
    .where(
      isAnyOf(
        'rowKey',
        keys.map((key) => storedKey(kind, key)),
      ),
    )
    .where('outcome', 'in', ['created', 'updated', 'unchanged'])
    .execute();
  const byKey = Map.groupBy(rows, (row) => row.rowKey.slice(kind.length + 1));
  return new Map([...byKey].map(([key, entries]) => [key, new Set(entries.map((row) => row.rowSha256))]));
}

/** Keeps what became of every row, and the counts of the whole file over all its parts. */
export async function recordPart(
  context: CommandContext,
  body: BodyOf<'exchange.import'>,
  outcomes: readonly ThingOutcome[],
): Promise<void> {
  const { db } = context;
  await openBatch(context, body);
  const rows = body.things.flatMap((thing, index) => rowsOf(body, thing, outcomes[index]));
  await insertRows(db, 'importRow', rows);
  const count = (outcome: ThingOutcome['outcome']): number =>
    outcomes.filter((entry) => entry.outcome === outcome).length;
  await db
    .updateTable('importBatch')
    .set({
      rowCount: sql`row_count + ${rows.length}::bigint`,
      createdCount: sql`created_count + ${count('created')}::bigint`,
      updatedCount: sql`updated_count + ${count('updated')}::bigint`,
      unchangedCount: sql`unchanged_count + ${count('unchanged')}::bigint`,
      refusedCount: sql`refused_count + ${count('refused')}::bigint`,
      ...(body.part >= body.parts ? { status: 'DONE', finishedAtMs: context.nowMs } : {}),
    })
    .where('id', '=', body.importId)
    .execute();
}

async function openBatch({ db, user, nowMs }: CommandContext, body: BodyOf<'exchange.import'>): Promise<void> {
  const { importId, importKind, fileName, fileSha256, mappingSha256 } = body;
  await db
    .insertInto('importBatch')
    .values({
      ...rowIdentity(importId, 'g'),
      ...{ kind: importKind, fileName, fileSha256, mappingSha256, sourceName: null, status: 'OPEN', rowCount: 0 },
      ...{ startedAtMs: nowMs, startedBy: user.id, finishedAtMs: null },
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}

function rowsOf(body: BodyOf<'exchange.import'>, thing: SentThing, outcome: ThingOutcome | undefined) {
  if (outcome === undefined) return [];
  return thing.rowNos.map((rowNo) => ({
    ...{ batchId: body.importId, rowNo, rowKey: storedKey(body.importKind, thing.key) },
    ...{ rowSha256: thingSha256(thing.values), outcome: outcome.outcome, targetId: outcome.targetId },
    issuesJson: outcome.issues.length === 0 ? null : JSON.stringify(outcome.issues),
  }));
}

function storedKey(kind: ThingKind, key: string): string {
  return `${kind}:${key}`;
}
