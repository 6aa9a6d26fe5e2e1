/** `npm run layers`: who may import whom. A check that has seen nothing has proven nothing, so an empty cruise fails. */
import { cruise, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const REPOSITORY = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
/** Every folder with a rule of its own; each must contribute modules. */
export const LAYER_FOLDERS = ['src-shared', 'src-main', 'src-renderer', 'src-server', 'migrations'];
const WATCHED_FOLDERS = ['build', 'e2e', 'bench'];

export interface LayerReport {
  modules: number;
  /** Folders in which no module was seen. */
  emptyFolders: string[];
  violations: { rule: string; from: string; to: string }[];
}

/** Cruises the tree under `root` with the project's rules and returns what breaks them. */
export async function checkLayers(root: string = REPOSITORY): Promise<LayerReport> {
  const require = createRequire(import.meta.url);
  const configuration = require(path.join(REPOSITORY, '.dependency-cruiser.cjs')) as {
    forbidden: NonNullable<IFlattenedRuleSet['forbidden']>;
  };
  const folders = [...LAYER_FOLDERS, ...WATCHED_FOLDERS].filter((folder) => existsSync(path.join(root, folder)));
  const result = await cruise(
    folders,
    {
      baseDir: root,
      validate: true,
      ruleSet: { forbidden: configuration.forbidden },
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
      exclude: { path: '\\.css$' },
    },
    {
      extensions: ['.ts', '.tsx', '.js', '.mjs', '.cjs', '.json'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
    { tsConfig: extractTSConfig(path.join(REPOSITORY, 'tsconfig.json')) },
  );
  const { modules, summary } = result.output as ICruiseResult;
  const own = modules.map((module) => module.source).filter((source) => !source.includes('node_modules'));
  return {
    modules: own.length,
    emptyFolders: LAYER_FOLDERS.filter((folder) => !own.some((source) => source.startsWith(`${folder}/`))),
    violations: summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to })),
  };
}

/** One line per finding; an empty list means the layers stand. */
export function layerProblems(report: LayerReport): string[] {
  return [
    ...(report.modules === 0 ? ['no module was checked: the check itself is broken'] : []),
    ...report.emptyFolders.map((folder) => `no module was checked in ${folder}`),
    ...report.violations.map(({ rule, from, to }) => `${rule}: ${from} → ${to}`),
  ];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const report = await checkLayers();
  const problems = layerProblems(report);
  for (const problem of problems) console.error(problem);
  console.log(`${report.modules} modules checked, ${problems.length} problems`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}
