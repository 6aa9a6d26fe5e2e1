import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { CATALOGUES } from '../src-shared/i18n/index.ts';
import { REPOSITORY } from './child-program.ts';

/** Thrown as an error, or given as the outcome of a command: both are read by a person. */
const REASONS = /(?:new AppError\(\s*'[A-Z_]+',\s*|status: '(?:rejected|conflict)',\s*reason: )'([a-z0-9-]+)'/g;

function reasonsOfRefusal(): string[] {
  const reasons = new Set<string>();
  for (const folder of ['src-main', 'src-server', 'src-shared']) {
    for (const entry of readdirSync(path.join(REPOSITORY, folder), { recursive: true, withFileTypes: true })) {
      const file = path.join(entry.parentPath, entry.name);
      if (!entry.isFile() || !/\.tsx?$/.test(file) || /\.test\.ts$|\/testing\//.test(file)) continue;
      for (const [, reason] of readFileSync(file, 'utf8').matchAll(REASONS))
        if (reason !== undefined) reasons.add(reason);
    }
  }
  return [...reasons].sort();
}

it.each(['zh-CN', 'en'] as const)('every reason the program refuses with has its sentence in %s', (locale) => {
  const reasons = reasonsOfRefusal();
  expect(reasons.length).toBeGreaterThan(20);
  expect(reasons.filter((reason) => CATALOGUES[locale][`error.${reason}`] === undefined)).toEqual([]);
});
