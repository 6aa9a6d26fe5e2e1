import http from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { openPostgres } from '../db/open-central.ts';
import { startCluster, type Cluster } from './embedded-cluster.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    postgresBroker: string;
  }
}

/** Migrated once; every suite gets a copy of it. */
export const TEMPLATE_DATABASE = 'hedui_template';

/**
 * One PostgreSQL cluster for the whole run, started when the first suite asks for a database: a run without such a
 * suite pays nothing. Suites live in other processes, so they ask over HTTP; a failure is their failure, never a skip.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  let cluster: Promise<Cluster> | null = null;
  let serial = 0;
  const broker = http.createServer((_request, response) => {
    const name = `hedui_test_${String((serial += 1))}`;
    cluster ??= startWithTemplate();
    cluster
      .then(async (started) => {
        await inDatabase(started, 'postgres', `create database ${name} template ${TEMPLATE_DATABASE}`);
        response.end(started.urlOf(name));
      })
      .catch((error: unknown) => {
        response.statusCode = 500;
        response.end(error instanceof Error ? (error.stack ?? error.message) : String(error));
      });
  });
  await new Promise<void>((resolve) => broker.listen(0, '127.0.0.1', resolve));
  project.provide('postgresBroker', `http://127.0.0.1:${String((broker.address() as AddressInfo).port)}`);
  return async () => {
    broker.close();
    await (await cluster?.catch(() => null))?.stop();
  };
}

async function startWithTemplate(): Promise<Cluster> {
  // The suites prove what transactions see, not what a power cut leaves: without fsync they run in half the time.
  const cluster = await startCluster(['fsync=off', 'max_connections=200']);
  await inDatabase(cluster, 'postgres', `create database ${TEMPLATE_DATABASE}`);
  const store = await openPostgres(cluster.urlOf(TEMPLATE_DATABASE));
  await store.close();
  return cluster;
}

async function inDatabase(cluster: Cluster, database: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: cluster.urlOf(database) });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
