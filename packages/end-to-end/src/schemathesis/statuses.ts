/** How often each operation was answered with each status. */
export interface StatusCounts {
  /** @param operation null where the document has none */
  count(operation: string | null, status: number): void;
  reset(): void;
  /** A line for each operation: its name, and its statuses with how often each came. */
  table(operations: readonly string[]): string;
  /** The operations that never answered with a 2xx. */
  unreached(operations: readonly string[]): readonly string[];
}

export function countStatuses(): StatusCounts {
  const counts = new Map<string, Map<number, number>>();
  const of = (operation: string) => [...(counts.get(operation) ?? [])].sort(([a], [b]) => a - b);

  return {
    count(operation, status) {
      const name = operation ?? 'none';
      const own = counts.get(name) ?? new Map<number, number>();
      counts.set(name, own.set(status, (own.get(status) ?? 0) + 1));
    },
    reset: () => counts.clear(),
    table(operations) {
      const width = Math.max(...operations.map((name) => name.length)) + 2;
      const lines = [...operations, 'none'].map((name) => {
        const shown = of(name).map(([status, times]) => `${status} × ${times}`);
        return `${name.padEnd(width)}${shown.join(', ') || '-'}`;
      });
      return lines.join('\n');
    },
    unreached: (operations) =>
      operations.filter((name) => !of(name).some(([status]) => status >= 200 && status < 300)),
  };
}
