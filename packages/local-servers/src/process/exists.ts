import { access } from 'node:fs/promises';

/** Whether there is a file or folder at this path that we can see. */
export async function exists(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  );
}
