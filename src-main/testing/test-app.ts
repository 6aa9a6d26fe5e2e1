import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRouterClient, type RouterClient } from '@orpc/server';
import type { AppEvent } from '../../src-shared/contract/sync.contract.ts';
import { AppError } from '../../src-shared/errors.ts';
import type { Logger, SecretStore } from '../app-services.ts';
import { createApp, type App, type AppOptions } from '../compose.ts';
import type { IsolatedTaskFunction, IsolatedTaskRunner } from '../jobs/isolated-task.ts';
import type { AppRouter } from '../router.ts';

export interface TestApp {
  app: App;
  /** Every procedure, called in process. */
  client: RouterClient<AppRouter, Record<never, never>>;
  dataFolder: string;
  secrets: SecretStore & { text: string | null };
  logs: string[];
  /** Waits until an event fits; events since the app was made count. */
  waitFor(fits: (event: AppEvent) => boolean, timeoutMs?: number): Promise<AppEvent>;
  close(options?: { keepFolder?: boolean }): Promise<void>;
}

/** The real core with temporary folders; files are handed over by their path and isolated tasks run in this process. */
export async function openTestApp(
  options: Pick<AppOptions, 'serverUrl'> & Partial<AppOptions> & { secretText?: string },
): Promise<TestApp> {
  const dataFolder = options.dataFolder ?? mkdtempSync(path.join(tmpdir(), 'hedui-app-'));
  const logs: string[] = [];
  const secrets = memorySecrets(options.secretText ?? null);
  const app = await createApp({
    capabilities: {
      host: 'loopback',
      printing: 'browser',
      dialogs: 'upload-download',
      secretStore: 'none',
      autoUpdate: false,
    },
    secrets,
    fetch: globalThis.fetch,
    clock: Date.now,
    logger: collectingLogger(logs),
    isolatedTasks: inProcessTasks,
    files: { deliver: ({ path: file }) => Promise.resolve({ downloadPath: file, savedPath: null }) },
    appVersion: '0.1.0-test',
    locale: 'zh-CN',
    ...options,
    dataFolder,
  });
  const events: AppEvent[] = [];
  app.events.subscribe((event) => events.push(event));
  return {
    app,
    client: createRouterClient(app.router),
    dataFolder,
    secrets,
    logs,
    waitFor: (fits, timeoutMs = 90_000) => waitForEvent(app, events, fits, { timeoutMs, logs }),
    close: async ({ keepFolder = false } = {}) => {
      await app.close();
      if (!keepFolder) rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

function waitForEvent(
  app: App,
  events: readonly AppEvent[],
  fits: (event: AppEvent) => boolean,
  { timeoutMs, logs }: { timeoutMs: number; logs: readonly string[] },
): Promise<AppEvent> {
  const known = events.findLast(fits);
  if (known !== undefined) return Promise.resolve(known);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      unsubscribe();
      reject(new Error(`no such event within ${String(timeoutMs)} ms; log:\n${logs.slice(-20).join('\n')}`));
    }, timeoutMs);
    const unsubscribe = app.events.subscribe((event) => {
      if (!fits(event)) return;
      clearTimeout(timer);
      unsubscribe();
      resolve(event);
    });
  });
}

function memorySecrets(text: string | null): SecretStore & { text: string | null } {
  const secrets = {
    text,
    load: () => Promise.resolve(secrets.text),
    save: (next: string | null) => {
      secrets.text = next;
      return Promise.resolve();
    },
  };
  return secrets;
}

function collectingLogger(logs: string[]): Logger {
  const write =
    (level: string) =>
    (message: string, facts: Record<string, unknown> = {}): void => {
      logs.push(`${level} ${message} ${JSON.stringify(facts)}`);
    };
  return { info: write('info'), warn: write('warn'), error: write('error') };
}

const inProcessTasks: IsolatedTaskRunner = {
  run: async <Input, Output>(task: {
    module: URL;
    input: Input;
    onProgress?: (p: { done: number; total: number | null }) => void;
  }) => {
    const loaded: unknown = await import(task.module.href);
    if (typeof loaded !== 'object' || loaded === null || !('default' in loaded)) {
      throw new AppError('INTERNAL', 'isolated-task-without-default');
    }
    const work = loaded.default as IsolatedTaskFunction<Input, Output>;
    return work(task.input, { progress: (done, total) => task.onProgress?.({ done, total }) });
  },
};
