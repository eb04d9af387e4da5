import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { getOpenApi } from './api.ts';
import type { App } from './app.ts';
import type { Contract } from './contract.ts';
import { generateOpenApi } from './generate-openapi.ts';
import { guard } from './guard.ts';

const folder = join(import.meta.dirname, 'reference');
/** The page holds nothing of the estate; what it reads (`/api/openapi.json`) needs an account. */
const files = {
  '/api/docs': ['reference.html', 'text/html'],
  '/api/docs/reference.css': ['reference.css', 'text/css'],
  '/api/docs/reference.js': ['reference.js', 'text/javascript'],
} as const;

/** Serves the OpenAPI document and the page that reads it, all from this server. */
export function registerReference(server: FastifyInstance, app: App, contracts: readonly Contract[]): void {
  let document: string | null = null;
  server.get(getOpenApi.path, { onRequest: guard(app, getOpenApi) }, async (_request, reply) => {
    document ??= generateOpenApi(contracts);
    return reply.type('application/json; charset=utf-8').header('cache-control', 'no-cache').send(document);
  });
  for (const [path, [file, type]] of Object.entries(files)) {
    const content = readFileSync(join(folder, file), 'utf8');
    server.get(path, async (_request, reply) =>
      reply.type(`${type}; charset=utf-8`).header('cache-control', 'no-cache').send(content),
    );
  }
}
