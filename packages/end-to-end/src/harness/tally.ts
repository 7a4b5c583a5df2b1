import { messageOf } from '@taskfold/runtime';

/** Says of several things how each went, a line each, and counts. What a machine lacks has not passed, and is no fault of ours. */
export interface Tally {
  /**
   * @param name begins the line
   * @param bring whatever it needs: what that throws is why it is not to be had here
   * @param act tries it: what that throws is why it failed
   */
  attempt<Brought>(
    name: string,
    bring: () => Promise<Brought>,
    act: (brought: Brought) => Promise<void>,
  ): Promise<void>;
  /** Says how many there were of each. @returns the exit code of the process: 1 where one failed or none passed */
  end(): 0 | 1;
}

/** @param write is given what is said; standard output unless it is given */
export function createTally(write = (text: string): unknown => process.stdout.write(text)): Tally {
  const counts = { passed: 0, failed: 0, missing: 0 };
  const say = (line: string) => write(`${line}\n`);
  return {
    async attempt(name, bring, act) {
      let count: keyof typeof counts = 'missing';
      let started = performance.now();
      const took = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
      try {
        const brought = await bring();
        count = 'failed';
        started = performance.now();
        await act(brought);
        count = 'passed';
        say(`${name}: passed (${took()})`);
      } catch (error) {
        say(
          `${name}: ${count === 'missing' ? 'not to be had here' : `failed (${took()})`}: ${messageOf(error)}`,
        );
      }
      counts[count] += 1;
    },
    end() {
      const { passed, failed, missing } = counts;
      say(`${passed} passed, ${failed} failed, ${missing} not to be had here`);
      return failed > 0 || passed === 0 ? 1 : 0;
    },
  };
}
