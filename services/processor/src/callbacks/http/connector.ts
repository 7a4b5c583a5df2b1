import { once } from 'node:events';
import {
  connect as connectTcp,
  isIP,
  type LookupFunction,
  type Socket,
  type TcpSocketConnectOpts,
} from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { buildConnector } from 'undici';
import type { CallbackRules, Origin } from '../guard/callback-rules.ts';
import type { ResolveName } from '../guard/resolve-name.ts';
import { ConnectError, type ConnectFault, isOurs } from './attempt-failure.ts';

export interface ConnectorOptions {
  readonly rules: CallbackRules;
  readonly resolveName: ResolveName;
  /** Certificates to trust instead of the usual ones, in PEM. */
  readonly ca?: string | undefined;
  /** Opens the connection itself. */
  readonly openSocket?: (options: TcpSocketConnectOpts) => Socket;
}

/** Makes connections that the rules allow, until the signal is aborted. */
export type Connector = (signal: AbortSignal) => buildConnector.connector;

/**
 * Connects in steps, and each one ends it with a {@link ConnectError}:
 *
 * 1. Addresses: of a name, all that the name servers have; of an IP address, itself.
 * 2. The rules, over all of them: one that is refused refuses the rest. Nothing is opened before.
 * 3. TCP, to these addresses and no other: the name is not looked up again, so another answer changes nothing.
 * 4. The rules again, over the address that the socket says it has. Nothing is sent before.
 * 5. TLS, with the name of the URL.
 */
export function createConnector(options: ConnectorOptions): Connector {
  return (signal) => (origin, callback) => {
    connect(options, origin, signal).then(
      (socket) => callback(null, socket),
      (error: unknown) => callback(error instanceof ConnectError ? error : failure('connect', error), null),
    );
  };
}

async function connect(options: ConnectorOptions, origin: Origin, signal: AbortSignal): Promise<Socket> {
  const { rules, resolveName, ca, openSocket = connectTcp } = options;
  const host = origin.hostname.replace(/^\[|\]$/g, '');
  const addresses = isIP(host) === 0 ? await step('dns', signal, resolveName(host, signal)) : [host];
  check(rules, origin, addresses);

  const secure = origin.protocol === 'https:';
  const port = origin.port === '' ? (secure ? 443 : 80) : Number(origin.port);
  const socket = openSocket({
    host,
    port,
    lookup: pinned(addresses),
    autoSelectFamily: true,
    noDelay: true,
    keepAlive: true,
  });
  try {
    await step('connect', signal, once(socket, 'connect', { signal }));
    check(rules, origin, [socket.remoteAddress ?? '']);
    return secure ? await handshake(socket, host, signal, ca) : socket;
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

async function handshake(
  socket: Socket,
  host: string,
  signal: AbortSignal,
  ca: string | undefined,
): Promise<Socket> {
  // Neither an IP address nor the dot at the end of a name belongs into SNI.
  const name = host.replace(/\.$/, '');
  const secure = connectTls({
    socket,
    host: name,
    ...(isIP(name) === 0 ? { servername: name } : {}),
    ALPNProtocols: ['http/1.1'],
    ...(ca === undefined ? {} : { ca }),
  });
  try {
    await step('tls', signal, once(secure, 'secureConnect', { signal }));
    return secure;
  } catch (error) {
    secure.destroy();
    throw error;
  }
}

function check(rules: CallbackRules, origin: Origin, addresses: readonly string[]): void {
  const reason = rules.checkAddresses(origin, addresses);
  if (reason !== null) throw new ConnectError({ kind: 'blocked', reason });
}

async function step<Value>(
  kind: 'dns' | 'connect' | 'tls',
  signal: AbortSignal,
  work: Promise<Value>,
): Promise<Value> {
  try {
    return await work;
  } catch (error) {
    throw failure(signal.aborted ? 'timeout' : kind, error);
  }
}

function failure(kind: Exclude<ConnectFault['kind'], 'blocked' | 'ours'>, error: unknown): ConnectError {
  return new ConnectError(kind === 'connect' && isOurs(error) ? { kind: 'ours' } : { kind }, error);
}

/** Answers with what was checked, whatever is asked. */
function pinned(addresses: readonly string[]): LookupFunction {
  const found = addresses.map((address) => ({ address, family: isIP(address) }));
  return (_name, { all }, callback) => {
    const [first] = found;
    if (all) callback(null, found);
    else callback(null, first?.address ?? '', first?.family);
  };
}
