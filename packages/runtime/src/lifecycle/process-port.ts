/** What the lifecycle needs of the process that it runs in. */
export interface ProcessPort {
  /** @returns a function that ends the listening */
  onSignal(listener: (signal: 'SIGINT' | 'SIGTERM') => void): () => void;
  /** Errors that nobody caught. */
  onFatal(listener: (error: unknown) => void): () => void;
  exit(code: number): void;
}

/** The process itself. */
export function thisProcess(): ProcessPort {
  return {
    onSignal(listener) {
      process.on('SIGINT', listener);
      process.on('SIGTERM', listener);
      return () => {
        process.off('SIGINT', listener);
        process.off('SIGTERM', listener);
      };
    },
    onFatal(listener) {
      process.on('uncaughtException', listener);
      process.on('unhandledRejection', listener);
      return () => {
        process.off('uncaughtException', listener);
        process.off('unhandledRejection', listener);
      };
    },
    exit: (code) => process.exit(code),
  };
}
