import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { buildScreens, SCREENS_FOLDER } from '../../build/build-renderer.ts';
import { startProgram, type Program } from '../../build/child-program.ts';
import { anyFreePort } from '../../build/free-port.ts';
import type { DecisionInput } from '../../src-shared/contract/claims.contract.ts';
import type { GridQuery } from '../../src-shared/contract/query.ts';
import { startDesktopProcess, until, type DesktopProcess } from './desktop-process.ts';

/** Gives the program that follows a file system of its own: size, folder, then the command. */
const OWN_DISK = 'mount -t tmpfs -o size="$0" tmpfs "$1" && shift && exec "$@"';
const QUEUE: GridQuery = { filters: [{ column: 'queue', op: 'in', values: ['DECIDE'] }], text: '', sort: [] };
const REJECT: DecisionInput = { action: 'REJECT', reasonCode: 'R06', note: '', holdReason: null, lines: [] };
const TOO_SMALL = '32m';
const ENOUGH = '500m';

let folder = '';
let server: Program;
let serverUrl = '';

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'hedui-full-'));
  await buildScreens();
  server = startProgram({
    script: 'src-server/main.ts',
    args: ['--port', String(await anyFreePort()), '--data', path.join(folder, 'server'), '--demo'],
    logFile: path.join(folder, 'server.log'),
  });
  serverUrl = String((await server.line('listening')).listening);
}, 300_000);

afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

function startOnDisk(name: string, size: string, login: string): Promise<DesktopProcess> {
  const disk = path.join(folder, name);
  mkdirSync(disk);
  return startDesktopProcess({
    ...{ name, folder, serverUrl, screens: SCREENS_FOLDER, login },
    through: ['unshare', '-Urm', 'sh', '-c', OWN_DISK, size, disk],
  });
}

/** A command on the disk of the desktop, which only its own processes see. */
function onDiskOf({ program }: DesktopProcess, command: string): void {
  const pid = String(program.child.pid);
  execFileSync('nsenter', ['-t', pid, '-U', '-m', '--preserve-credentials', 'sh', '-c', command], { stdio: 'pipe' });
}

const problemOf = async ({ client }: DesktopProcess): Promise<string | undefined> =>
  (await client.sync.state({})).problem?.reason;
const isLive = async ({ client }: DesktopProcess): Promise<boolean> => {
  const state = await client.sync.state({});
  return state.phase === 'live' && !state.historyPending;
};
const agrees = async ({ client }: DesktopProcess): Promise<boolean> => {
  const report = await client.sync.checkData({}).catch(() => null);
  return report !== null && report.level === 2 && report.mismatches.length === 0;
};

test('case 19: a disk too small for the first copy is said, and the program goes on answering', async () => {
  const desktop = await startOnDisk('small', TOO_SMALL, 'jiesuan02');
  try {
    await until('it says that the disk is full', async () => (await problemOf(desktop)) === 'store-full');
    expect((await desktop.client.sync.state({})).usable).toBe(false);
    expect(desktop.program.child.exitCode).toBeNull();
  } finally {
    await desktop.program.stop();
  }
}, 300_000);

test('case 19: on a disk that has filled up decisions are still saved and sent, the old state stays, and with room all comes level', async () => {
  const desktop = await startOnDisk('filled', ENOUGH, 'jiesuan01');
  const other = await startDesktopProcess({
    ...{ name: 'other', folder, serverUrl, screens: SCREENS_FOLDER, login: 'jiesuan03' },
  });
  const disk = path.join(folder, 'filled');
  try {
    await until('the copy is whole', () => isLive(desktop));
    await until('the other copy is whole', () => isLive(other));
    const { rows } = await desktop.client.claims.page({ query: QUEUE, offset: 0, limit: 60 });
    const [own, ...others] = rows;
    if (own === undefined) throw new Error('the queue is empty');
    onDiskOf(
      desktop,
      `dd if=/dev/zero of=${disk}/fill bs=64k 2>/dev/null; dd if=/dev/zero of=${disk}/rest bs=1 2>/dev/null; true`,
    );

    // what a person does is saved in the room set aside, and reaches the server
    await desktop.client.claims.decide({ claimId: own.id, version: own.version, decision: REJECT });
    expect((await desktop.client.claims.detail({ id: own.id })).claim.status).toBe('REJECTED');
    await until('the other one sees it', async () => {
      return (await other.client.claims.detail({ id: own.id })).claim.status === 'REJECTED';
    });

    // what others do cannot be taken in any more: the old state stays readable, and the reason is said
    for (const { id, version } of others) await other.client.claims.decide({ claimId: id, version, decision: REJECT });
    await until('it says that the disk is full', async () => (await problemOf(desktop)) === 'store-full', 240_000);
    const page = await desktop.client.claims.page({ query: QUEUE, offset: 0, limit: 10 });
    expect(page.rows.length).toBe(10);

    onDiskOf(desktop, `rm -f ${disk}/fill ${disk}/rest`);
    for (const { id } of others) {
      await until(
        'all has come',
        async () => (await desktop.client.claims.detail({ id })).claim.status !== 'IN_REVIEW',
      );
    }
    await until('nothing waits', async () => (await desktop.client.sync.state({})).waitingCommands === 0);
    await until('both sides agree to the last column', () => agrees(desktop));
  } finally {
    await other.program.stop();
    await desktop.program.stop();
  }
}, 600_000);
