/** A time in which something was broken on purpose. Unix milliseconds. */
export interface FaultWindow {
  readonly what: string;
  readonly from: number;
  /** Infinity while it lasts. */
  readonly to: number;
}

/** When something was broken, from the blow until what was hit has had its time to recover. */
export class FaultWindows {
  readonly #windows: { readonly what: string; readonly from: number; to: number }[] = [];

  /** @returns to be called with the time at which what was hit is well again */
  open(what: string, from: number): (to: number) => void {
    const window = { what, from, to: Number.POSITIVE_INFINITY };
    this.#windows.push(window);
    return (to) => {
      window.to = Math.max(from, to);
    };
  }

  list(): readonly FaultWindow[] {
    return this.#windows;
  }

  /** Whether nothing was broken at any time from one moment to another one. */
  isCalm(from: number, to: number): boolean {
    return this.#windows.every((window) => window.to < from || window.from > to);
  }

  /** For how many milliseconds between two moments nothing was broken. */
  calmMs(from: number, to: number): number {
    let calm = Math.max(0, to - from);
    let reached = from;
    for (const window of this.#windows.toSorted((left, right) => left.from - right.from)) {
      const begin = Math.max(reached, window.from);
      const end = Math.min(to, window.to);
      if (end <= begin) continue;
      calm -= end - begin;
      reached = end;
    }
    return calm;
  }
}
