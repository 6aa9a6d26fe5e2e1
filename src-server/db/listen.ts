import pg from 'pg';

export type Listen = (channel: string, onPayload: (payload: string) => void) => Promise<{ close(): Promise<void> }>;

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 10_000;

/**
 * A connection of its own that hears the notifications of one channel. When it breaks it is made anew for as long as
 * nobody closes it; what was said meanwhile is lost, so a notification may only make things faster, never right.
 */
export async function listenTo(
  databaseUrl: string,
  channel: string,
  onPayload: (payload: string) => void,
): Promise<{ close(): Promise<void> }> {
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | null = null;
  let closed = false;
  let failures = 0;

  const again = (broken: pg.Client): void => {
    if (client !== broken || closed) return;
    client = null;
    broken.end().catch(() => undefined); // it is broken already
    failures += 1;
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures, 10));
    timer = setTimeout(() => void connect().catch(() => undefined), pauseMs).unref();
  };
  const connect = async (): Promise<void> => {
    const next = new pg.Client({ connectionString: databaseUrl, application_name: 'hedui-listen', keepAlive: true });
    client = next;
    next.on('error', () => again(next));
    next.on('end', () => again(next));
    next.on('notification', (message) => {
      if (message.channel === channel) onPayload(message.payload ?? '');
    });
    try {
      await next.connect();
      await next.query(`listen ${channel}`);
      failures = 0;
    } catch (error) {
      again(next);
      throw error;
    }
  };
  await connect();
  return {
    close: async () => {
      closed = true;
      if (timer !== null) clearTimeout(timer);
      await client?.end().catch(() => undefined);
    },
  };
}
