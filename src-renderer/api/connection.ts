import type { ClientLink } from '@orpc/client';
import { RPCLink as MessagePortLink } from '@orpc/client/message-port';
import { RPCLink as WebSocketLink } from '@orpc/client/websocket';
import { ConnectionLost } from './problem.ts';

type Link = ClientLink<Record<never, never>>;

/** The wire to the core of this very machine: a MessagePort in Electron, a WebSocket on the loopback host. */
export interface Connection {
  /** The link as soon as one is open; rejects with ConnectionLost after a while. */
  link(): Promise<Link>;
  subscribe(listener: () => void): () => void;
  isOpen(): boolean;
}

const ANSWER_WITHIN_MS = 15_000;
const RETRY_MS = [100, 250, 500, 1000, 2000, 4000] as const;
/** The word of the preload when it hands the port over (design §8, Ports). */
export const PORT_MESSAGE = 'hedui-port';

export function openConnection(): Connection {
  let open: Link | null = null;
  const listeners = new Set<() => void>();
  const waiting = new Set<(link: Link) => void>();

  const settle = (link: Link | null): void => {
    open = link;
    if (link !== null) {
      for (const resolve of waiting) resolve(link);
      waiting.clear();
    }
    for (const listener of listeners) listener();
  };

  if (window.location.protocol.startsWith('http')) keepWebSocket(settle);
  else awaitPort(settle);

  return {
    link: () => (open === null ? waitForLink(waiting) : Promise.resolve(open)),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    isOpen: () => open !== null,
  };
}

function waitForLink(waiting: Set<(link: Link) => void>): Promise<Link> {
  return new Promise((resolve, reject) => {
    const onOpen = (link: Link): void => {
      clearTimeout(timer);
      resolve(link);
    };
    const timer = setTimeout(() => {
      waiting.delete(onOpen);
      reject(new ConnectionLost());
    }, ANSWER_WITHIN_MS);
    waiting.add(onOpen);
  });
}

/** Opens the socket and opens it again whenever it closes: after a reload, a sleep, a restart of the core. */
function keepWebSocket(settle: (link: Link | null) => void, attempt = 0): void {
  const address = new URL('/rpc', window.location.href);
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
  const socket = new WebSocket(address);
  let opened = false;
  socket.addEventListener('open', () => {
    opened = true;
    settle(new WebSocketLink({ websocket: socket }));
  });
  socket.addEventListener('close', () => {
    if (opened) settle(null);
    const pauseMs = RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)] ?? 4000;
    setTimeout(() => keepWebSocket(settle, opened ? 0 : attempt + 1), pauseMs);
  });
}

/** The preload posts one port per document load, with our own origin. */
function awaitPort(settle: (link: Link) => void): void {
  window.addEventListener('message', (event: MessageEvent<unknown>) => {
    const [port] = event.ports;
    if (event.source !== window || event.data !== PORT_MESSAGE || port === undefined) return;
    port.start();
    settle(new MessagePortLink({ port }));
  });
  window.postMessage(`${PORT_MESSAGE}-wanted`, window.location.origin);
}
