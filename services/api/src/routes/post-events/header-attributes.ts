import { invalidRequest, type Problem } from '../../errors/invalid-request.ts';

const PREFIX = 'ce-';
/** What attributes may be called. `data` must not be one, and the content type says what `datacontenttype` would. */
const NAME = /^(?!(?:data|datacontenttype)$)[a-z0-9]+$/;
/** Without these, or with others, an event is another one. Whatever else cannot be read is left out. */
const DECISIVE: ReadonlySet<string> = new Set([
  ...['specversion', 'id', 'source', 'type', 'time', 'subject', 'tenantid'],
]);

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * The attributes of an event in binary mode, from the headers as they came: `ce-` and the name. Empty ones are absent.
 *
 * @param rawHeaders names and values in turn, in Latin-1 as Node reads them
 * @returns null where no header has an attribute
 * @throws ApiError `invalid_request` for an attribute that comes twice, or one of those that identify the event that cannot
 * be read
 */
export function headerAttributes(rawHeaders: readonly string[]): Readonly<Record<string, string>> | null {
  const attributes = new Map<string, string>();
  const seen = new Set<string>();
  const problems: Problem[] = [];
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const header = rawHeaders[index]?.toLowerCase() ?? '';
    if (!header.startsWith(PREFIX)) continue;
    if (seen.has(header)) problems.push({ path: [header], message: 'must be given once' });
    seen.add(header);
    const name = header.slice(PREFIX.length);
    if (!NAME.test(name)) continue;
    const { value, problem } = decoded(rawHeaders[index + 1] ?? '');
    if (problem !== undefined && DECISIVE.has(name)) problems.push({ path: [header], message: problem });
    else if (value !== undefined && value !== '') attributes.set(name, value);
  }
  if (problems.length > 0) throw invalidRequest(problems);
  return seen.size === 0 ? null : Object.fromEntries(attributes);
}

type Decoded =
  | { readonly value: string; readonly problem?: never }
  | { readonly problem: string; readonly value?: never };

/**
 * The value of an attribute, by section 3.1.3.2 of the HTTP binding of CloudEvents 1.0: a quoted string is unquoted, then
 * percent-sequences are decoded, once. What is not ASCII must be UTF-8, as it stands and as it is encoded.
 */
function decoded(header: string): Decoded {
  let value: string;
  try {
    value = utf8.decode(Buffer.from(header, 'latin1'));
  } catch {
    return { problem: 'must be UTF-8' };
  }
  const plain = unquoted(value);
  if (plain === undefined) return { problem: 'must end with the quote that it begins with' };
  try {
    return { value: decodeURIComponent(plain) };
  } catch {
    return { problem: 'must be percent-encoded UTF-8, in which a percent sign is %25' };
  }
}

/** RFC 9110, section 5.6.4. */
const QUOTED = /^"(?:[^"\\]|\\.)*"$/s;

/** @returns undefined where the string begins with a quote and does not end with its own */
function unquoted(value: string): string | undefined {
  if (!value.startsWith('"')) return value;
  return QUOTED.test(value) ? value.slice(1, -1).replaceAll(/\\(.)/gs, '$1') : undefined;
}
