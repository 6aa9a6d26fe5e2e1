/** `npm start [-- --data FOLDER --port N --no-demo --server URL]`: builds what is stale, starts the server and the desktop. */
import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { hostText, type HostTextKey } from '../src-main/host/host-text.ts';
import { chromiumHere } from './chromium-here.ts';
import { buildScreens, SCREENS_FOLDER, screensAreStale } from './build-renderer.ts';
import { bundleDesktop } from './bundle-desktop.ts';
import { ProgramEnded, REPOSITORY, startProgram, type Program, type ProgramLine } from './child-program.ts';
import { findElectron } from './find-electron.ts';
import { anyFreePort, portIfFree } from './free-port.ts';
import { lockFolder } from './instance-lock.ts';

/** Kept from start to start, so that the desktop knows its server again. */
const SERVER_PORT = 8650;
const SAY_STILL_STARTING_EVERY_MS = 10_000;

interface StartOptions {
  dataFolder: string;
  port: number;
  demo: boolean;
  serverUrl: string | null;
  forceLoopback: boolean;
}

function say(key: HostTextKey, facts: Record<string, string | number> = {}): void {
  for (const line of hostText(key, facts)) console.log(line);
}

class Refused extends Error {}

function refuse(key: HostTextKey, facts: Record<string, string | number> = {}): never {
  say(key, facts);
  throw new Refused(key);
}

const running: Program[] = [];
let desktopWindow: ChildProcess | null = null;

async function startServer({ dataFolder, demo, serverUrl }: StartOptions): Promise<string> {
  if (serverUrl !== null) return reachable(serverUrl);
  let port = await portIfFree(SERVER_PORT);
  if (port === null) {
    say('host.portTaken', { port: SERVER_PORT });
    port = await anyFreePort();
  }
  const program = startProgram({
    script: 'src-server/main.ts',
    args: ['--port', String(port), '--data', path.join(dataFolder, 'server'), ...(demo ? ['--demo'] : [])],
    logFile: path.join(dataFolder, 'logs', 'server.log'),
  });
  running.push(program);
  const { listening } = await program.line('listening');
  say('host.serverReady', { url: String(listening) });
  return String(listening);
}

async function reachable(url: string): Promise<string> {
  try {
    await fetch(url, { signal: AbortSignal.timeout(10_000) });
    return url.replace(/\/$/, '');
  } catch {
    return refuse('host.serverUnreachable', { url });
  }
}

async function buildWhatIsStale(): Promise<void> {
  if (screensAreStale()) say('host.building');
  try {
    await buildScreens();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    refuse('host.buildFailed');
  }
}

async function startInBrowser({ dataFolder, port }: StartOptions, serverUrl: string): Promise<void> {
  if (port !== 0 && (await portIfFree(port)) === null) refuse('host.portRefused', { port });
  const folder = path.join(dataFolder, 'desktop-loopback');
  const chromium = chromiumHere();
  const own = chromium === undefined ? [] : ['--chromium', chromium];
  const program = startProgram({
    script: 'src-main/loopback/main.ts',
    args: ['--data', folder, '--server', serverUrl, '--screens', SCREENS_FOLDER, '--port', String(port), ...own],
    logFile: path.join(dataFolder, 'logs', 'loopback.log'),
  });
  running.push(program);
  const announce: Record<string, HostTextKey> = {
    first: 'host.link',
    'used-up': 'host.linkUsedUp',
    'asked-again': 'host.linkAskedAgain',
  };
  program.onLine((line: ProgramLine) => {
    if ('link' in line) say(announce[String(line.occasion)] ?? 'host.link', { url: String(line.link) });
  });
  await program.line('link');
  void program.ended.then((code) => stopAll('host.desktopStopped', code, path.join(folder, 'logs', 'desktop.log')));
}

async function startInWindow(program: string, { dataFolder }: StartOptions, serverUrl: string): Promise<void> {
  await bundleDesktop();
  desktopWindow = spawn(program, [REPOSITORY], {
    cwd: REPOSITORY,
    stdio: 'inherit',
    env: { ...process.env, HEDUI_SERVER: serverUrl, HEDUI_DATA: path.join(dataFolder, 'desktop-electron') },
  });
  say('host.electronStarted');
  desktopWindow.on('exit', () => void stopAll());
}

let stopping = false;
async function stopAll(key?: HostTextKey, code = 0, log = ''): Promise<void> {
  if (stopping) return;
  stopping = true;
  say(key ?? 'host.stopping', { code, log });
  desktopWindow?.kill();
  // the desktop first: it hands its last commands to a server that is still there
  for (const program of running.toReversed()) await program.stop();
  releaseLock();
  process.exit(key === undefined ? 0 : 1);
}

let releaseLock = (): void => undefined;

function options(): StartOptions {
  const { values } = parseArgs({
    allowNegative: true,
    options: {
      data: { type: 'string', default: path.join(REPOSITORY, '.hedui') },
      port: { type: 'string', default: '0' },
      demo: { type: 'boolean', default: true },
      server: { type: 'string' },
      loopback: { type: 'boolean', default: false },
    },
  });
  return {
    dataFolder: path.resolve(values.data),
    port: Number(values.port),
    demo: values.demo,
    serverUrl: values.server ?? null,
    forceLoopback: values.loopback,
  };
}

async function main(): Promise<void> {
  const chosen = options();
  const lock = lockFolder(chosen.dataFolder);
  if (!lock.held) return refuse('host.alreadyRunning', { folder: chosen.dataFolder, pid: lock.pid });
  releaseLock = lock.release;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void stopAll());

  const startedAtMs = Date.now();
  say('host.starting');
  const progress = setInterval(
    () => say('host.stillStarting', { seconds: Math.round((Date.now() - startedAtMs) / 1000) }),
    SAY_STILL_STARTING_EVERY_MS,
  );
  const [serverUrl] = await Promise.all([startServer(chosen), buildWhatIsStale()]);
  clearInterval(progress);
  const [server] = running;
  if (server !== undefined) {
    const log = path.join(chosen.dataFolder, 'logs', 'server.log');
    void server.ended.then((code) => stopAll('host.serverStopped', code, log));
  }
  const electron = findElectron();
  if (electron.found && !chosen.forceLoopback) return startInWindow(electron.program, chosen, serverUrl);
  if (!electron.found) say('host.electronMissing', { looked: path.relative(REPOSITORY, electron.looked) });
  await startInBrowser(chosen, serverUrl);
}

async function endWith(error: unknown): Promise<never> {
  if (error instanceof ProgramEnded) {
    const failed = error.lines.find((line) => 'failed' in line)?.failed;
    if (failed !== undefined) console.error(String(failed));
    const key = path.basename(error.logFile) === 'server.log' ? 'host.serverStopped' : 'host.desktopStopped';
    say(key, { code: error.exitCode, log: error.logFile });
  } else if (!(error instanceof Refused)) {
    console.error(error);
  }
  for (const program of running.toReversed()) await program.stop();
  releaseLock();
  process.exit(1);
}

try {
  await main();
} catch (error) {
  // a program that we are stopping ourselves has not failed; stopAll() ends this process
  if (!stopping) await endWith(error);
}
