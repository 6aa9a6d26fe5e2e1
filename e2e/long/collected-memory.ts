import { WebSocket } from 'ws';
import { residentBytes } from '../../src-main/host/resident-memory.ts';

/** How long a program may take to open its inspector after it was asked to. */
const PATIENCE_MS = 10_000;

interface Answer {
  id?: number;
  method?: string;
  params?: { sessionId: string; message: string };
}

/**
 * Bytes that a program holds once its collector has run in all its threads: what its work left behind, without what waits to
 * be collected. The program was started with `--inspect-port` of this port; POSIX only, where a signal opens the inspector.
 */
export async function collectedBytes(pid: number, inspectPort: number): Promise<number | null> {
  process.kill(pid, 'SIGUSR1');
  const inspector = await openInspector(inspectPort);
  try {
    await inspector.call('HeapProfiler.collectGarbage');
    await inspector.call('NodeWorker.enable', { waitForDebuggerOnStart: false });
    for (const thread of inspector.threads) await inspector.callIn(thread, 'HeapProfiler.collectGarbage');
    return await residentBytes(pid);
  } finally {
    inspector.close();
  }
}

async function openInspector(port: number) {
  const socket = new WebSocket(await inspectorUrl(port));
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const threads: string[] = [];
  const waiting = new Map<string, () => void>();
  let lastId = 0;
  socket.on('message', (data: Buffer) => {
    const answer = JSON.parse(data.toString('utf8')) as Answer;
    const { sessionId = '', message = '{}' } = answer.params ?? {};
    if (answer.method === 'NodeWorker.attachedToWorker') threads.push(sessionId);
    const inThread = answer.method === 'NodeWorker.receivedMessageFromWorker';
    const { id } = inThread ? (JSON.parse(message) as Answer) : answer;
    waiting.get(`${inThread ? sessionId : ''} ${String(id)}`)?.();
  });
  const answered = (thread: string, send: (id: number) => void): Promise<void> =>
    new Promise((resolve) => {
      lastId += 1;
      waiting.set(`${thread} ${String(lastId)}`, resolve);
      send(lastId);
    });
  const send = (id: number, method: string, params: object): void => {
    socket.send(JSON.stringify({ id, method, params }));
  };
  return {
    threads,
    call: (method: string, params: object = {}) =>
      answered('', (id) => {
        send(id, method, params);
      }),
    callIn: (sessionId: string, method: string) =>
      answered(sessionId, (id) => {
        lastId += 1;
        send(lastId, 'NodeWorker.sendMessageToWorker', { sessionId, message: JSON.stringify({ id, method }) });
      }),
    close: () => {
      socket.close();
    },
  };
}

async function inspectorUrl(port: number): Promise<string> {
  const untilMs = performance.now() + PATIENCE_MS;
  for (;;) {
    try {
      const answer = await fetch(`http://127.0.0.1:${port}/json/list`);
      const [target] = (await answer.json()) as { webSocketDebuggerUrl: string }[];
      if (target !== undefined) return target.webSocketDebuggerUrl;
    } catch (error) {
      if (performance.now() > untilMs) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
