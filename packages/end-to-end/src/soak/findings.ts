/** What can be wrong with a system that promises that nothing is lost, nothing comes twice, and all is told. */
export const FINDING_KINDS = ['lost', 'doubled', 'wrong', 'late'] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

export interface Finding {
  readonly kind: FindingKind;
  /** Who saw it: `log`, `projection`, `updates`, `feed`, … */
  readonly where: string;
  /** A sentence that names the task, so that it can be looked up. */
  readonly what: string;
  /** When it was seen: Unix milliseconds. */
  readonly at: number;
}

const KEPT = 10;

/** All that was found: counted, and the first ten of a kind and place in words. */
export class Findings {
  readonly #counts = new Map<string, number>();
  readonly #kept: Finding[] = [];

  add(kind: FindingKind, where: string, what: string): void {
    const key = `${kind} ${where}`;
    const count = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, count);
    if (count <= KEPT)
      this.#kept.push({ kind, where, what: what.replaceAll(/\s+/g, ' ').trim(), at: Date.now() });
  }

  count(kind: FindingKind, where?: string): number {
    if (where !== undefined) return this.#counts.get(`${kind} ${where}`) ?? 0;
    return [...this.#counts]
      .filter(([key]) => key.startsWith(`${kind} `))
      .reduce((sum, [, count]) => sum + count, 0);
  }

  total(): number {
    return FINDING_KINDS.reduce((sum, kind) => sum + this.count(kind), 0);
  }

  /** The first of each kind and place. */
  list(): readonly Finding[] {
    return this.#kept;
  }

  /** How many of which kind, by where they were seen. */
  table(): readonly ({ readonly where: string } & Readonly<Record<FindingKind, number>>)[] {
    const places = new Set([...this.#counts.keys()].map((key) => key.slice(key.indexOf(' ') + 1)));
    return [...places].map((where) => ({
      where,
      lost: this.count('lost', where),
      doubled: this.count('doubled', where),
      wrong: this.count('wrong', where),
      late: this.count('late', where),
    }));
  }
}
