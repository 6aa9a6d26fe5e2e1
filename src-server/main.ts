import { parseArgs } from 'node:util';
import { AppError } from '../src-shared/errors.ts';
import { rotateEpochOf, startServer } from './compose.ts';
import { limitsOf } from './http/limits.ts';
import { backup, restore } from './operations/backup.ts';
import { sealKeyFileOf, unsealFile } from './session/seal-keys.ts';

const USAGE = `usage: npm run server -- [--port 8650] [--host 127.0.0.1] [--data FOLDER] [--demo] [--demo-scale 1]
         [--tls-cert FILE --tls-key FILE | --behind-proxy ADDRESS,NET/BITS] [--signing-key FILE] [--seal-key FILE]
         [--drain-seconds 0]
       npm run server -- backup --to FILE [--data FOLDER]
       npm run server -- restore --from FILE [--data FOLDER]
       npm run server -- rotate-epoch [--data FOLDER]
       npm run server -- unseal --from FILE [--seal-key FILE | --data FOLDER]
environment: DATABASE_URL, HEDUI_PORT, HEDUI_DATA, HEDUI_LIMITS, HEDUI_METRICS_TOKEN`;

const OPTIONS = {
  port: { type: 'string', default: process.env.HEDUI_PORT ?? '8650' },
  host: { type: 'string', default: '127.0.0.1' },
  data: { type: 'string', default: process.env.HEDUI_DATA ?? '.hedui/server' },
  demo: { type: 'boolean', default: false },
  'demo-scale': { type: 'string', default: '1' },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  'behind-proxy': { type: 'string' },
  'signing-key': { type: 'string' },
  'seal-key': { type: 'string' },
  'drain-seconds': { type: 'string', default: '0' },
  to: { type: 'string' },
  from: { type: 'string' },
} as const;

type Values = ReturnType<typeof readArguments>['values'];

function readArguments() {
  return parseArgs({ options: OPTIONS, allowPositionals: true });
}

/** The central server by itself: `DATABASE_URL` → PostgreSQL, else the embedded store in the data folder. */
async function main(): Promise<void> {
  const { values, positionals } = readArguments();
  const [verb = 'serve', ...rest] = positionals;
  const place = { dataFolder: values.data, databaseUrl: process.env.DATABASE_URL ?? null };
  if (rest.length === 0 && verb === 'serve') return serve(values);
  if (rest.length === 0 && verb === 'backup' && values.to !== undefined) {
    console.log(JSON.stringify({ backup: await backup(place, values.to) }));
    return;
  }
  if (rest.length === 0 && verb === 'restore' && values.from !== undefined) {
    console.log(JSON.stringify({ restored: await restore(place, values.from) }));
    return;
  }
  if (rest.length === 0 && verb === 'rotate-epoch') {
    console.log(JSON.stringify({ epoch: await rotateEpochOf(place) }));
    return;
  }
  if (rest.length === 0 && verb === 'unseal' && values.from !== undefined) {
    console.log(
      JSON.stringify(
        unsealFile(sealKeyFileOf({ dataFolder: values.data, ...sealKeyOf(values) }), values.from),
        null,
        2,
      ),
    );
    return;
  }
  console.error(USAGE);
  process.exitCode = 2;
}

async function serve(values: Values): Promise<void> {
  const tls = tlsOf(values);
  const trustedProxies = values['behind-proxy']?.split(',') ?? [];
  assertNotInClear(values.host, tls !== null || trustedProxies.length > 0);
  const server = await startServer({
    dataFolder: values.data,
    databaseUrl: process.env.DATABASE_URL ?? null,
    host: values.host,
    port: Number(values.port),
    demo: values.demo,
    demoScale: Number(values['demo-scale']),
    firstSetup: true,
    clock: Date.now,
    limits: limitsOf(process.env.HEDUI_LIMITS),
    tls,
    trustedProxies,
    metricsToken: process.env.HEDUI_METRICS_TOKEN ?? null,
    drainMs: Number(values['drain-seconds']) * 1000,
    ...(values['signing-key'] === undefined ? {} : { signingKeyFile: values['signing-key'] }),
    ...sealKeyOf(values),
  });
  console.log(JSON.stringify({ listening: server.url }));
  let stopping = false;
  const stop = (): void => {
    if (stopping) process.exit(1); // asked twice: whoever asks does not want to wait
    stopping = true;
    server.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  // A renewed certificate is taken up without a stop; an unreadable one leaves the old one in place.
  process.on('SIGHUP', () => {
    try {
      server.renewCertificate();
    } catch (error) {
      console.error(error);
    }
  });
}

function sealKeyOf(values: Values): { sealKeyFile?: string } {
  return values['seal-key'] === undefined ? {} : { sealKeyFile: values['seal-key'] };
}

function tlsOf(values: Values): { certificateFile: string; keyFile: string } | null {
  const { 'tls-cert': certificateFile, 'tls-key': keyFile } = values;
  if (certificateFile === undefined && keyFile === undefined) return null;
  if (certificateFile === undefined || keyFile === undefined) throw new AppError('BAD_REQUEST', 'certificate-half');
  return { certificateFile, keyFile };
}

/** sync §3.13: in clear on the loopback address only; everything else has TLS, here or in a proxy in front. */
function assertNotInClear(host: string, protectedByTls: boolean): void {
  const loopback = host === 'localhost' || host === '::1' || host.startsWith('127.');
  if (!loopback && !protectedByTls) throw new AppError('BAD_REQUEST', 'clear-text-refused', { address: host });
}

try {
  await main();
} catch (error) {
  if (error instanceof AppError) console.error(JSON.stringify({ failed: error.data.reason, ...error.data.details }));
  else if (error instanceof TypeError && 'code' in error) console.error(`${error.message}\n${USAGE}`);
  else console.error(error);
  process.exitCode = 1;
}
