import { readFileSync } from 'node:fs';
import type { AppOptions } from '../compose.ts';
import { childTasks } from './child-tasks.ts';
import { memorySecrets } from './memory-secrets.ts';

/** What a program on plain Node can do, with or without a browser in front of it (design §5). */
export function nodeHost(): Pick<
  AppOptions,
  'capabilities' | 'secrets' | 'fetch' | 'clock' | 'isolatedTasks' | 'appVersion'
> {
  return {
    capabilities: {
      host: 'loopback',
      printing: 'browser',
      dialogs: 'upload-download',
      secretStore: 'none',
      autoUpdate: false,
    },
    secrets: memorySecrets(),
    fetch: globalThis.fetch,
    clock: Date.now,
    isolatedTasks: childTasks(),
    appVersion: applicationVersion(),
  };
}

function applicationVersion(): string {
  const file = new URL('../../package.json', import.meta.url);
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
