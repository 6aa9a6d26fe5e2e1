import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** The figures of one server, in the text form that Prometheus reads. */
export interface Metrics {
  contentType: string;
  text(): Promise<string>;
  request(request: { method: string; path: string; status: number; ms: number }): void;
  command(kind: string, status: string): void;
  tick(tick: { seq: number; entries: number; ms: number }): void;
  /** A stream begins; the answer is called at its end. */
  stream(kind: 'delta' | 'snapshot'): () => void;
}

export interface MetricSources {
  connections?: () => { total: number; idle: number; waiting: number };
  /** Rows that wait for the sequencer. */
  waitingRows(): Promise<number>;
  headSeq(): number;
}

const SECONDS = [0.005, 0.02, 0.05, 0.1, 0.3, 1, 3, 10, 30];
const PREFIX = 'hedui_';

export function createMetrics(sources: MetricSources): Metrics {
  const registers = [new Registry()] as const;
  const [registry] = registers;
  collectDefaultMetrics({ register: registry, prefix: PREFIX });
  const requests = new Histogram({
    ...{
      name: `${PREFIX}http_request_seconds`,
      help: 'Answered requests by path and status',
      registers: [...registers],
    },
    ...{ labelNames: ['method', 'path', 'status'], buckets: SECONDS },
  });
  const limited = new Counter({
    ...{
      name: `${PREFIX}requests_limited_total`,
      help: 'Requests sent away with Retry-After',
      registers: [...registers],
    },
    labelNames: ['path'],
  });
  const commands = new Counter({
    ...{ name: `${PREFIX}commands_total`, help: 'Commands by kind and outcome', registers: [...registers] },
    labelNames: ['kind', 'status'],
  });
  const ticks = new Histogram({
    ...{
      name: `${PREFIX}sequencer_tick_seconds`,
      help: 'Ticks of this server that moved rows',
      registers: [...registers],
    },
    buckets: SECONDS,
  });
  const entries = new Counter({
    ...{ name: `${PREFIX}feed_entries_total`, help: 'Rows this server moved into the feed', registers: [...registers] },
  });
  const streams = new Gauge({
    ...{ name: `${PREFIX}streams_open`, help: 'Streams under way, waiting polls included', registers: [...registers] },
    labelNames: ['kind'],
  });
  for (const kind of ['delta', 'snapshot']) streams.set({ kind }, 0);
  gauge('feed_head', 'Number of the newest batch this server knows', () => sources.headSeq());
  gauge('outbox_rows', 'Rows that wait for the sequencer', () => sources.waitingRows());
  for (const key of ['total', 'idle', 'waiting'] as const) {
    gauge(`database_connections_${key}`, 'Connections of the pool', () => sources.connections?.()[key] ?? 0);
  }

  function gauge(name: string, help: string, read: () => number | Promise<number>): void {
    new Gauge({
      ...{ name: PREFIX + name, help, registers: [...registers] },
      async collect() {
        this.set(await read());
      },
    });
  }

  return {
    contentType: registry.contentType,
    text: () => registry.metrics(),
    request: ({ method, path, status, ms }) => {
      const label = pathLabel(path, status);
      requests.observe({ method, path: label, status: String(status) }, ms / 1000);
      if (status === 429 || status === 503) limited.inc({ path: label });
    },
    command: (kind, status) => commands.inc({ kind, status }),
    tick: (tick) => {
      ticks.observe(tick.ms / 1000);
      entries.inc(tick.entries);
    },
    stream: (kind) => {
      streams.inc({ kind });
      return () => streams.dec({ kind });
    },
  };
}

/** Every path as one of few labels: ids become `:id`, and what is no path of ours is one label for all. */
function pathLabel(path: string, status: number): string {
  if (status === 404) return 'unknown';
  return path
    .split('/')
    .slice(0, 6)
    .map((part) => (/\d|^.{33,}$/.test(part) && part !== 'v1' ? ':id' : part))
    .join('/');
}
