import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { checkLayers, LAYER_FOLDERS, layerProblems } from './check-layers.ts';

const roots: string[] = [];

afterEach(() => {
  for (const root of roots.splice(0)) rmSync(root, { recursive: true, force: true });
});

/** A small tree with its own small packages; `files` maps a path to its source. */
function tree(files: Record<string, string>): string {
  const root = mkdtempSync(path.join(os.tmpdir(), 'hedui-layers-'));
  roots.push(root);
  const packages = ['zod', '@orpc/contract', 'kysely', 'electron', 'pg', 'left'];
  const all: Record<string, string> = { ...files };
  for (const name of packages) {
    all[`node_modules/${name}/package.json`] = JSON.stringify({ name, version: '1.0.0', main: 'index.js' });
    all[`node_modules/${name}/index.js`] = 'module.exports = {};';
  }
  all['package.json'] = JSON.stringify({ dependencies: Object.fromEntries(packages.map((name) => [name, '1.0.0'])) });
  for (const [file, text] of Object.entries(all)) {
    mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    writeFileSync(path.join(root, file), text);
  }
  return root;
}

const CLEAN: Record<string, string> = {
  'src-shared/domain/claims/rule.ts': 'export const rule = 1;',
  'src-shared/contract/claims.contract.ts': "import { z } from 'zod';\nexport const c = z;",
  'src-main/claims/claims.handlers.ts':
    "import { rule } from '../../src-shared/domain/claims/rule.ts';\nexport const h = rule;",
  'src-renderer/claims/page.ts':
    "import { c } from '../../src-shared/contract/claims.contract.ts';\nexport const p = c;",
  'src-server/claims/claims.commands.ts': 'export const k = 1;',
  'migrations/central/0010.ts': "import { sql } from 'kysely';\nexport const m = sql;",
};

/** Rule → the file that breaks it and its text. */
const SEEDS: [rule: string, file: string, text: string][] = [
  ['shared-stands-alone', 'src-shared/domain/claims/a.ts', "import '../../../src-main/claims/claims.handlers.ts';"],
  ['domain-is-pure', 'src-shared/domain/claims/b.ts', "import 'left';"],
  ['domain-uses-no-node', 'src-shared/domain/claims/c.ts', "import 'node:fs';"],
  ['domain-knows-only-domain', 'src-shared/domain/claims/d.ts', "import '../../contract/claims.contract.ts';"],
  ['contract-uses-zod-and-orpc-only', 'src-shared/contract/e.ts', "import 'left';"],
  ['contract-does-nothing', 'src-shared/contract/f.ts', "import 'node:path';"],
  [
    'renderer-sees-only-shared',
    'src-renderer/claims/g.ts',
    "import type { h } from '../../src-main/claims/claims.handlers.ts';\nexport type G = typeof h;",
  ],
  ['renderer-runs-in-a-browser', 'src-renderer/claims/h.ts', "import 'node:fs';"],
  ['renderer-uses-no-server-packages', 'src-renderer/claims/i.ts', "import 'pg';"],
  ['main-and-server-are-strangers', 'src-server/claims/j.ts', "import '../../src-main/claims/claims.handlers.ts';"],
  ['rooms-do-not-reach-into-each-other', 'src-main/settlement/k.ts', "import '../claims/claims.handlers.ts';"],
  ['ui-and-grid-know-no-room', 'src-renderer/ui/l.ts', "import '../claims/page.ts';"],
  ['electron-only-in-its-host', 'src-main/claims/m.ts', "import 'electron';"],
  ['migrations-use-kysely-only', 'migrations/central/0020.ts', "import '../../src-shared/domain/claims/rule.ts';"],
  ['planted-facts-know-no-rule', 'src-server/demo/facts/n.ts', "import '../../../src-shared/domain/claims/rule.ts';"],
  ['not-unresolvable', 'src-main/claims/o.ts', "import './nowhere.ts';"],
];

it('finds nothing to object to in a tree that keeps the layers', async () => {
  const report = await checkLayers(tree(CLEAN));
  expect(layerProblems(report)).toEqual([]);
  expect(report.modules).toBe(Object.keys(CLEAN).length);
});

it.each(SEEDS)('names the rule %s and the file that breaks it', async (rule, file, text) => {
  const report = await checkLayers(tree({ ...CLEAN, [file]: text }));
  expect(report.violations.map((violation) => [violation.rule, violation.from])).toContainEqual([rule, file]);
});

it('names core code that knows its host, hosts that know each other, and test support in the product', async () => {
  const report = await checkLayers(
    tree({
      ...CLEAN,
      'src-main/electron/main.ts': "import 'electron';\nimport '../loopback/server.ts';",
      'src-main/loopback/server.ts': 'export const s = 1;',
      'src-main/compose.ts': "import './loopback/server.ts';\nimport './testing/app.ts';",
      'src-main/testing/app.ts': 'export const t = 1;',
    }),
  );
  expect(report.violations.map(({ rule, from }) => `${rule} ${from}`).sort()).toEqual([
    'hosts-are-strangers src-main/electron/main.ts',
    'no-test-support-in-the-product src-main/compose.ts',
    'the-core-knows-no-host src-main/compose.ts',
  ]);
});

it('names a circle of files', async () => {
  const report = await checkLayers(
    tree({
      ...CLEAN,
      'src-main/claims/x.ts': "import { y } from './y.ts';\nexport const x = () => y;",
      'src-main/claims/y.ts': "import { x } from './x.ts';\nexport const y = () => x;",
    }),
  );
  expect(report.violations.map(({ rule }) => rule)).toEqual(['no-circular']);
});

it('fails when it has checked nothing', async () => {
  const problems = layerProblems(await checkLayers(tree({ 'src-shared/readme.txt': 'no source here' })));
  expect(problems).toEqual([
    'no module was checked: the check itself is broken',
    ...LAYER_FOLDERS.map((folder) => `no module was checked in ${folder}`),
  ]);
});
