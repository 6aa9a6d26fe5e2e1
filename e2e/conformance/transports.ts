/** The same application core behind each way a screen can reach it. */
import { createORPCClient } from '@orpc/client';
import { RPCLink as PortLink } from '@orpc/client/message-port';
import { RPCLink as SocketLink } from '@orpc/client/websocket';
import type { ContractRouterClient } from '@orpc/contract';
import { createRouterClient } from '@orpc/server';
import { RPCHandler } from '@orpc/server/message-port';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { WebSocket } from 'ws';
import { createApp, type App } from '../../src-main/compose.ts';
import { startTestProgram } from '../../src-main/electron/testing/program.ts';
import { nodeHost } from '../../src-main/host/node-host.ts';
import { openDownloads } from '../../src-main/loopback/downloads.ts';
import { startLoopback } from '../../src-main/loopback/loopback-server.ts';
import type { contract } from '../../src-shared/contract/index.ts';

export type Client = ContractRouterClient<typeof contract>;

export interface OpenTransport {
  client: Client;
  /** The page goes away without a word: a closed window, a lost socket. */
  vanish(): void;
  close(): Promise<void>;
}

async function openCore(serverUrl: string): Promise<{ app: App; closeCore: () => Promise<void> }> {
  const dataFolder = mkdtempSync(path.join(os.tmpdir(), 'hedui-conformance-'));
  const app = await createApp({
    dataFolder,
    serverUrl,
    ...nodeHost(),
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined },
    files: openDownloads(),
    locale: 'zh-CN',
  });
  return {
    app,
    closeCore: async () => {
      await app.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

async function inProcess(serverUrl: string): Promise<OpenTransport> {
  const { app, closeCore } = await openCore(serverUrl);
  const client: Client = createRouterClient(app.router, { context: {} });
  return { client, vanish: () => undefined, close: closeCore };
}

async function messagePort(serverUrl: string): Promise<OpenTransport> {
  const { app, closeCore } = await openCore(serverUrl);
  const { port1, port2 } = new MessageChannel();
  new RPCHandler(app.router).upgrade(port1);
  port1.start();
  port2.start();
  return {
    client: createORPCClient<Client>(new PortLink({ port: port2 })),
    vanish: () => port2.close(),
    close: async () => {
      port2.close();
      await closeCore();
    },
  };
}

async function guardedWebSocket(serverUrl: string): Promise<OpenTransport> {
  const { app, closeCore } = await openCore(serverUrl);
  const host = await startLoopback({
    core: app,
    files: new Map(),
    downloads: openDownloads(),
    port: 0,
    announceLink: () => undefined,
    idleShutdownMs: null,
    onIdle: () => undefined,
  });
  const entrance = await fetch(host.link(), { redirect: 'manual' });
  const cookie = entrance.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const socket = new WebSocket(`${host.origin.replace('http', 'ws')}/rpc`, {
    headers: { cookie, origin: host.origin },
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  return {
    // the two WebSocket types differ in their event classes only
    client: createORPCClient<Client>(new SocketLink({ websocket: socket as unknown as globalThis.WebSocket })),
    vanish: () => socket.terminate(),
    close: async () => {
      socket.terminate();
      await host.close();
      await closeCore();
    },
  };
}

async function electronDouble(serverUrl: string): Promise<OpenTransport> {
  const program = await startTestProgram({ serverUrl });
  const port = await program.openDocument();
  if (port === undefined) throw new Error('the document got no port');
  return {
    client: program.client(port),
    vanish: () => void program.contents().emit('render-process-gone'),
    close: () => program.close(),
  };
}

export const TRANSPORTS: readonly [name: string, open: (serverUrl: string) => Promise<OpenTransport>][] = [
  ['in process', inProcess],
  ['over a MessagePort', messagePort],
  ['over the guarded WebSocket', guardedWebSocket],
  ['through the Electron program under its double', electronDouble],
];
