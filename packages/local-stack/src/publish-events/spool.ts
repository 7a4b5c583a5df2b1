import { createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Keeps a stream in a file, so that it can be read twice. The caller removes it. */
export async function spool(
  stream: Readable,
  signal: AbortSignal,
): Promise<{ path: string; remove(): Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'taskfold-publish-'));
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const path = join(folder, 'events.ndjson');
    await pipeline(stream, createWriteStream(path, { mode: 0o600 }), { signal });
    return { path, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}
