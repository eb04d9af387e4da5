import type { FastifyReply, FastifyRequest } from 'fastify';
import { admit } from './answer.ts';
import type { App } from './app.ts';
import { recordAudit } from './audit/record-audit.ts';
import { authenticate } from './auth/authenticate.ts';
import type { Contract } from './contract.ts';
import { Problem } from './problems.ts';
import { requestFacts } from './request-facts.ts';
import type { Actor } from './rights.ts';

declare module 'fastify' {
  interface FastifyRequest {
    actor: Actor | null;
  }
}

/** Settles who asks and whether they may, before anything else of the request is read. */
export function guard(app: App, contract: Pick<Contract, 'id' | 'method' | 'right'>) {
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const actor = await authenticate(app, requestFacts(request, reply), contract);
    request.actor = actor;
    try {
      admit(contract, actor);
    } catch (problem) {
      if (contract.method !== 'GET') await recordRefusal(app, actor, contract.id, request.ip, problem);
      throw problem;
    }
  };
}

async function recordRefusal(
  app: App,
  actor: Actor,
  action: string,
  ip: string,
  problem: unknown,
): Promise<void> {
  // Only known actors: anonymous noise must not be able to fill the log.
  if (actor.kind === 'anonymous') return;
  const outcome = problem instanceof Problem ? problem.code : 'internal-error';
  await recordAudit(app.db, { actor, action, outcome, ip });
}
