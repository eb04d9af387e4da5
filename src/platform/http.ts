import { randomUUID } from 'node:crypto';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import Fastify from 'fastify';
import { answer } from './answer.ts';
import type { App } from './app.ts';
import { registerReference } from './serve-reference.ts';
import { nameActions } from './audit/action-titles.ts';
import type { FileReply } from './file-reply.ts';
import { fileHeaders } from './file-reply.ts';
import { guard } from './guard.ts';
import { isDatabaseAway } from './database-away.ts';
import { problemReply, preferredLanguage } from './problem-reply.ts';
import { badRequest, internalError, notFound, Problem, tooLarge, tooMany, unavailable } from './problems.ts';
import { requestFacts } from './request-facts.ts';
import type { Route } from './route.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    isStreamed?: boolean;
  }
}

const defaultBodyLimitBytes = 256 * 1024;
const requestsPerMinute = 1200;

/** The HTTP server with every route of every domain; nothing listens yet. */
export async function createServer(app: App, routes: readonly Route[]): Promise<FastifyInstance> {
  const server = Fastify({
    logger: false,
    // An open event stream would hold the shutdown for ever without this.
    forceCloseConnections: true,
    bodyLimit: defaultBodyLimitBytes,
    trustProxy: app.config.behindProxy ? 'loopback,uniquelocal' : false,
    genReqId: () => randomUUID(),
    routerOptions: { maxParamLength: 300 },
    ...(app.config.tls === null ? {} : { https: app.config.tls }),
  }) as FastifyInstance;
  server.decorateRequest('actor', null);
  await server.register(cookie);
  await server.register(compress, { global: true, encodings: ['br', 'gzip', 'deflate'], threshold: 1024 });
  await server.register(helmet, helmetOptions(app.config.publicUrl.startsWith('https:')));
  await server.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: '1 minute',
    errorResponseBuilder: (_request, context) => tooMany(Math.ceil(context.ttl / 1000)),
  });
  server.addContentTypeParser('application/octet-stream', (request, payload, done) => {
    const isStreamed = request.routeOptions.config.isStreamed === true;
    done(isStreamed ? null : badRequest([{ field: 'body', message: notJson }]), payload);
  });
  server.setErrorHandler((error, request, reply) =>
    sendProblem(app, asProblem(app, error, request), request, reply),
  );
  server.setNotFoundHandler((request, reply) =>
    sendProblem(
      app,
      notFound({ fr: request.url.slice(0, 200), en: request.url.slice(0, 200) }),
      request,
      reply,
    ),
  );
  for (const route of routes) addRoute(server, app, route);
  const contracts = routes.map((route) => route.contract);
  nameActions(contracts);
  registerReference(server, app, contracts);
  return server;
}

const notJson = {
  fr: 'Cette opération attend du JSON (Content-Type: application/json).',
  en: 'This operation takes JSON (Content-Type: application/json).',
};

function helmetOptions(secure: boolean) {
  return {
    enableCSPNonces: true,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'sha256-pgvDUBa4IjFA2yuSJ2cqcyxmNYJMborsd0ORcRv9vw8='"],
        imgSrc: ["'self'", 'data:'],
        fontSrc: ["'self'"],
        connectSrc: ["'self'"],
        workerSrc: ["'self'"],
        manifestSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    crossOriginEmbedderPolicy: false,
    referrerPolicy: { policy: 'no-referrer' as const },
  };
}

function addRoute(server: FastifyInstance, app: App, route: Route): void {
  const { contract } = route;
  server.route({
    method: contract.method,
    url: contract.path.replaceAll(/\{(\w+)\}/g, ':$1'),
    bodyLimit: contract.bodyLimitBytes ?? defaultBodyLimitBytes,
    config: {
      isStreamed: contract.streamed === true,
      ...(contract.ratePerMinute === undefined
        ? {}
        : { rateLimit: { max: contract.ratePerMinute, timeWindow: '1 minute' } }),
    },
    onRequest: guard(app, contract),
    handler: async (request, reply) => {
      const actor = request.actor;
      if (actor === null) throw new Error('a handler ran before its request was admitted');
      const raw = { params: request.params, query: request.query, body: request.body ?? undefined };
      reply.header('cache-control', 'no-store');
      const result = await answer(app, route, actor, requestFacts(request, reply), raw);
      if (contract.file === undefined) return result;
      const file = result as FileReply;
      return reply.headers(fileHeaders(file)).send(Buffer.from(file.bytes));
    },
  });
}

function asProblem(app: App, error: unknown, request: FastifyRequest): Problem {
  if (error instanceof Problem) return error;
  const code = (error as { code?: string }).code;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return tooLarge(request.routeOptions.bodyLimit ?? defaultBodyLimitBytes);
  const status = (error as { statusCode?: number }).statusCode;
  if (status !== undefined && status >= 400 && status < 500) {
    const message = error instanceof Error ? error.message : String(error);
    return badRequest([
      { field: 'body', message: { fr: `Corps illisible : ${message}`, en: `Unreadable body: ${message}` } },
    ]);
  }
  if (isDatabaseAway(error)) {
    const text = {
      fr: 'La base de données ne répond pas pour l’instant. Rien n’a été modifié ; réessayez dans quelques secondes.',
      en: 'The database does not answer for now. Nothing was changed; try again in a few seconds.',
    };
    return unavailable(text, error);
  }
  app.log.error('request failed', { reference: request.id, method: request.method, url: request.url, error });
  return internalError(request.id);
}

async function sendProblem(
  _app: App,
  problem: Problem,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', String(problem.retryAfterSeconds));
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="Vigie"');
  await reply
    .status(problem.status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify(problemReply(problem, preferredLanguage(request.headers['accept-language']))));
}
