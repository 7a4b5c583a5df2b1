import { access, mkdir, readdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { MissingPrerequisite } from '@taskfold/local-servers';

/** Memory that processes may take together, which the kernel holds: it kills what goes beyond. */
export interface MemoryLimit extends AsyncDisposable {
  /** Counts a process from now on, and what it starts. */
  add(pid: number): Promise<void>;
}

interface Controller {
  readonly folder: string;
  /** By the name of the file, what is written to it. */
  readonly settings: (bytes: number) => Readonly<Record<string, string>>;
}

const VERSION_2: Controller = {
  folder: '/sys/fs/cgroup',
  settings: (bytes) => ({ 'memory.max': String(bytes), 'memory.swap.max': '0' }),
};
const VERSION_1: Controller = {
  folder: '/sys/fs/cgroup/memory',
  settings: (bytes) => ({ 'memory.limit_in_bytes': String(bytes), 'memory.swappiness': '0' }),
};

const PREFIX = 'taskfold-bench-';

/**
 * A control group of its own, as a container has one.
 *
 * @throws MissingPrerequisite where this user may not make one
 */
export async function limitMemory(name: string, bytes: number): Promise<MemoryLimit> {
  const isFirst = await access(`${VERSION_1.folder}/memory.limit_in_bytes`).then(
    () => true,
    () => false,
  );
  const { folder, settings } = isFirst ? VERSION_1 : VERSION_2;
  const group = `${folder}/${PREFIX}${process.pid}-${name}`;
  try {
    // One with a process in it cannot be removed: what goes is what a benchmark that was killed has left.
    const left = (await readdir(folder)).filter((entry) => entry.startsWith(PREFIX));
    await Promise.allSettled(left.map((entry) => rmdir(`${folder}/${entry}`)));
    await mkdir(group);
    for (const [file, text] of Object.entries(settings(bytes))) await writeFile(`${group}/${file}`, text);
  } catch (error) {
    await rmdir(group).catch(() => {});
    throw new MissingPrerequisite(
      `To limit memory this benchmark makes a control group in ${folder}, which failed (${String(error)}). Run it as root on Linux, or in a container that may.`,
    );
  }
  return {
    add: (pid) => writeFile(`${group}/cgroup.procs`, String(pid)),
    async [Symbol.asyncDispose]() {
      // It can be removed when the kernel has buried the last process.
      for (let attempt = 0; attempt < 50; attempt += 1) {
        if ((await readFile(`${group}/cgroup.procs`, 'utf8').catch(() => '')) === '') {
          await rmdir(group).catch(() => {});
          return;
        }
        await wait(100);
      }
    },
  };
}
