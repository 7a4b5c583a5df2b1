import { readFile } from 'node:fs/promises';
import { writePrivateFile } from '@taskfold/local-state';
import { z } from 'zod';
import { CommandFailure } from '../../outcome/command-failure.ts';

const content = z.object({ next_cursor: z.string().min(1) });

/**
 * @returns the cursor that was stored there; none where there is no such file
 * @throws CommandFailure where the file is there and is not what was written
 */
export async function readCursor(path: string): Promise<string | undefined> {
  try {
    return content.parse(JSON.parse(await readFile(path, 'utf8'))).next_cursor;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    throw new CommandFailure(
      'usage',
      `${path} holds no cursor: remove it to begin anew, or name another file.`,
      { cause },
    );
  }
}

/** What is stored is the old cursor or the new one, never a part. */
export async function writeCursor(path: string, next_cursor: string): Promise<void> {
  await writePrivateFile(path, { next_cursor });
}
