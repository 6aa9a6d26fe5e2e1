import { parseArgs } from 'node:util';
import { AppError } from '../src-shared/errors.ts';
import { startServer } from './compose.ts';

const USAGE = 'usage: npm run server -- [--port 8650] [--host 127.0.0.1] [--data FOLDER] [--demo] [--demo-scale 1]';

/** The central server by itself: `DATABASE_URL` → PostgreSQL, else the embedded store in the data folder. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: process.env.HEDUI_PORT ?? '8650' },
      host: { type: 'string', default: '127.0.0.1' },
      data: { type: 'string', default: process.env.HEDUI_DATA ?? '.hedui/server' },
      demo: { type: 'boolean', default: false },
      'demo-scale': { type: 'string', default: '1' },
    },
  });
  const server = await startServer({
    dataFolder: values.data,
    databaseUrl: process.env.DATABASE_URL ?? null,
    host: values.host,
    port: Number(values.port),
    demo: values.demo,
    demoScale: Number(values['demo-scale']),
    clock: Date.now,
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
}

try {
  await main();
} catch (error) {
  if (error instanceof AppError) console.error(JSON.stringify({ failed: error.data.reason, ...error.data.details }));
  else if (error instanceof TypeError && 'code' in error) console.error(`${error.message}\n${USAGE}`);
  else console.error(error);
  process.exitCode = 1;
}
