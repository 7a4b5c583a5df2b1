const LINE = 16;

/** What base64 stands for. @throws where it is none */
export function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decoded(bytes: Uint8Array): string | null {
  try {
    return decoder.decode(bytes);
  } catch {
    return null;
  }
}

/** How long the sequence is that a byte of UTF-8 begins; 1 where it begins none. */
function lengthBegunBy(byte: number): number {
  if (byte >= 0xf0 && byte < 0xf8) return 4;
  if (byte >= 0xe0 && byte < 0xf0) return 3;
  return byte >= 0xc0 && byte < 0xe0 ? 2 : 1;
}

export interface BytesText {
  /** What is not UTF-8 stands in it byte by byte, as `\xff`. */
  readonly text: string;
  readonly isUtf8: boolean;
}

/** Bytes as the text that they are, or nearly are. */
export function textOf(bytes: Uint8Array): BytesText {
  const whole = decoded(bytes);
  if (whole !== null) return { text: whole, isUtf8: true };
  let text = '';
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at] ?? 0;
    const length = lengthBegunBy(byte);
    const part = at + length <= bytes.length ? decoded(bytes.subarray(at, at + length)) : null;
    text += part ?? `\\x${hex(byte)}`;
    at += part === null ? 1 : length;
  }
  return { text, isUtf8: false };
}

export interface HexLine {
  /** Of its first byte, as eight hexadecimal digits. */
  readonly offset: string;
  /** Sixteen bytes at most: `7b 22 61 …`. */
  readonly hex: string;
  /** The same in printable ASCII, a dot for all else. */
  readonly ascii: string;
}

/** Bytes as `hexdump -C` shows them. */
export function hexLines(bytes: Uint8Array): readonly HexLine[] {
  return Array.from({ length: Math.ceil(bytes.length / LINE) }, (_, index) => {
    const line = bytes.subarray(index * LINE, (index + 1) * LINE);
    return {
      offset: (index * LINE).toString(16).padStart(8, '0'),
      hex: Array.from(line, hex).join(' '),
      ascii: Array.from(line, (byte) => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join(
        '',
      ),
    };
  });
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}

/** `17 bytes`, `2.4 KiB`, `1.2 MiB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return bytes === 1 ? '1 byte' : `${bytes} bytes`;
  const [size, unit] = bytes < 1024 * 1024 ? [1024, 'KiB'] : [1024 * 1024, 'MiB'];
  return `${(bytes / size).toFixed(1)} ${unit}`;
}
