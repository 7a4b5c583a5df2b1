/** `warn`: it works, and will not in some case. `fail`: something is lost, stands still or is not done. */
type Severity = 'warn' | 'fail';

/** Something that is not as it should be. Outside data in it is escaped where it is drawn. */
export interface Finding {
  readonly severity: Severity;
  /** What was seen, with what was measured, as a sentence. */
  readonly found: string;
  /** How to mend it, as a sentence. */
  readonly toDo: string;
}

export interface Examined {
  /** What was seen, in a few words, also where all is well. */
  readonly summary: string;
  /** What was measured, for programs. */
  readonly values?: Readonly<Record<string, unknown>>;
  readonly findings?: readonly Finding[];
}

/** One thing that is looked at. It changes nothing, wherever it looks. */
export interface Check {
  /** For programs, `group.name`; it stays. */
  readonly id: string;
  readonly title: string;
  /** Where the matter is explained: a file of the repository, with the heading. */
  readonly page: string;
  /** Ids of checks that must not have failed before this one makes sense. */
  readonly needs?: readonly string[];
  /**
   * @throws CannotTell where nobody can look at it from here
   * @throws anything else: then nobody knows whether all is well, which is a finding
   */
  examine(signal: AbortSignal): Promise<Examined>;
}

/** What keeps a check from being done, which is no fault of what is looked at. */
export class CannotTell extends Error {
  override readonly name = 'CannotTell';
}

export function fail(found: string, toDo: string): Finding {
  return { severity: 'fail', found, toDo };
}

export function warn(found: string, toDo: string): Finding {
  return { severity: 'warn', found, toDo };
}

/** The finding, or nothing: for lists. */
export function when(isSo: boolean, finding: () => Finding): readonly Finding[] {
  return isSo ? [finding()] : [];
}
