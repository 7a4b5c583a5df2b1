declare module 'swagger-ui-dist' {
  /** The folder of the library's files. */
  export function getAbsoluteFSPath(): string;
}
