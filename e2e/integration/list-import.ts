import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openTestApp, type TestApp } from '../../src-main/testing/test-app.ts';
import { importFile } from '../../src-main/unattended/verbs.ts';
import { readCommandLine } from '../../src-main/unattended/command-line.ts';
import type { ImportKind } from '../../src-shared/contract/exchange.contract.ts';
import type { Engine } from '../../src-server/testing/central-store.ts';
import { rowIdentity } from '../../src-shared/domain/units/row-identity.ts';
import { listFile, type ExpectedList } from '../world/lists/expected-lists.ts';
import type { ListMap } from '../world/lists/list-maps.ts';
import { openCompany, untilLive, type Company } from './claims-company.ts';
import { sumOf, takeTwice, type ImportReport, type TakeList } from './list-checks.ts';

export interface ListImports {
  company: Company;
  clerk: TestApp;
  take: TakeList;
  /** Imports twice: the first time as expected, the second time nothing changes. */
  takeTwice(kind: ImportKind, file: string, map: ListMap, expected: ExpectedList): Promise<void>;
  sum(query: string): Promise<Record<string, number>>;
  close(): Promise<void>;
}

/** A company with a warehouse and one desktop, on PGlite if not told otherwise; its files are read in this process. */
export async function openListImports(engine?: Engine): Promise<ListImports> {
  const folder = mkdtempSync(path.join(tmpdir(), 'hedui-lists-'));
  const company = await openCompany(0, engine);
  const { db } = company.server.store;
  await db
    .insertInto('warehouse')
    .values({ ...rowIdentity('W1', 'g'), code: 'W1', name: '总库', regionId: company.regionId })
    .execute();
  const clerk = await openTestApp({ serverUrl: company.server.url });
  await clerk.client.session.signInDemo({ login: 'clerk' });
  await untilLive(clerk);
  const take: TakeList = async (kind, file, map, dryRun = false) => {
    const [mapFile, reportFile] = [path.join(folder, 'map.json'), path.join(folder, 'report.json')];
    writeFileSync(mapFile, JSON.stringify(map));
    const line = readCommandLine([
      ...['import', '--data', folder, '--server', company.server.url, '--demo-user', 'clerk', '--kind', kind],
      ...[
        '--file',
        path.isAbsolute(file) ? file : listFile(file),
        '--map',
        mapFile,
        '--report',
        reportFile,
        ...(dryRun ? ['--dry-run'] : []),
      ],
    ]);
    if (typeof line === 'string') throw new Error(line);
    await importFile(clerk.client, line);
    return JSON.parse(readFileSync(reportFile, 'utf8')) as ImportReport;
  };
  return {
    ...{ company, clerk, take },
    takeTwice: (kind, file, map, expected) => takeTwice(take, { kind, file, map, expected }),
    sum: (query) => sumOf(db, query),
    close: async () => {
      await clerk.close();
      await company.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
