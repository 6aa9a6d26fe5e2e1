import { existsSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Tokens } from '../../src-shared/contract/server/session.contract.ts';
import { sealWork } from '../../src-shared/secrets/sealed-work.ts';
import { addUser, markAsDemo } from '../testing/rows.ts';
import { signIn, startTestServer, type TestServer } from '../testing/test-server.ts';
import { openSealKeys, sealKeyFileOf, unsealFile } from './seal-keys.ts';

let folder: string;
let server: TestServer;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'hedui-seal-'));
  server = await startTestServer('pglite');
  await markAsDemo(server.store.db);
  await addUser(server.store.db, { login: 'clerk', roles: ['l1'] });
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** The key another server of the same store gives to a desktop that signs in. */
async function givenKey(options: { dataFolder: string; sealKeyFile?: string }): Promise<Tokens['policy']['sealKey']> {
  const second = await server.startSecond(options);
  try {
    return (await signIn(second, 'clerk')).policy.sealKey;
  } finally {
    await second.close();
  }
}

describe('the key that seals unsent work', () => {
  it('is one for all servers that are given its file, and what a desktop sealed under any of them opens with it', async () => {
    const sealKeyFile = path.join(folder, 'keys', 'seal.json');
    const dataFolder = (name: string): string => path.join(folder, name);
    const first = await givenKey({ dataFolder: dataFolder('one'), sealKeyFile });
    const second = await givenKey({ dataFolder: dataFolder('two'), sealKeyFile });
    expect(second).toBe(first);
    const sealed = sealWork(second, { deviceId: 'd', login: 'clerk', sealedAtMs: 1 }, { commands: ['待上传'] });
    const file = path.join(folder, 'sealed.json');
    writeFileSync(file, JSON.stringify(sealed));
    expect(unsealFile(sealKeyFile, file)).toEqual({ commands: ['待上传'] });
  });

  it('is another on each machine that was given none: what one sealed the other cannot open', async () => {
    const first = await givenKey({ dataFolder: path.join(folder, 'three') });
    expect(await givenKey({ dataFolder: path.join(folder, 'four') })).not.toBe(first);
    expect(sealKeyFileOf({ dataFolder: folder })).toBe(path.join(folder, 'seal-key.json'));
  });

  it('names the file that is no sealed work, and the key that did not seal it', () => {
    const [own, other] = ['mine.json', 'theirs.json'].map((name) => path.join(folder, name)) as [string, string];
    const { publicKey } = openSealKeys(other);
    openSealKeys(own);
    const file = path.join(folder, 'of-another.json');
    writeFileSync(file, JSON.stringify(sealWork(publicKey, { deviceId: 'd', login: 'clerk', sealedAtMs: 1 }, {})));
    expect(unsealFile(other, file)).toEqual({});
    expect(() => unsealFile(own, file)).toThrow('sealed-by-another-key');
    for (const text of ['', '{}', '{"form":"hedui-sealed-2"}']) {
      writeFileSync(file, text);
      expect(() => unsealFile(own, file)).toThrow('sealed-file-unreadable');
    }
    expect(() => unsealFile(own, path.join(folder, 'none.json'))).toThrow('sealed-file-unreadable');
  });

  it('is made once, for its owner only, and never replaced when it cannot be read', () => {
    const file = path.join(folder, 'own.json');
    const made = openSealKeys(file);
    expect(openSealKeys(file)).toEqual(made);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    writeFileSync(file, '{"publicKey":');
    expect(() => openSealKeys(file)).toThrow('seal-key-unreadable');
  });

  it('is not made by whoever wants to open something: a new key could not', () => {
    const missing = path.join(folder, 'missing.json');
    expect(() => unsealFile(missing, missing)).toThrow('seal-key-unreadable');
    expect(existsSync(missing)).toBe(false);
  });
});
