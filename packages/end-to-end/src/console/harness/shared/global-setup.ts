import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import { type StartedConsole, startInBackground } from './start-in-background.ts';
import './provided.ts';

/** One console for all integration tests of a run, started when the first of them asks for it. Vitest calls what it returns at the end. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  let started: Promise<StartedConsole> | undefined;
  const starter = createServer((_request, response) => {
    const { kafka, postgresUrl, postgresPoolerUrl } = project.getProvidedContext();
    started ??= startInBackground({ kafka, postgresUrl, postgresPoolerUrl });
    started.then(
      ({ place }) => response.end(JSON.stringify(place)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await new Promise<void>((resolve) => starter.listen(0, '127.0.0.1', resolve));
  project.provide('consoleStarter', `http://127.0.0.1:${(starter.address() as AddressInfo).port}`);
  return async () => {
    starter.closeAllConnections();
    starter.close();
    await started?.then(
      ({ stop }) => stop(),
      () => {},
    );
  };
}
