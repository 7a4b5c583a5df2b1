import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const fileOf = (dataDir: string) => join(dataDir, 'port');

/** The port that the server of this folder had the last time. */
export async function readPort(dataDir: string): Promise<number | undefined> {
  const port = Number(await readFile(fileOf(dataDir), 'utf8').catch(() => ''));
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined;
}

export async function writePort(dataDir: string, port: number): Promise<void> {
  await writeFile(fileOf(dataDir), String(port));
}
