import { createWriteStream, type WriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';

interface Logs extends AsyncDisposable {
  /** @param name of who says it, which the file is named by: `processor 1` */
  readonly write: (name: string, line: string) => void;
}

/** Of each request there is a line, which says nothing that the report does not. */
const REQUEST = '"msg":"request"';

/** What processes said, a file each in a folder, which is emptied before. */
export async function writeLogs(folder: string): Promise<Logs> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const files = new Map<string, WriteStream>();
  return {
    write(name, line) {
      if (line.includes(REQUEST)) return;
      const file =
        files.get(name) ?? createWriteStream(join(folder, `${name.replaceAll(' ', '-').toLowerCase()}.log`));
      files.set(name, file);
      file.write(`${line}\n`);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all([...files.values()].map((file) => new Promise((resolve) => file.end(resolve))));
    },
  };
}
