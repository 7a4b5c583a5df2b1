/** Does it, and says so with how long it took. @throws what it throws */
export async function step<Value>(what: string, act: () => Promise<Value>): Promise<Value> {
  const started = performance.now();
  const value = await act();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(`${what} (${seconds} s)\n`);
  return value;
}
