import { spawn, spawnSync } from 'node:child_process';
import pg from 'pg';
import { AppError } from '../../src-shared/errors.ts';

type Tool = 'pg_dump' | 'pg_restore';

/** True when the tool is installed and not older than the server: an older one refuses to read it. */
export async function hasPgTool(tool: Tool, databaseUrl: string): Promise<boolean> {
  const said = spawnSync(tool, ['--version'], { encoding: 'utf8' });
  if (said.status !== 0) return false;
  const version = Number(/(\d+)/.exec(said.stdout)?.[1] ?? 0);
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ server_version_num: string }>('show server_version_num');
    return version >= Math.floor(Number(rows[0]?.server_version_num ?? 0) / 10_000);
  } finally {
    await client.end();
  }
}

/** The password goes by the environment: a command line is seen by everybody on the machine. */
export async function runPgTool(tool: Tool, args: readonly string[], databaseUrl: string): Promise<void> {
  const url = new URL(databaseUrl);
  const password = decodeURIComponent(url.password);
  url.password = '';
  const child = spawn(tool, [...args, '--dbname', url.href], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...(password === '' ? {} : { PGPASSWORD: password }) },
  });
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (ended) => resolve(ended ?? 1));
  });
  if (code !== 0) throw new AppError('INTERNAL', 'backup-tool-failed', { tool, code });
}
