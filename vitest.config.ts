import path from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';

/** Pure rules and shapes: one process runs them all; everything else gets a process of its own for each file. */
const PURE = ['src-shared/**/*.test.{ts,tsx}', 'src-renderer/**/*.test.{ts,tsx}'];

/** `npm run test:long` sets this: the forms that take longer than a build may. */
const LONG = process.env.HEDUI_LONG === '1';

const EXCLUDED = [...configDefaults.exclude, ...(LONG ? [] : ['**/*.long.test.ts'])];

export default defineConfig({
  // the double runs the real main.ts and preload; without it the first import of `electron` would start a download
  resolve: { alias: { electron: path.resolve(import.meta.dirname, 'src-main/electron/testing/fake-electron.ts') } },
  test: {
    projects: [
      { extends: true, test: { name: 'pure', include: PURE, exclude: EXCLUDED, isolate: false } },
      {
        extends: true,
        test: {
          name: 'parts',
          include: [
            'src-{main,server}/**/*.test.{ts,tsx}',
            'migrations/**/*.test.ts',
            'build/**/*.test.ts',
            'bench/**/*.test.ts',
            'e2e/vectors/**/*.test.ts',
            'e2e/conformance/**/*.test.ts',
            'e2e/integration/**/*.test.ts',
            'e2e/simulation/**/*.test.ts',
            ...(LONG ? ['e2e/long/**/*.test.ts'] : []),
          ],
          exclude: EXCLUDED,
          globalSetup: ['src-server/testing/postgres-cluster.ts'],
        },
      },
    ],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 180_000,
    hookTimeout: 180_000,
    env: { TZ: 'Asia/Shanghai' },
  },
});
