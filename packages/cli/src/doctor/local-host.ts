/** Whether what is sent there stays on this machine: sockets and loopback. */
export function isLocalHost(host: string): boolean {
  return /^(?:\/.*|localhost|127(?:\.\d+){3}|\[?::1\]?)$/.test(host);
}
