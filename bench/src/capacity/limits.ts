/** How much a process is given. */
export interface Limits {
  readonly memoryBytes: number;
  /** Of Node, for a process that has so much. */
  readonly nodeOptions: string;
}

export const MEBIBYTE = 2 ** 20;
export const mebibytes = (bytes: number | null) =>
  bytes === null ? '?' : `${Math.round(bytes / MEBIBYTE)} MiB`;
