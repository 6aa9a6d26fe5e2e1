import Database from 'better-sqlite3';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { TestApp } from '../../src-main/testing/test-app.ts';
import { openCompany, until, type Company } from './claims-company.ts';

const MIB = 1024 * 1024;
/** Three bytes each, so that a row of so many bytes has characters cut by every kind of border. */
const text = (bytes: number): string => '修'.repeat(Math.floor(bytes / 3)) + 'x'.repeat(bytes % 3);
const SIZES = [MIB - 1, MIB + 1, 8 * MIB + 1];

let company: Company;

beforeAll(async () => {
  company = await openCompany(2, 'postgres');
});
afterAll(() => company.close());

function notes(app: TestApp): string[] {
  const profiles = path.join(app.dataFolder, 'profiles');
  const file = path.join(profiles, readdirSync(profiles)[0] ?? '', 'replica.db');
  const replica = new Database(file, { readonly: true });
  const found = replica.prepare('select note from claim_line where note is not null order by note').pluck().all();
  replica.close();
  return found as string[];
}

test('case 27: rows around 1 and 8 MiB come whole, by the feed and in a fresh copy, and the feed goes on behind them', async () => {
  const app = await company.desktop('clerk');
  const { db } = company.server.store;
  const lines = await db.selectFrom('claimLine').select('id').orderBy('id').limit(SIZES.length).execute();
  const written = SIZES.map((size, at) => `${String(at)}${text(size - 1)}`);
  for (const [at, { id }] of lines.entries()) {
    const note = written[at] ?? '';
    await db.updateTable('claimLine').set({ note }).where('id', '=', id).execute();
  }
  await until('all three rows have come', () => Promise.resolve(notes(app).length === SIZES.length));
  expect(written.map((note) => Buffer.byteLength(note))).toEqual(SIZES);
  // not toEqual: a difference of megabytes would be printed
  expect(notes(app).every((note, at) => note === written[at])).toBe(true);
  await company.addClaims(1);
  const query = { filters: [], text: '', sort: [] };
  await until('the feed goes on', async () => {
    const { total } = await app.client.claims.page({ query, offset: 0, limit: 1 });
    return total === 3;
  });
  const fresh = await company.desktop('colleague');
  expect(notes(fresh).map((note, at) => note === written[at])).toEqual([true, true, true]);
});
