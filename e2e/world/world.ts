/** A real central server and any number of real desktops, each a process with its own folder under the system's temp. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { buildScreens, SCREENS_FOLDER } from '../../build/build-renderer.ts';
import { startProgram, type Program } from '../../build/child-program.ts';
import { findChromium } from '../../build/find-chromium.ts';
import { anyFreePort } from '../../build/free-port.ts';
import { WarmCopy } from './warm-copy.ts';

export interface Desktop {
  name: string;
  dataFolder: string;
  /** The link that works now; it works once. */
  link(): string;
  stop(): Promise<void>;
  /** Ends the process by force, as a power cut would. */
  kill(): Promise<void>;
  /** Starts the process again on the same folder. */
  restart(): Promise<void>;
}

export interface World {
  folder: string;
  serverUrl: string;
  desktops: readonly Desktop[];
  /** With a login: a desktop on which this person has worked before, so that the first copy is there. */
  addDesktop(login?: string): Promise<Desktop>;
  stopServer(): Promise<void>;
  killServer(): Promise<void>;
  restartServer(): Promise<void>;
  /** Starts the server again where a story that failed has left it stopped. */
  serverUp(): Promise<void>;
  close(): Promise<void>;
}

export interface WorldOptions {
  /** With the demo company, or an empty store. */
  demo: boolean;
  desktops: number;
  /** Size of the demo company as design §7 counts it. */
  demoScale?: number;
  /** A server that is running already, instead of one of our own. */
  serverUrl?: string;
}

/** Machines whose only fonts are western get Noto Sans SC from the host. */
function desktopArgs(): string[] {
  const chromium = findChromium();
  return ['--fonts', ...(chromium.found ? ['--chromium', chromium.program] : [])];
}

export async function openWorld(options: WorldOptions): Promise<World> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'hedui-world-'));
  const port = await anyFreePort();
  const startServer = (): Program =>
    startProgram({
      script: 'src-server/main.ts',
      args: [
        ...['--port', String(port), '--data', path.join(folder, 'server')],
        ...(options.demo ? ['--demo'] : []),
        ...(options.demoScale === undefined ? [] : ['--demo-scale', String(options.demoScale)]),
      ],
      logFile: path.join(folder, 'server.log'),
    });
  let server = options.serverUrl === undefined ? startServer() : null;
  const desktops: Desktop[] = [];
  const serve = async (): Promise<{ serverUrl: string; warmCopy: WarmCopy }> => {
    const url = options.serverUrl ?? String((await ready(server, 'listening')).listening);
    return { serverUrl: url, warmCopy: new WarmCopy(path.join(folder, 'warm-copy'), url) };
  };
  // side by side: the screens are built while the server fills its store
  const [{ serverUrl, warmCopy }] = await Promise.all([serve(), buildScreens()]).catch(async (error: unknown) => {
    await server?.stop();
    throw error;
  });

  let isDown = false;
  const restartServer = async (): Promise<void> => {
    server = startServer();
    await server.line('listening');
    isDown = false;
  };

  const world: World = {
    folder,
    serverUrl,
    desktops,
    addDesktop: async (login) => {
      const name = `desktop-${desktops.length + 1}`;
      if (login !== undefined) await warmCopy.lay(path.join(folder, name), login);
      const desktop = await startDesktop(name, folder, serverUrl);
      desktops.push(desktop);
      return desktop;
    },
    stopServer: async () => {
      isDown = true;
      await server?.stop();
    },
    killServer: async () => {
      isDown = true;
      await server?.kill();
    },
    restartServer,
    serverUp: async () => {
      if (isDown) await restartServer();
    },
    close: async () => {
      await Promise.all(desktops.map((desktop) => desktop.stop()));
      await server?.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  try {
    for (let number = 0; number < options.desktops; number++) await world.addDesktop();
    return world;
  } catch (error) {
    await server?.stop();
    throw error;
  }
}

async function ready(program: Program | null, key: string): Promise<Record<string, unknown>> {
  if (program === null) return {};
  return program.line(key);
}

async function startDesktop(name: string, folder: string, serverUrl: string): Promise<Desktop> {
  const dataFolder = path.join(folder, name);
  let link = '';
  const start = async (): Promise<Program> => {
    const program = startProgram({
      script: 'src-main/loopback/main.ts',
      args: ['--data', dataFolder, '--server', serverUrl, '--screens', SCREENS_FOLDER, ...desktopArgs()],
      logFile: path.join(folder, `${name}.log`),
    });
    program.onLine((line) => {
      if (typeof line.link === 'string') link = line.link;
    });
    await program.line('link');
    return program;
  };
  let program = await start();
  return {
    name,
    dataFolder,
    link: () => link,
    stop: () => program.stop(),
    kill: () => program.kill(),
    restart: async () => {
      await program.stop();
      program = await start();
    },
  };
}
