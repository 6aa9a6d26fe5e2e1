// Starts a script of this project on the pinned Node, whatever Node npm itself runs on. Runs on any Node from 18 up.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The pinned Node when its package is installed, else this Node when it can load better-sqlite3 (N-API 10), else nothing. */
export function findNode() {
  const require = createRequire(import.meta.url);
  const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
  try {
    const folder = path.dirname(require.resolve(`${name}/package.json`));
    const file = path.join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    if (existsSync(file)) return file;
  } catch {
    // not installed for this platform: fall through to the Node we run on
  }
  return Number(process.versions.napi) >= 10 ? process.execPath : undefined;
}

const [script, ...args] = process.argv.slice(2);
const node = findNode();
if (node === undefined) {
  console.error(
    `Hedui needs Node 24. This is Node ${process.versions.node}, and the pinned one is not installed: run "npm ci" first.`,
  );
  process.exit(3);
}
if (script === undefined) {
  console.error('usage: node build/run.mjs SCRIPT [ARGUMENT…]');
  process.exit(2);
}
const binFolder = path.dirname(node);
const env = {
  ...process.env,
  PATH: `${binFolder}${path.delimiter}${process.env.PATH ?? ''}`,
  // a run starts dozens of processes that load the same modules: the second one finds them compiled
  NODE_COMPILE_CACHE:
    process.env.NODE_COMPILE_CACHE ?? fileURLToPath(new URL('../node_modules/.cache/node-compile', import.meta.url)),
};
const child = spawn(node, ['--disable-warning=ExperimentalWarning', script, ...args], { stdio: 'inherit', env });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 143)));
