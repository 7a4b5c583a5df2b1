import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Bytes of the files below a folder whose path, from there, matches. Files that go meanwhile count for nothing. */
export async function folderSize(folder: string, matches: (path: string) => boolean): Promise<number> {
  const paths = (await readdir(folder, { recursive: true })).filter(matches);
  const sizes = await Promise.all(
    paths.map((path) =>
      stat(join(folder, path)).then(
        // What is allocated beforehand, as an index of Kafka is, takes no room.
        (entry) => (entry.isFile() ? entry.blocks * 512 : 0),
        () => 0,
      ),
    ),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
