/**
 * Asks for what a metric shows once all that are read at once have been, among them the statements that wait for a connection: what a
 * collection asks of the database itself must not count there.
 */
export async function afterGauges<T>(read: () => Promise<T>): Promise<T> {
  await Promise.resolve();
  return await read();
}
