/** Why a database could not be used, for people. */
export interface DatabaseFault {
  /** What is wrong and what to do, in one sentence that names the variable. No secret. */
  readonly sentence: string;
  /** Whether it may pass by itself, so that waiting is worth it. */
  readonly passes: boolean;
}

export const stays = (sentence: string): DatabaseFault => ({ sentence, passes: false });
export const passes = (sentence: string): DatabaseFault => ({ sentence, passes: true });
