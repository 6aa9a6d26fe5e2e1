/** Bundles main process, preload, workers and isolated tasks for Electron into `out/main`. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin, type Rolldown } from 'vite';
import { REPOSITORY } from './child-program.ts';

const OUT = path.join(REPOSITORY, 'out', 'main');
/** Native code stays a package beside the bundle; Electron supplies itself. */
const OUTSIDE = ['electron', 'better-sqlite3', /^node:/];

/** `new URL('./x.ts', import.meta.url)`: a worker, a task or a file beside the source. */
const BESIDE = /new URL\(\s*['"](\.{1,2}\/[^'"]+\.ts)['"]\s*,\s*import\.meta\.url\s*,?\s*\)/g;

/**
 * Every module that is started by its address (worker, isolated task) becomes a file of its own in `out/main`, and the
 * address follows it there.
 */
function startedModules(): Plugin {
  return {
    name: 'hedui-started-modules',
    transform(code, id) {
      if (!id.startsWith(REPOSITORY) || id.includes('node_modules') || !code.includes('import.meta.url')) return;
      const context = this as unknown as Rolldown.PluginContext;
      return code.replace(BESIDE, (_, relative: string) => {
        const file = path.resolve(path.dirname(id), relative);
        const fileName = `${path.relative(REPOSITORY, file).replace(/[\\/]/g, '-').replace(/\.ts$/, '')}.js`;
        context.emitFile({ type: 'chunk', id: file, fileName });
        return `new URL('./${fileName}', import.meta.url)`;
      });
    },
  };
}

async function bundle(entry: string, fileName: string, format: 'es' | 'cjs'): Promise<void> {
  await build({
    configFile: false,
    root: REPOSITORY,
    logLevel: 'warn',
    mode: 'production',
    plugins: [startedModules()],
    ssr: { noExternal: true, target: 'node' },
    build: {
      ssr: true,
      outDir: OUT,
      emptyOutDir: false,
      target: 'node24',
      minify: false,
      rolldownOptions: {
        input: path.join(REPOSITORY, entry),
        external: OUTSIDE,
        output: { format, entryFileNames: fileName, chunkFileNames: '[name]-[hash].js' },
      },
    },
  });
}

/** Returns the names of the files written. */
export async function bundleDesktop(): Promise<string[]> {
  rmSync(OUT, { recursive: true, force: true });
  await bundle('src-main/electron/main.ts', 'main.js', 'es');
  // a sandboxed preload is a classic script
  await bundle('src-main/electron/preload.ts', 'preload.cjs', 'cjs');
  return existsSync(OUT) ? readdirSync(OUT).sort() : [];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log((await bundleDesktop()).join('\n'));
