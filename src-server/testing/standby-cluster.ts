import { appendFileSync, chmodSync, chownSync, cpSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { runCluster, type Cluster, type ClusterFiles } from './embedded-cluster.ts';

export interface Standby extends Cluster {
  /** Resolves when everything committed on the first one so far is here too. */
  caughtUp(): Promise<void>;
  /** It receives nothing more from the first one. */
  cutOff(): Promise<void>;
  /** It becomes a server of its own, on a timeline of its own. */
  promote(): Promise<void>;
}

/** Of the running server, not of its files: a copy must not have them. */
const NOT_COPIED = new Set(['postmaster.pid', 'postmaster.opts']);

/**
 * A base backup of a running cluster by the functions of PostgreSQL itself (the npm package has no pg_basebackup), started
 * as an asynchronous replica that streams from it.
 */
export async function startStandby(primary: Cluster): Promise<Standby> {
  const { files } = primary;
  const folder = mkdtempSync(path.join(tmpdir(), 'hedui-standby-'));
  chmodSync(folder, 0o755);
  const data = path.join(folder, 'data');
  const client = new pg.Client({ connectionString: primary.urlOf('postgres') });
  await client.connect();
  try {
    await client.query(`select pg_backup_start('standby', true)`);
    cpSync(files.data, data, { recursive: true, filter: (source) => !NOT_COPIED.has(path.basename(source)) });
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(false)');
    writeFileSync(path.join(data, 'backup_label'), rows[0]?.labelfile ?? '');
  } finally {
    await client.end();
  }
  const from = `host=127.0.0.1 port=${String(primary.port)} user=hedui password=${files.password}`;
  appendFileSync(path.join(data, 'postgresql.auto.conf'), `primary_conninfo = '${from}'\n`);
  writeFileSync(path.join(data, 'standby.signal'), '');
  chmodSync(data, 0o700);
  own(folder, files.account);
  const cluster = await runCluster({ ...files, folder, data });
  const here = async <Row extends object>(text: string): Promise<Row[]> => ask<Row>(cluster, text);
  return {
    ...cluster,
    caughtUp: async () => {
      const [at] = await ask<{ lsn: string }>(primary, 'select pg_current_wal_lsn() as lsn');
      for (;;) {
        const [reached] = await here<{ is: boolean }>(
          `select pg_last_wal_replay_lsn() >= '${at?.lsn ?? ''}'::pg_lsn as is`,
        );
        if (reached?.is === true) return;
        await pause(20);
      }
    },
    cutOff: async () => {
      await here(`alter system set primary_conninfo = ''`);
      await here('select pg_reload_conf()');
      while ((await here('select 1 from pg_stat_wal_receiver')).length > 0) await pause(20);
    },
    promote: async () => {
      await here('select pg_promote(true, 60)');
    },
  };
}

async function ask<Row extends object>(cluster: Cluster, text: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: cluster.urlOf('postgres') });
  await client.connect();
  try {
    return (await client.query<Row>(text)).rows;
  } finally {
    await client.end();
  }
}

function own(folder: string, { uid, gid }: ClusterFiles['account']): void {
  if (uid === undefined || gid === undefined) return;
  chownSync(folder, uid, gid);
  for (const entry of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    chownSync(path.join(folder, entry), uid, gid);
  }
}
