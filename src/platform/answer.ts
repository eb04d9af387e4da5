import { z } from 'zod';
import type { App } from './app.ts';
import { recordAudit } from './audit/record-audit.ts';
import type { Contract } from './contract.ts';
import { badRequest, forbidden, notSignedIn, Problem } from './problems.ts';
import type { Actor } from './rights.ts';
import { holds } from './rights.ts';
import type { AuditNote, RequestFacts, Route } from './route.ts';
import { validate } from './validate.ts';

export interface RawRequest {
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
}

/** Refuses who may not: nobody known → 401, not the right → 403. Runs before a body is read. */
export function admit(contract: Pick<Contract, 'right'>, actor: Actor): void {
  if (holds(actor, contract.right)) return;
  throw actor.kind === 'anonymous' ? notSignedIn() : forbidden(contract.right);
}

/** Validates, runs and audits one request; a write and its audit entry commit together or not at all. */
export async function answer(
  app: App,
  route: Route,
  actor: Actor,
  request: RequestFacts,
  raw: RawRequest,
): Promise<unknown> {
  const { contract } = route;
  const input = parseRequest(contract, raw);
  const audit: AuditNote = { detail: {} };
  const context = { app, actor, audit, request, ...input };
  const reply = isWrite(contract)
    ? await write(route, context)
    : await route.handle({ ...context, db: app.db });
  if (app.config.validateReplies) z.parse(contract.reply, reply);
  return reply;
}

export function isWrite(contract: Contract): boolean {
  return contract.method !== 'GET' && contract.unaudited !== true;
}

type Context = Omit<Parameters<Route['handle']>[0], 'db'>;

async function write(route: Route, context: Context): Promise<unknown> {
  const { app, actor, audit, request } = context;
  const entry = (outcome: string) => ({
    actor,
    action: route.contract.id,
    ...(audit.subject ? { subject: audit.subject } : {}),
    outcome,
    detail: audit.detail,
    ip: request.ip,
  });
  try {
    if (route.contract.outsideTransaction === true) {
      const reply = await route.handle({ ...context, db: app.db });
      await recordAudit(app.db, entry('done'));
      return reply;
    }
    return await app.db.transaction().execute(async (db) => {
      const reply = await route.handle({ ...context, db });
      await recordAudit(db, entry('done'));
      return reply;
    });
  } catch (error) {
    const outcome = error instanceof Problem ? error.code : 'internal-error';
    await recordAudit(app.db, entry(outcome)).catch((cause: unknown) =>
      app.log.error('audit entry of a refused write not recorded', { action: route.contract.id, cause }),
    );
    throw error;
  }
}

function parseRequest(contract: Contract, raw: RawRequest) {
  const params = validate('params', contract.params, raw.params);
  const query = validate('query', contract.query, raw.query);
  const body = validate('body', contract.body, raw.body);
  const fields = [...params.fields, ...query.fields, ...body.fields];
  if (fields.length > 0) throw badRequest(fields);
  return { params: params.value, query: query.value, body: body.value };
}
