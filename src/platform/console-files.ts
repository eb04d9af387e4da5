import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import serveStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';
import { notFound } from './problems.ts';

const yearSeconds = 31_536_000;

/** Serves the built console; any path that is no file and no interface is its single page, with the style nonce of the reply. */
export async function serveConsole(server: FastifyInstance, directory: string): Promise<void> {
  const page = readPage(directory);
  await server.register(serveStatic, {
    root: directory,
    index: false,
    wildcard: false,
    // Built files bear the hash of their content; the others may change under the same name.
    setHeaders: (reply, path) => {
      const hashed = path.includes(`${join('/', 'files')}/`);
      reply.header('cache-control', hashed ? `public, max-age=${yearSeconds}, immutable` : 'no-cache');
    },
  });
  server.get('/*', async (request, reply) => {
    const path = request.url.split('?')[0] ?? '/';
    if (path.startsWith('/api/') || path.startsWith('/files/')) {
      throw notFound({ fr: path.slice(0, 200), en: path.slice(0, 200) });
    }
    const html = page.replaceAll('__CSP_NONCE__', reply.cspNonce.style);
    return reply.type('text/html; charset=utf-8').header('cache-control', 'no-store').send(html);
  });
}

function readPage(directory: string): string {
  const file = join(directory, 'index.html');
  if (!existsSync(file)) throw new Error(`the console is not built: ${file} is missing`);
  return readFileSync(file, 'utf8');
}
