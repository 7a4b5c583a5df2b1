const REPLACEMENT = '\ufffd';

// A backslash takes the character after it with it, so that `\\u0000` (an escaped backslash and five letters) stays.
const ESCAPE = /\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)/g;
const UNPAIRED_OR_NUL = /^\\u(?:0000|d[89a-f][0-9a-f]{2})$/i;

/**
 * JSON text in which the escapes that PostgreSQL's jsonb refuses, `\u0000` and surrogates without their other half,
 * are replaced by U+FFFD, in keys and values. In text that came as valid UTF-8 these can be nothing but escapes.
 */
export function cleanEscapes(text: string): string {
  if (!text.includes('\\u')) return text;
  return text.replace(ESCAPE, (sequence) => (UNPAIRED_OR_NUL.test(sequence) ? REPLACEMENT : sequence));
}

/** The same for a string that is not JSON, such as a header. */
export function cleanString(text: string): string {
  return text.toWellFormed().replaceAll('\u0000', REPLACEMENT);
}
