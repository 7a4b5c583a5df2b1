import type { BlockReason } from '../guard/callback-rules.ts';

/** What kept a connection from being made. */
export type ConnectFault =
  | { readonly kind: 'dns' | 'connect' | 'tls' | 'timeout' }
  | { readonly kind: 'blocked'; readonly reason: BlockReason }
  /** This process's own: it is out of sockets, ports or memory. */
  | { readonly kind: 'ours' };

/** A connection was not made. Its message names neither host nor address. */
export class ConnectError extends Error {
  override readonly name = 'ConnectError';
  readonly fault: ConnectFault;

  constructor(fault: ConnectFault, cause?: unknown) {
    super(fault.kind === 'blocked' ? `blocked: ${fault.reason}` : `failed at ${fault.kind}`, { cause });
    this.fault = fault;
  }
}

const OUR_CODES: ReadonlySet<unknown> = new Set(['EMFILE', 'ENFILE', 'ENOBUFS', 'ENOMEM', 'EADDRNOTAVAIL']);

/** Whether a system error is a lack of this machine's and tells nothing of the receiver. */
export function isOurs(error: unknown): boolean {
  return error instanceof Error && 'code' in error && OUR_CODES.has(error.code);
}
