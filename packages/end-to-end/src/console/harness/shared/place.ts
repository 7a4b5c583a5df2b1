/** What it runs on: the servers of all integration tests, by their names in vitest's context. */
export interface SharedServers {
  readonly kafka: Readonly<Record<string, string>>;
  readonly postgresUrl: string;
  readonly postgresPoolerUrl: string | null;
}

/** The console that the integration tests of a run share. */
export interface SharedConsole {
  /** Of the API, which serves the console. */
  readonly url: string;
  readonly databaseUrl: string;
  /** Where a Chromium lets Playwright in. */
  readonly chromium: string;
}
