import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { monotonicFactory } from 'ulid';
import type { Capabilities } from '../src-shared/contract/session.contract.ts';
import type { Locale } from '../src-shared/contract/values.ts';
import { createAppEvents } from './app-events.ts';
import type { AppEvents, AppServices, Clock, Logger, Outbox, SecretStore } from './app-services.ts';
import { claimsHandlers } from './claims/claims.handlers.ts';
import { countsHandlers } from './counts/counts.handlers.ts';
import { rulesHandlers } from './claims/rulesets/rules.handlers.ts';
import { samplingHandlers } from './claims/sampling/sampling.handlers.ts';
import { evidenceOf } from './claims/sampling/evidence-source.ts';
import type { StoreAccess } from './db/store-access.ts';
import { StoreThreads } from './db/store-threads.ts';
import { exchangeHandlers } from './exchange/exchange.handlers.ts';
import type { FileDelivery } from './jobs/file-delivery.ts';
import type { IsolatedTaskRunner } from './jobs/isolated-task.ts';
import { JobRunner } from './jobs/job-runner.ts';
import { jobsHandlers } from './jobs/jobs.handlers.ts';
import { partsHandlers } from './parts/parts.handlers.ts';
import { logisticsHandlers } from './logistics/logistics.handlers.ts';
import { reconciliationHandlers } from './reconciliation/reconciliation.handlers.ts';
import { printHandlers } from './print/print.handlers.ts';
import { browserPrint, type PrintHost } from './print/print-host.ts';
import { PublishedDocuments } from './print/published-documents.ts';
import { createRouter, type AppRouter } from './router.ts';
import { sessionHandlers } from './session/session.handlers.ts';
import { Session } from './session/session.ts';
import { SettingsFile } from './session/settings-file.ts';
import { settlementHandlers } from './settlement/settlement.handlers.ts';
import { settingsHandlers } from './settings/settings.handlers.ts';
import { actorText } from './sync/actor.ts';
import { viewsHandlers } from './views/views.handlers.ts';
import { syncHandlers } from './sync/sync.handlers.ts';

export interface AppOptions {
  dataFolder: string;
  serverUrl: string;
  capabilities: Capabilities;
  secrets: SecretStore;
  fetch: typeof globalThis.fetch;
  clock: Clock;
  logger: Logger;
  isolatedTasks: IsolatedTaskRunner;
  files: FileDelivery;
  /** Left out by a host that has only the browser's own print. */
  printing?: PrintHost;
  appVersion: string;
  locale: Locale;
  /** Threads the host has begun already, before it loaded this. */
  threads?: StoreThreads;
}

export interface App {
  /** Implements the contract of `src-shared/contract`, the same for every transport. */
  router: AppRouter;
  events: AppEvents;
  /** For programs without a screen, which run the same code. */
  services: AppServices;
  /** What the host serves to the window that shows and prints it. */
  printDocuments: Pick<PublishedDocuments, 'html' | 'pdf'>;
  close(): Promise<void>;
}

const DEFAULT_RESULT_TIMEOUT_MS = 60_000;

/** Builds the application core; the hosts differ in their options only. Goes on with the last session when there is one. */
export async function createApp(options: AppOptions): Promise<App> {
  mkdirSync(options.dataFolder, { recursive: true });
  const nextUlid = monotonicFactory();
  const newId = (): string => nextUlid(options.clock());
  const events = createAppEvents();
  const settings = new SettingsFile(options.dataFolder, newId, options.logger);
  const threads = options.threads ?? new StoreThreads();
  const session = new Session({ ...options, events, settings, threads });
  const stores = currentStores(session);
  const jobs = new JobRunner({ ...options, stores, events, newId });
  session.beforeLeaving(() => jobs.stop());
  const services: AppServices = {
    ...options,
    stores,
    outbox: currentOutbox(session, { stores, newId, clock: options.clock }),
    server: session.client,
    jobs,
    events,
    newId,
    user: () => session.profile().user,
    locale: () => session.locale,
    workFolder: () => session.profile().workFolder,
    pictureFolder: () => path.join(session.profile().session.folder, 'pictures'),
  };
  const published = new PublishedDocuments();
  const isOnline = (): boolean => session.status.current.phase === 'live';
  const router = createRouter(
    {
      session: sessionHandlers(session),
      sync: syncHandlers(services, session),
      jobs: jobsHandlers(services),
      claims: claimsHandlers(services, isOnline),
      settlement: settlementHandlers(services, isOnline),
      counts: countsHandlers(services, isOnline),
      reconciliation: reconciliationHandlers(services, isOnline),
      logistics: logisticsHandlers(services, isOnline),
      parts: partsHandlers(services, isOnline),
      exchange: exchangeHandlers(services, evidenceOf(services)),
      views: viewsHandlers(services),
      print: printHandlers(services, { host: options.printing ?? browserPrint(null), published, isOnline }),
      settings: settingsHandlers(services, isOnline),
      rules: rulesHandlers(services, isOnline),
      sampling: samplingHandlers(services, isOnline),
    },
    options.logger,
    newId,
  );
  await session.restore();
  return {
    router,
    events,
    services,
    printDocuments: published,
    close: async () => {
      await jobs.stop();
      await session.close();
      await threads.close();
    },
  };
}

/** The stores of whoever is signed in at the moment of the call. */
function currentStores(session: Session): StoreAccess {
  return {
    read: async (name, input, affinity) => session.profile().pool.read(name, input, affinity),
    write: async (name, input) => session.profile().pool.write(name, input),
    job: async (name, input, run) => session.profile().pool.job(name, input, run),
  };
}

function currentOutbox(
  session: Session,
  { stores, newId, clock }: { stores: StoreAccess; newId: () => string; clock: Clock },
): Outbox {
  const wake = (): void => session.profile().uploader.wake();
  return {
    enqueue: async (body, batchId) => {
      const id = newId();
      const madeBy = actorText(session.profile().user);
      await stores.write('outbox.enqueue', { id, body, batchId: batchId ?? null, madeBy, madeAtMs: clock() });
      wake();
      return id;
    },
    awaitResult: async (id, { timeoutMs = DEFAULT_RESULT_TIMEOUT_MS, signal } = {}) =>
      session.profile().uploader.result(id, timeoutMs, signal),
    wake,
  };
}
