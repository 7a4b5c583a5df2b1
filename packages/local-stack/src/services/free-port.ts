import { createServer } from 'node:net';

const HOST = '127.0.0.1';
const NEIGHBOURS = 20;

/**
 * The wanted port when it is free on every address, else one of the next few, else any free one.
 *
 * @param wanted 0 is any free one
 * @param taken ports that were promised already
 */
export async function findFreePort(wanted: number, taken: ReadonlySet<number> = new Set()): Promise<number> {
  if (wanted !== 0) {
    for (let port = wanted; port < Math.min(wanted + NEIGHBOURS, 65_536); port++) {
      if (
        !taken.has(port) &&
        (await listenOn(port, undefined)) !== undefined &&
        (await listenOn(port, HOST)) !== undefined
      ) {
        return port;
      }
    }
  }
  for (;;) {
    const port = await listenOn(0, HOST);
    if (port !== undefined && !taken.has(port)) return port;
  }
}

/** @returns the port, free again; `undefined` when it is taken */
async function listenOn(port: number, host: string | undefined): Promise<number | undefined> {
  const probe = createServer();
  return await new Promise((resolve) => {
    probe.once('error', () => resolve(undefined));
    probe.listen({ port, exclusive: true, ...(host === undefined ? {} : { host }) }, () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : undefined));
    });
  });
}
