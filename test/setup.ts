import { socketVariable, startTestServer, type TestServer } from './postgres-server.ts';

let server: TestServer | undefined;

/** Run once before the tests of a run: one PostgreSQL for all of them. */
export async function globalSetup(): Promise<void> {
  server = await startTestServer();
  process.env[socketVariable] = server.socketDirectory;
}

export function globalTeardown(): void {
  server?.discard();
}
