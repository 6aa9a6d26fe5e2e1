import { sql } from 'kysely';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { monotonicFactory } from 'ulid';
import { businessDateOf } from '../src-shared/domain/units/business-date.ts';
import { releaseHolds } from './claims/release-holds.ts';
import { auditProcedures } from './claims/audit.procedures.ts';
import { claimsInHand } from './claims/hand-over-claims.ts';
import { claimCommands } from './claims/claims.commands.ts';
import { expireReturns } from './claims/expire-returns.ts';
import { submitClaims } from './claims/submit-claims.ts';
import { rulesetCommands } from './claims/rulesets/ruleset.commands.ts';
import { RulesetComparisons } from './claims/rulesets/comparisons.ts';
import { rulesProcedures } from './claims/rulesets/rules.procedures.ts';
import { paperArrived } from './claims/paper-arrived.ts';
import { photoArrived } from './claims/photo-arrived.ts';
import { recheckClaims } from './claims/recheck-claims.ts';
import { makeFirstPlan, samplePlanCommands } from './claims/sample-plan.commands.ts';
import { drawMonthSamples } from './claims/month-samples.ts';
import { forgetOldRecords, refreshStandings } from './claims/station-standing.ts';
import { keepStationStatistics } from './claims/station-statistics.repository.ts';
import { writeStationWord } from './claims/station-word.ts';
import { resubmitLines } from './claims/resubmit-claim.ts';
import type { CommandHandlers } from './commands/command-handler.ts';
import { CommandDispatcher } from './commands/dispatcher.ts';
import { hideNewRows } from './counts/blindness.ts';
import { sheetsInHand } from './counts/hand-over-sheets.ts';
import { countFileRoom } from './counts/count-file-room.ts';
import { closeCounts } from './counts/close-counts.ts';
import { countCommands } from './counts/counts.commands.ts';
import { openEmbedded, openPostgres, type CentralStore } from './db/open-central.ts';
import { seedDemoCompany } from './demo/seed-demo-company.ts';
import { DueSteps } from './due/due-steps.ts';
import { exchangeCommands } from './exchange/exchange.commands.ts';
import { planningCommands } from './parts/planning.commands.ts';
import { preparationCommands } from './parts/preparation.commands.ts';
import { noteStockRefusal } from './parts/note-refusal.ts';
import { proveStock } from './parts/prove-stock.ts';
import { postMovements, unbalancedKeys } from './parts/post-movements.ts';
import { createAuthenticate } from './http/caller.ts';
import { startHttpServer, type HttpServer } from './http/http-server.ts';
import { createClientAddress } from './http/client-address.ts';
import { healthRoutes } from './http/health.ts';
import { Limits } from './http/limits.ts';
import { createLogger } from './http/logger.ts';
import { createMetrics } from './http/metrics.ts';
import { RateLimit } from './http/rate-limit.ts';
import type { TlsFiles } from './http/tls.ts';
import { createProcedureAnswer } from './http/procedure-answer.ts';
import { createRoutes } from './http/routes.ts';
import { intakeHandlers } from './intake/intake.handlers.ts';
import { intakeProcedures } from './intake/intake.procedures.ts';
import { applicationsInHand, regionsInHand } from './logistics/hand-over-applications.ts';
import { expireReservations } from './logistics/expire-reservations.ts';
import { goodsRoom } from './logistics/goods-outlook.ts';
import { logisticsCommands } from './logistics/logistics.commands.ts';
import { printCommands } from './print/print.commands.ts';
import { openAccessTokens } from './session/access-token.ts';
import { openSealKeys, sealKeyFileOf } from './session/seal-keys.ts';
import { sessionProcedures } from './session/session.handlers.ts';
import { differencesInHand } from './reconciliation/hand-over-differences.ts';
import { reconCommands } from './reconciliation/recon.commands.ts';
import { createSessionService } from './session/session.service.ts';
import { deputyCommands } from './settings/deputy.commands.ts';
import { deviceCommands } from './settings/device.commands.ts';
import { deviceProcedures } from './settings/device.procedures.ts';
import { handoverCommands } from './settings/handover.commands.ts';
import { handoverProcedures } from './settings/handover.procedures.ts';
import { settingsCommands } from './settings/settings.commands.ts';
import { settlementCommands } from './settlement/settlement.commands.ts';
import { confirmSilent } from './settlement/silence.ts';
import { moveStatement } from './settlement/statement-events.ts';
import { viewCommands } from './views/views.commands.ts';
import { Checksums } from './sync/checksum.ts';
import { startUpkeep } from './sync/compaction.ts';
import { rotateEpoch, startFeedAnew } from './sync/feed.repository.ts';
import { Sequencer } from './sync/sequencer.ts';
import { syncProcedures } from './sync/sync.procedures.ts';

/** What a person may have in hand, in the order it is shown. */
const WORK_IN_HAND = [claimsInHand, sheetsInHand, differencesInHand, applicationsInHand, regionsInHand];

export interface ServeOptions {
  /** Where the server keeps its signing key and, without a database, the embedded store. */
  dataFolder: string;
  host: string;
  port: number;
  clock: () => number;
  log?: (line: string) => void;
  limits?: Limits;
  tls?: TlsFiles | null;
  /** Addresses or nets of proxies whose word on the client's address is taken. */
  trustedProxies?: readonly string[];
  metricsToken?: string | null;
  /** How long the server goes on serving, not ready any more, before it stops: balancers need time to notice. */
  drainMs?: number;
  /** Several servers of one store are given the same file; by default it stands in the data folder. */
  signingKeyFile?: string;
  /** The key that seals unsent work of revoked devices; shared like the signing key. */
  sealKeyFile?: string;
  /** Only tests give their own. */
  commandHandlers?: Partial<CommandHandlers>;
}

export interface ServerOptions extends ServeOptions {
  /** PostgreSQL; null = the embedded store in `dataFolder`. */
  databaseUrl: string | null;
  /** Fill an empty store with the demo company. */
  demo: boolean;
  demoSeed?: string;
  demoScale?: number;
  /** A company that begins gets what no person has to enter first. */
  firstSetup?: boolean;
}

export interface RunningServer {
  url: string;
  renewCertificate(): void;
  close(): Promise<void>;
}

/** After a restore: the store gets another epoch, so that every desktop takes a new copy (sync §3.2). Returns the epoch. */
export async function rotateEpochOf(options: { dataFolder: string; databaseUrl: string | null }): Promise<string> {
  const store = await openStore(options);
  try {
    return await rotateEpoch(store.db);
  } finally {
    await store.close();
  }
}

function openStore(options: { dataFolder: string; databaseUrl: string | null }): Promise<CentralStore> {
  return options.databaseUrl === null
    ? openEmbedded(path.join(options.dataFolder, 'central'))
    : openPostgres(options.databaseUrl);
}

/** Opens the store, fills it with the demo company when asked and empty, and serves it. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  mkdirSync(options.dataFolder, { recursive: true });
  const store = await openStore(options);
  try {
    if (options.demo && (await isEmpty(store))) await seed(store, options);
    if (options.firstSetup === true) {
      const nowMs = options.clock();
      await makeFirstPlan(store.db, { nowMs, today: businessDateOf(nowMs), newId: newIds(options.clock) });
    }
    const server = await serveStore(store, options);
    const close = async (): Promise<void> => {
      await server.close();
      await store.close();
    };
    return { ...server, close };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** Serves an open store; closing leaves the store open. */
export async function serveStore(store: CentralStore, options: ServeOptions): Promise<RunningServer> {
  const { db } = store;
  const { clock } = options;
  const logger = createLogger(options.log ?? ((line) => process.stderr.write(`${line}\n`)));
  const newId = newIds(clock);
  const nowMs = clock;
  const today = (): string => businessDateOf(clock());
  const limits = options.limits ?? Limits.parse({});
  const draining = new AbortController();
  const stopping = new AbortController();
  const tokens = await openAccessTokens(signingKeyFile(options), nowMs);
  const sealKey = openSealKeys(sealKeyFileOf(options)).publicKey;
  const authenticate = createAuthenticate({ db, tokens, today });
  const sequencer = new Sequencer({
    store,
    nowMs,
    onError: (error) => logger.unexpected('sequencer-failed', error),
    onTick: (tick) => metrics.tick(tick),
  });
  const metrics = createMetrics({
    ...(store.connections === undefined ? {} : { connections: store.connections }),
    headSeq: () => sequencer.headSeq,
    waitingRows: () => waitingRows(store),
  });
  const onCommitted = (): void => sequencer.poke();
  const handlers: Partial<CommandHandlers> = {
    ...claimCommands(),
    ...settlementCommands({ recheckClaims, refreshStandings }),
    ...countCommands({ postMovements, unbalancedKeys }),
    ...reconCommands({ hideNewRows }),
    ...logisticsCommands({ postMovements }),
    ...planningCommands(),
    ...preparationCommands({ goods: goodsRoom, hideNewRows }),
    ...exchangeCommands({ submitClaims, postMovements, countFileRoom, hideNewRows, paperArrived }),
    ...viewCommands,
    ...printCommands(),
    ...settingsCommands,
    ...deputyCommands,
    ...handoverCommands(WORK_IN_HAND),
    ...deviceCommands,
    ...rulesetCommands,
    ...samplePlanCommands,
    ...options.commandHandlers,
  };
  const dispatcher = new CommandDispatcher({
    ...{ db, handlers, logger, nowMs, today, newId, onCommitted },
    onRejected: noteStockRefusal,
  });
  const { targetsPerSecond, signInsPerMinute, intakePerMinute } = limits;
  const checksums = new Checksums(sequencer);
  const onResult = metrics.command;
  const intakeLimit = new RateLimit({ perSecond: intakePerMinute / 60, burst: intakePerMinute, nowMs });
  const sessions = createSessionService({ db, tokens, newId, nowMs, today, sealKey });
  const onReport = (report: Record<string, string>): void => logger.warn('desktop-report', report);
  const comparisons = new RulesetComparisons({
    ...{ db, nowMs, today, newId },
    onError: (error) => logger.unexpected('ruleset-comparison-failed', error),
  });
  const router = {
    session: sessionProcedures(sessions, { signInsPerMinute, nowMs }),
    sync: syncProcedures({
      ...{ db, dispatcher, checksums, nowMs, targetsPerSecond, onResult, onReport },
      queueFirstAboveRows: store.lendCopy === undefined ? null : limits.queueFirstAboveRows,
    }),
    audit: auditProcedures({ db, nowMs }),
    devices: deviceProcedures(db),
    handover: handoverProcedures({ db, parts: WORK_IN_HAND, today }),
    rules: rulesProcedures({ db, comparisons, nowMs, today }),
    intake: intakeProcedures(
      intakeHandlers({
        db,
        newId,
        nowMs,
        today,
        onCommitted,
        submitClaims,
        moveStatement,
        resubmitLines,
        writeStationWord,
        photoArrived,
      }),
      intakeLimit,
    ),
  };
  const dueSteps = new DueSteps({
    ...{ db, nowMs, today, newId, onCommitted },
    steps: {
      'expire-returns': expireReturns,
      'release-holds': releaseHolds,
      'confirm-silent': confirmSilent,
      'month-samples': drawMonthSamples,
      'expire-reservations': expireReservations,
      'close-counts': closeCounts,
      'station-statistics': keepStationStatistics,
      'station-standings': forgetOldRecords,
      'stock-proof': proveStock({
        onWrong: (number) =>
          logger.unexpected(`stock-out-of-balance: ${String(number)} keys`, new Error('stock-out-of-balance')),
      }),
    },
    onError: (step, error) => logger.unexpected(`due-step-failed: ${step}`, error),
  });
  const { stream: onStream, request: observe } = metrics;
  const routes = {
    ...healthRoutes({ store, metrics, draining: draining.signal, metricsToken: options.metricsToken ?? null }),
    ...createRoutes({ store, sequencer, authenticate, nowMs, limits, onStream, stopping: stopping.signal }),
  };
  const clientAddress = createClientAddress(options.trustedProxies ?? []);
  const fallback = createProcedureAnswer(router, { authenticate, logger, clientAddress });
  const { host, port, tls = null, drainMs = 0 } = options;
  sequencer.start();
  dueSteps.start();
  const stopUpkeep = startUpkeep({
    db,
    nowMs,
    onDone: (done) => logger.info('feed-tail-cut', { ...done }),
    onError: (error) => logger.unexpected('upkeep-failed', error),
  });
  let http: HttpServer;
  try {
    const { connections } = limits;
    http = await startHttpServer({
      ...{ host, port, logger, routes, fallback, tls, stopping: stopping.signal, connections, observe },
    });
  } catch (error) {
    stopUpkeep();
    await dueSteps.close();
    await sequencer.close();
    throw error;
  }
  const close = async (): Promise<void> => {
    draining.abort();
    if (drainMs > 0) await new Promise((resolve) => setTimeout(resolve, drainMs));
    stopping.abort();
    stopUpkeep();
    await http.close();
    await comparisons.close();
    await dueSteps.close();
    await sequencer.close();
  };
  return { url: http.url, renewCertificate: () => http.renewCertificate(), close };
}

function signingKeyFile({ signingKeyFile, dataFolder }: ServeOptions): string {
  return signingKeyFile ?? path.join(dataFolder, 'signing-key.json');
}

async function waitingRows({ db }: CentralStore): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from sync_outbox`.execute(db);
  return rows[0]?.count ?? 0;
}

async function isEmpty(store: CentralStore): Promise<boolean> {
  const { rows } = await sql<{ empty: boolean }>`select not exists (select 1 from app_user) as empty`.execute(store.db);
  return rows[0]?.empty === true;
}

async function seed(store: CentralStore, options: ServerOptions): Promise<void> {
  const { demoSeed = 'hedui', demoScale = 1, clock } = options;
  await seedDemoCompany(store.db, { seed: demoSeed, scale: demoScale, today: businessDateOf(clock()), nowMs: clock() });
  await startFeedAnew(store.db);
}

/** ULIDs that grow within the process even inside one millisecond. */
function newIds(clock: () => number): () => string {
  const next = monotonicFactory();
  return () => next(clock());
}
