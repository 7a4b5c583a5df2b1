declare module 'vitest' {
  interface ProvidedContext {
    /** Where the console of the integration tests is asked for; it is started when it is. */
    consoleStarter: string;
  }
}

export type {};
