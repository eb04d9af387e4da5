import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RequestFacts } from './route.ts';

export const sessionCookie = 'vigie_session';

/** The few facts of a request that handlers may know, free of the HTTP library. */
export function requestFacts(request: FastifyRequest, reply: FastifyReply): RequestFacts {
  const secure = request.protocol === 'https';
  return {
    ip: request.ip,
    userAgent: (request.headers['user-agent'] ?? '').slice(0, 300),
    secure,
    cookies: request.cookies,
    sessionToken: request.cookies[sessionCookie] ?? null,
    authorization: request.headers.authorization ?? null,
    csrf: singleHeader(request.headers['x-vigie-csrf']),
    origin: request.headers.origin ?? null,
    ownOrigin: `${request.protocol}://${request.host}`,
    setCookie: (name, value, options) => {
      reply.setCookie(name, value, {
        path: '/',
        sameSite: 'strict',
        secure,
        httpOnly: options.httpOnly,
        maxAge: options.maxAgeSeconds,
      });
    },
  };
}

function singleHeader(value: string | string[] | undefined): string | null {
  return typeof value === 'string' ? value : null;
}
