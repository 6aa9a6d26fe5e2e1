import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import path from 'node:path';
import { WebSocket } from 'ws';
import { startProgram, type Program, type ProgramLine } from '../../build/child-program.ts';
import type { Contract } from '../../src-shared/contract/index.ts';

export type Client = ContractRouterClient<Contract>;

export interface DesktopProcess {
  name: string;
  program: Program;
  client: Client;
  kill(): Promise<void>;
}

export interface DesktopProcessOptions {
  name: string;
  folder: string;
  serverUrl: string;
  screens: string;
  login: string;
  env?: NodeJS.ProcessEnv;
  through?: readonly [string, ...string[]];
  onLine?: (line: ProgramLine) => void;
}

/** A real desktop as a process of its own, signed in through its one-time link like a browser would be. */
export async function startDesktopProcess(options: DesktopProcessOptions): Promise<DesktopProcess> {
  const { name, folder } = options;
  const program = startProgram({
    script: 'src-main/loopback/main.ts',
    args: ['--data', path.join(folder, name), '--server', options.serverUrl, '--screens', options.screens],
    logFile: path.join(folder, `${name}.log`),
    ...(options.env === undefined ? {} : { env: options.env }),
    ...(options.through === undefined ? {} : { through: options.through }),
  });
  if (options.onLine !== undefined) program.onLine(options.onLine);
  const link = String((await program.line('link')).link);
  const client = await connect(link);
  const kill = async (): Promise<void> => {
    await program.kill();
  };
  await client.session.signInDemo({ login: options.login });
  return { name, program, client, kill };
}

async function connect(link: string): Promise<Client> {
  const answer = await fetch(link, { redirect: 'manual' });
  const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const { origin, host } = new URL(link);
  const socket = new WebSocket(`ws://${host}/rpc`, { headers: { cookie, origin } });
  socket.on('error', () => undefined); // a killed desktop ends its socket; the caller sees its own promise fail
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  return createORPCClient<Client>(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }));
}

/** Asks again until it is so; the failure says what was waited for. */
export async function until(what: string, isSo: () => Promise<boolean>, timeoutMs = 120_000): Promise<void> {
  const endMs = performance.now() + timeoutMs;
  while (!(await isSo())) {
    if (performance.now() > endMs) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
