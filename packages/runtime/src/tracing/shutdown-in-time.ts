/** A collector that does not answer must not hold up the end of the process. */
const STOP_MS = 3000;

/** Sends what is left, for three seconds at most. Never rejects: that it could not be sent, the exporter has said itself. */
export async function shutdownInTime(provider: { shutdown(): Promise<void> }): Promise<void> {
  const late = Promise.withResolvers<void>();
  const timer = setTimeout(late.resolve, STOP_MS);
  await Promise.race([provider.shutdown().catch(() => {}), late.promise]);
  clearTimeout(timer);
}
