import { runCommand } from '../harness/command.ts';

/** What stands for the last release until one has a tag: the commit before the first migration that is not in `prisma/released.json`. */
const BEFORE_THE_FIRST_RELEASE = 'eedfc9b';

/**
 * The commit of a revision; without one of the newest tag `v…`, else of {@link BEFORE_THE_FIRST_RELEASE}.
 *
 * @throws a sentence, where this clone does not have it
 */
export async function fromRevision(named: string | undefined): Promise<string> {
  const tag = await git('describe', '--tags', '--abbrev=0', '--match', 'v*').catch(() => null);
  const revision = named ?? tag ?? BEFORE_THE_FIRST_RELEASE;
  return await git('rev-parse', '--verify', '--quiet', `${revision}^{commit}`).catch((cause) => {
    throw new Error(
      `This clone does not have ${revision}. Name another one with --from, or bring the history: git fetch --unshallow --tags`,
      { cause },
    );
  });
}

async function git(...args: readonly string[]): Promise<string> {
  return (await runCommand({ command: 'git', args })).trim();
}
