import type { CommandLetter, CommandResult } from '../../src-shared/contract/commands.ts';
import { SCHEMA_HASH } from '../../src-shared/database/schema-hash.ts';
import { AppError } from '../../src-shared/errors.ts';
import { lastClientSeq, listCommandsAfter } from '../commands/command-log.repository.ts';
import type { CommandDispatcher } from '../commands/dispatcher.ts';
import type { CentralDb } from '../db/open-central.ts';
import type { Caller } from '../http/caller.ts';
import { signedIn } from '../http/procedures.ts';
import { RateLimit } from '../http/rate-limit.ts';
import type { Checksums } from './checksum.ts';
import { readHead } from './feed.repository.ts';
import { mayReplicate, scopesOf } from './scopes.ts';
import { schemaOf } from './schema-versions.ts';
import { answerHello } from './sync.handlers.ts';
import { readWithheld } from './withheld.ts';

/** One full command may always come at once. */
const BURST_SECONDS = 5;
const RESULTS_AT_A_TIME = 200;

export interface SyncProcedureOptions {
  db: CentralDb;
  dispatcher: CommandDispatcher;
  checksums: Checksums;
  nowMs(): number;
  /** design §8, bulk commands: targets a second for each device. */
  targetsPerSecond: number;
  queueFirstAboveRows: number | null;
  /** Told of every command answered. */
  onResult(kind: string, status: string): void;
  /** A desktop tells of a copy that differed or a damaged store. */
  onReport(report: { deviceId: string; login: string; reason: string; details: string }): void;
}

export function syncProcedures(options: SyncProcedureOptions) {
  const { db, dispatcher, checksums, nowMs, targetsPerSecond, onResult, queueFirstAboveRows } = options;
  const limit = new RateLimit({ perSecond: targetsPerSecond, burst: BURST_SECONDS * targetsPerSecond, nowMs });
  const helloOptions = {
    ...{ db, nowMs, queueFirstAboveRows },
    lastClientSeq: (deviceId: string) => lastClientSeq(db, deviceId),
  };
  return {
    hello: signedIn.sync.hello.handler(({ input, context: { caller } }) => {
      assertOwnDevice(caller, input.deviceId);
      assertMayReplicate(caller);
      const { report, deviceId } = input;
      if (report != null) options.onReport({ deviceId, login: caller.user.login, ...report });
      return answerHello(helloOptions, caller, input);
    }),
    commands: signedIn.sync.commands.handler(async ({ input, context: { caller } }) => {
      assertOwnDevice(caller, input.deviceId);
      limit.take(
        caller.deviceId,
        input.commands.reduce((sum, letter) => sum + targetsOf(letter), 0),
      );
      const results = await dispatcher.dispatch(caller, input.commands);
      for (const [at, { status }] of results.entries()) onResult(input.commands[at]?.body.kind ?? '', status);
      const { seq } = await readHead(db);
      return { results, headSeq: seq };
    }),
    results: signedIn.sync.results.handler(async ({ input, context: { caller } }) => {
      assertOwnDevice(caller, input.deviceId);
      const logged = await listCommandsAfter(db, input.deviceId, input.after, RESULTS_AT_A_TIME);
      const own = logged.filter((command) => command.userId === caller.user.id);
      return {
        results: own.map((command) => ({
          ...(JSON.parse(command.resultJson) as CommandResult),
          clientSeq: command.clientSeq,
        })),
      };
    }),
    checksum: signedIn.sync.checksum.handler(async ({ input, context: { caller } }) => {
      assertMayReplicate(caller);
      const { scopes } = await scopesOf(db, caller, input.tier);
      const schema = schemaOf(input.schema ?? SCHEMA_HASH);
      if (schema === null) throw new AppError('BAD_REQUEST', 'schema-unknown');
      const withheld = await readWithheld(db, caller.user.id);
      const level = input.level === 2 ? 2 : 1;
      return checksums.at({ scopes, byBucket: input.byBucket, level, table: input.table ?? null, withheld, schema });
    }),
  };
}

/** The device stands in the token; a request in the name of another one is a mistake or worse. */
function assertOwnDevice(caller: Caller, deviceId: string): void {
  if (caller.deviceId !== deviceId) throw new AppError('FORBIDDEN', 'device-not-yours');
}

function assertMayReplicate(caller: Caller): void {
  if (!mayReplicate(caller)) throw new AppError('FORBIDDEN', 'replica-not-for-role');
}

function targetsOf(letter: CommandLetter): number {
  const { targets, things } = letter.body;
  if (Array.isArray(targets)) return targets.length;
  return Array.isArray(things) ? things.length : 1;
}
