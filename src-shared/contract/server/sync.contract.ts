import { oc } from '@orpc/contract';
import { z } from 'zod';
import { CommandLetter, CommandResult } from '../commands.ts';
import { InstantMs } from '../values.ts';

export const PROTOCOL = 'sync/1';

/** A scope and its tier: open work `r:3`, its history `r:3.h`, reference data `g`. */
export const Scope = z.string().max(80);

/**
 * What a held copy lacks and what it must give up after a change of grants or of the schema (sync §3.7, §3.8). `cursor`
 * is the place of the copy under the new scopes and columns; it is valid once all of this is in the file.
 */
export const Backfill = z.object({
  tier: z.enum(['open', 'all']),
  scopes: z.array(Scope),
  tables: z.array(z.int()),
  drop: z.array(Scope),
  cursor: z.string(),
});
export type Backfill = z.infer<typeof Backfill>;

export const Hello = z.object({
  protocol: z.string(),
  epoch: z.string(),
  seq: z.int(),
  floorSeq: z.int(),
  schemaHash: z.string(),
  scopes: z.array(Scope),
  /** Scopes of open work and reference data, the first of the two snapshots (design §8, replica tiers). */
  openScopes: z.array(Scope),
  scopeHash: z.string(),
  rowEstimate: z.int(),
  openRowEstimate: z.int(),
  /** Rows of a first look at the queues alone; null or absent where the desktop begins with the open work. */
  queueRowEstimate: z.int().nullable().optional(),
  serverTimeMs: InstantMs,
  /** `backfill`: the copy is good, but for the scopes and tables named below. */
  action: z.enum(['delta', 'snapshot', 'backfill', 'upgrade-app']),
  reason: z.string().nullable(),
  backfill: Backfill.nullable(),
  /** The last client_seq of this device that the server knows. */
  lastClientSeq: z.int(),
});
export type Hello = z.infer<typeof Hello>;

export const ChecksumRow = z.object({ scope: z.string(), tbl: z.int(), bucket: z.int(), n: z.int(), s: z.int() });
export type ChecksumRow = z.infer<typeof ChecksumRow>;

/**
 * The request and answer part of sync/1. Snapshot and delta are NDJSON streams and stand beside it:
 * `GET /sync/v1/snapshot?tier=queue|open|all&resume=…` (narrowed by `scopes=`, `tables=`, or to one bucket) and `GET /sync/v1/delta?cursor=…&wait=25` (see sync-wire.ts).
 */
export const serverSyncContract = {
  hello: oc
    .route({ method: 'POST', path: '/sync/v1/hello' })
    .input(
      z.object({
        protocol: z.string(),
        appVersion: z.string(),
        schemaHash: z.string(),
        deviceId: z.string(),
        cursor: z.string().nullable(),
        /** The scopes the copy of the cursor holds; without them a change of grants costs a whole new copy. */
        held: z.array(Scope).max(5000).nullable().optional(),
        /** A copy that differed or a damaged store since the last greeting: for the operator's log. */
        report: z
          .object({ reason: z.string().max(80), details: z.string().max(500) })
          .nullable()
          .optional(),
      }),
    )
    .output(Hello),
  commands: oc
    .route({ method: 'POST', path: '/sync/v1/commands' })
    .input(z.object({ deviceId: z.string(), commands: z.array(CommandLetter).min(1).max(100) }))
    .output(z.object({ results: z.array(CommandResult), headSeq: z.int() })),
  results: oc
    .route({ method: 'GET', path: '/sync/v1/commands' })
    .input(z.object({ deviceId: z.string(), after: z.coerce.number().int() }))
    .output(z.object({ results: z.array(CommandResult.extend({ clientSeq: z.int() })) })),
  checksum: oc
    .route({ method: 'GET', path: '/sync/v1/checksum' })
    .input(
      z.object({
        tier: z.enum(['open', 'all']),
        byBucket: z.union([z.boolean(), z.stringbool()]),
        /** 1: keys and versions; 2: the content as well. */
        level: z.coerce.number().int().min(1).max(2).default(1),
        table: z.coerce.number().int().optional(),
        /** The schema of the asking program; the present one when left out. */
        schema: z.string().optional(),
      }),
    )
    .output(z.object({ seq: z.int(), rows: z.array(ChecksumRow) })),
};
