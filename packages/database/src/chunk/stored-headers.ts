/**
 * Headers of a record as JSON: name to value in Base64. A name may hold what jsonb refuses, which becomes U+FFFD; a header
 * without a value is null.
 */
export function storedHeaders(headers: Readonly<Record<string, Buffer | null | undefined>>): string {
  const texts = Object.entries(headers).map(([name, value]) => [
    name.toWellFormed().replaceAll('\u0000', '\ufffd'),
    value?.toString('base64') ?? null,
  ]);
  return JSON.stringify(Object.fromEntries(texts));
}
