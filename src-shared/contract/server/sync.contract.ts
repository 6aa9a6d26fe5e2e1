import { oc } from '@orpc/contract';
import { z } from 'zod';
import { CommandLetter, CommandResult } from '../commands.ts';
import { InstantMs } from '../values.ts';

export const PROTOCOL = 'sync/1';

/** A scope and its tier: open work `r:3`, its history `r:3.h`, reference data `g`. */
export const Scope = z.string().max(80);

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
  serverTimeMs: InstantMs,
  action: z.enum(['delta', 'snapshot', 'upgrade-app']),
  reason: z.string().nullable(),
  /** The last client_seq of this device that the server knows. */
  lastClientSeq: z.int(),
});
export type Hello = z.infer<typeof Hello>;

export const ChecksumRow = z.object({ scope: z.string(), tbl: z.int(), bucket: z.int(), n: z.int(), s: z.int() });
export type ChecksumRow = z.infer<typeof ChecksumRow>;

/**
 * The request and answer part of sync/1. Snapshot and delta are NDJSON streams and stand beside it:
 * `GET /sync/v1/snapshot?tier=open|all&resume=…` and `GET /sync/v1/delta?cursor=…&wait=25` (see sync-wire.ts).
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
    .input(z.object({ tier: z.enum(['open', 'all']), byBucket: z.union([z.boolean(), z.stringbool()]) }))
    .output(z.object({ seq: z.int(), rows: z.array(ChecksumRow) })),
};
