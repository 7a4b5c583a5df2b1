/** The C library, which no other may take the place of; what pages in a browser load; and what is no library. */
const LEFT_OUT = /^libc6$|^libjs-|^(?!lib)/;

/**
 * The libraries among what a Debian package depends on, the first of each choice:
 * `libc6 (>= 2.36), libevent-2.1-7 (>= 2.1.8) | libevent` gives `libevent-2.1-7`.
 */
export function packagesOf(depends: string): string[] {
  return depends
    .split(',')
    .map((choice) => /^[a-z0-9.+-]+/.exec(choice.trim())?.[0] ?? '')
    .filter((name) => !LEFT_OUT.test(name));
}
