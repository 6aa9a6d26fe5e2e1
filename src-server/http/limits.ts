import { z } from 'zod';

/** What one server allows; the defaults are those of design §8 and sync §3.13. Every server counts for itself. */
export const Limits = z.strictObject({
  /** Deltas and snapshots asked for, for each device. */
  pullsPerMinute: z.int().min(1).default(1200),
  /** Targets of commands, for each device; one full command may always come at once. */
  targetsPerSecond: z.int().min(1).default(3000),
  /** Sign-ins and renewals, for each address: a whole office behind one router at half past eight, but no dictionary. */
  signInsPerMinute: z.int().min(1).default(120),
  /** Requests of the station intake, for each device. */
  intakePerMinute: z.int().min(1).default(600),
  /** Bytes of snapshots before compression, for each device; unlimited on the loopback address. */
  snapshotBytesPerMinute: z
    .int()
    .min(1)
    .default(1024 ** 3),
  /** Snapshots under way at a time: more of them would only make each other slower. */
  snapshotsAtATime: z.int().min(1).default(4),
  /** A snapshot ends after this long at a block's end; the desktop goes on where it stood, and others get their turn. */
  longestSnapshotMs: z
    .int()
    .min(1)
    .default(10 * 60_000),
  /** Above so many rows of open work an empty desktop of an auditor is given the queues first (decision 110). */
  queueFirstAboveRows: z.int().min(0).default(100_000),
  /** A batch of more rows costs more as a delta than a fresh copy does (sync §2, note 2). */
  resnapshotAboveRows: z.int().min(1).default(200_000),
  /** A reader who takes no byte for so long is cut off. */
  stalledAfterMs: z.int().min(1).default(60_000),
  /** Sockets open at a time; two thousand desktops each hold one for their poll. */
  connections: z.int().min(1).default(4000),
});
export type Limits = z.infer<typeof Limits>;

/** `HEDUI_LIMITS={"pullsPerMinute":600}`: what stands there replaces the default. */
export function limitsOf(text: string | undefined): Limits {
  return Limits.parse(text === undefined || text === '' ? {} : JSON.parse(text));
}
