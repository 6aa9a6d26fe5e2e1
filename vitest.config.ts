import path from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';

/** `npm run test:long` sets this: the forms that take longer than a build may. */
const LONG = process.env.HEDUI_LONG === '1';

export default defineConfig({
  // the double runs the real main.ts and preload; without it the first import of `electron` would start a download
  resolve: { alias: { electron: path.resolve(import.meta.dirname, 'src-main/electron/testing/fake-electron.ts') } },
  test: {
    include: [
      'src-*/**/*.test.{ts,tsx}',
      'migrations/**/*.test.ts',
      'build/**/*.test.ts',
      'bench/**/*.test.ts',
      'e2e/vectors/**/*.test.ts',
      'e2e/conformance/**/*.test.ts',
      'e2e/integration/**/*.test.ts',
      'e2e/simulation/**/*.test.ts',
      ...(LONG ? ['e2e/long/**/*.test.ts'] : []),
    ],
    exclude: [...configDefaults.exclude, ...(LONG ? [] : ['**/*.long.test.ts'])],
    globalSetup: ['src-server/testing/postgres-cluster.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    env: { TZ: 'Asia/Shanghai' },
  },
});
