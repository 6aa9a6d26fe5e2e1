import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeCertificate } from '../../src-server/testing/certificate.ts';
import { startDesktopProcess } from '../long/desktop-process.ts';
import { openCompany, until, type Company } from './claims-company.ts';

let folder: string;
let company: Company;
let authority: string;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'hedui-company-certificate-'));
  const { certificate, key } = makeCertificate();
  const tls = { certificateFile: path.join(folder, 'cert.pem'), keyFile: path.join(folder, 'key.pem') };
  writeFileSync(tls.certificateFile, certificate);
  writeFileSync(tls.keyFile, key);
  authority = tls.certificateFile;
  company = await openCompany(5, 'pglite', { tls });
});
afterAll(async () => {
  await company.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a desktop takes the certificate of an authority its machine trusts, for questions and for streams', async () => {
  const desktop = await startDesktopProcess({
    ...{ name: 'trusting', folder, serverUrl: company.server.url, screens: folder, login: 'clerk' },
    env: { ...process.env, SSL_CERT_FILE: authority },
  });
  const query = { filters: [], text: '', sort: [] };
  await until('the first copy is here', async () => {
    const { total } = await desktop.client.claims.page({ query, offset: 0, limit: 1 });
    return total === 5;
  });
  expect(await desktop.client.sync.checkData({})).toMatchObject({ mismatches: [] });
  await desktop.kill();
});

test('it speaks with no server whose certificate nobody vouches for', async () => {
  const starting = startDesktopProcess({
    ...{ name: 'careful', folder, serverUrl: company.server.url, screens: folder, login: 'clerk' },
    env: { ...process.env, SSL_CERT_FILE: path.join(folder, 'none.pem') },
  });
  await expect(starting).rejects.toMatchObject({ data: { reason: 'server-away' } });
  expect(readFileSync(path.join(folder, 'careful.log'), 'utf8')).not.toMatch(/replica built/);
});
