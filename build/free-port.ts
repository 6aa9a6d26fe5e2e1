import net, { type AddressInfo } from 'node:net';

function listen(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once('error', () => resolve(null));
    probe.listen(port, '127.0.0.1', () => {
      const { port: given } = probe.address() as AddressInfo;
      probe.close(() => resolve(given));
    });
  });
}

/** The wanted port when nobody listens on it, else null. */
export async function portIfFree(port: number): Promise<number | null> {
  return listen(port);
}

export async function anyFreePort(): Promise<number> {
  const port = await listen(0);
  if (port === null) throw new Error('no free port on 127.0.0.1');
  return port;
}
