import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { expect } from 'vitest';
import type { IsolatedTaskRunner } from '../../src-main/jobs/isolated-task.ts';
import { openTestApp, type TestApp } from '../../src-main/testing/test-app.ts';
import { importFile } from '../../src-main/unattended/verbs.ts';
import { readCommandLine } from '../../src-main/unattended/command-line.ts';
import type { ImportKind, ImportState, RowIssue } from '../../src-shared/contract/exchange.contract.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { listFile, type ExpectedList } from '../world/lists/expected-lists.ts';
import type { ListMap } from '../world/lists/list-maps.ts';
import { openCompany, untilLive, type Company } from './claims-company.ts';

export interface ListImports {
  company: Company;
  clerk: TestApp;
  /** `hedui import` on a file of the public lists; the written report. */
  take(kind: ImportKind, file: string, map: ListMap, dryRun?: boolean): Promise<ImportReport>;
  /** Imports twice: the first time as expected, the second time nothing changes. */
  takeTwice(kind: ImportKind, file: string, map: ListMap, expected: ExpectedList): Promise<void>;
  sum(query: string): Promise<Record<string, number>>;
  close(): Promise<void>;
}

export interface ImportReport {
  ok: boolean;
  state: ImportState;
  issues: RowIssue[];
  preview?: { rowsRead: number; rowsRefused: number; things: number; rowsRepeated: number; valuesRounded: number };
}

/** A company with a warehouse and one desktop; without a runner its files are read in this process. */
export async function openListImports(isolatedTasks?: IsolatedTaskRunner): Promise<ListImports> {
  const folder = mkdtempSync(path.join(tmpdir(), 'hedui-lists-'));
  const company = await openCompany(0);
  const { db } = company.server.store;
  await db
    .insertInto('warehouse')
    .values({ ...rowIdentity('W1', 'g'), code: 'W1', name: '总库', regionId: company.regionId })
    .execute();
  const clerk = await openTestApp({ serverUrl: company.server.url, ...(isolatedTasks && { isolatedTasks }) });
  await clerk.client.session.signInDemo({ login: 'clerk' });
  await untilLive(clerk);
  const take: ListImports['take'] = async (kind, file, map, dryRun = false) => {
    const [mapFile, reportFile] = [path.join(folder, 'map.json'), path.join(folder, 'report.json')];
    writeFileSync(mapFile, JSON.stringify(map));
    const line = readCommandLine([
      ...['import', '--data', folder, '--server', company.server.url, '--demo-user', 'clerk', '--kind', kind],
      ...['--file', listFile(file), '--map', mapFile, '--report', reportFile, ...(dryRun ? ['--dry-run'] : [])],
    ]);
    if (typeof line === 'string') throw new Error(line);
    await importFile(clerk.client, line);
    return JSON.parse(readFileSync(reportFile, 'utf8')) as ImportReport;
  };
  return {
    ...{ company, clerk, take },
    takeTwice: async (kind, file, map, expected) => {
      const first = await take(kind, file, map);
      expect({ file, ...countsOf(first.state) }, JSON.stringify(first.issues.slice(0, 3))).toEqual({
        ...{ file, state: 'done', rowsRead: expected.rows, rowsRefused: expected.refused },
        ...{ rowsRepeated: expected.repeated, created: expected.things, updated: 0, unchanged: 0 },
      });
      const again = await take(kind, file, map);
      expect({ file, ...countsOf(again.state) }).toMatchObject({ created: 0, updated: 0, unchanged: expected.things });
    },
    sum: async (query) => {
      const { rows } = await sql.raw<Record<string, unknown>>(query).execute(db);
      return Object.fromEntries(Object.entries(rows[0] ?? {}).map(([name, value]) => [name, Number(value)]));
    },
    close: async () => {
      await clerk.close();
      await company.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function countsOf({ state, rowsRead, rowsRefused, rowsRepeated, created, updated, unchanged }: ImportState) {
  return { state, rowsRead, rowsRefused, rowsRepeated, created, updated, unchanged };
}
