import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { App } from '#platform/app.ts';
import { insertAccount } from '#platform/auth/accounts.ts';
import { csrfCookie, openSession } from '#platform/auth/sessions.ts';
import type { Config } from '#platform/config.ts';
import { readConfig } from '#platform/config.ts';
import type { Contract, ReplyOf } from '#platform/contract.ts';
import type { Database } from '#platform/database.ts';
import { Events } from '#platform/events.ts';
import type { History } from '#platform/history.ts';
import { createServer } from '#platform/http.ts';
import { Jobs } from '#platform/jobs.ts';
import { createLog } from '#platform/log.ts';
import { platformRoutes } from '#platform/platform-routes.ts';
import type { FieldProblem } from '#platform/problems.ts';
import { sessionCookie } from '#platform/request-facts.ts';
import type { Grant, Role } from '#platform/rights.ts';
import type { RequestFacts, Route } from '#platform/route.ts';
import { openKeyRing } from '#platform/secrets/key-ring.ts';
import { testDatabase } from './postgres.ts';

export interface TestAppOptions {
  /** Beside those of the platform. */
  readonly routes?: readonly Route[];
  readonly config?: Partial<Config>;
  /** Accounts need no authenticator unless the test is about it. */
  readonly requireSecondFactor?: boolean;
  /** A history opened by the test; using it without one fails the test. */
  readonly history?: History;
  /** Receives the log, which is silent otherwise. */
  readonly log?: (line: string) => void;
}

interface TestInput {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface TestReply<R> {
  readonly status: number;
  /** The reply of the contract when it succeeded. */
  readonly body: R;
  /** What refused it, otherwise; its parts are empty when it succeeded. */
  readonly problem: {
    readonly code: string;
    readonly fields: readonly FieldProblem[];
    readonly detail: string;
  };
  readonly headers: Readonly<Record<string, string | string[] | number | undefined>>;
  /** Cookies that the reply sets, by name. */
  readonly cookies: Readonly<Record<string, string>>;
}

/** Sends one operation and gives back what came, whatever its status. */
export type TestCall = <C extends Contract>(contract: C, input?: TestInput) => Promise<TestReply<ReplyOf<C>>>;

export interface TestPerson {
  readonly id: string;
  readonly login: string;
  readonly call: TestCall;
  /** Cookies and proof of the session, for a request made by hand. */
  readonly headers: Readonly<Record<string, string>>;
}

export interface TestApp {
  readonly app: App;
  readonly server: FastifyInstance;
  readonly database: Database;
  /** Calls without an account. */
  readonly anonymous: TestCall;
  /** A new account with this role (or these grants) and its open session. */
  readonly as: (role: Role | readonly Grant[]) => Promise<TestPerson>;
}

/** A whole Vigie without its listening socket, its history and its workers, on a database of its own. */
export async function testApp(
  t: { after(fn: () => Promise<void>): void },
  options: TestAppOptions = {},
): Promise<TestApp> {
  const database = await testDatabase(t);
  const app = await openApp(database, options, t);
  if (options.requireSecondFactor !== true)
    await database.db
      .insertInto('platform.setting')
      .values({ key: 'requireSecondFactor', value: 'false' })
      .execute();
  const server = await createServer(app, [...platformRoutes, ...(options.routes ?? [])]);
  t.after(() => server.close());
  return {
    app,
    server,
    database,
    anonymous: callWith(server, {}),
    as: (role) => signedIn(app, server, role),
  };
}

async function openApp(
  database: Database,
  options: TestAppOptions,
  t: { after(fn: () => Promise<void>): void },
): Promise<App> {
  const directory = mkdtempSync(join(tmpdir(), 'vigie-app-'));
  t.after(async () => rmSync(directory, { recursive: true, force: true }));
  const { value } = readConfig({ VIGIE_DATA: directory });
  const config: Config = { ...value, validateReplies: true, ...options.config };
  return {
    config,
    log: createLog('debug', options.log ?? (() => undefined)),
    db: database.db,
    pool: database.pool,
    get history(): History {
      if (options.history === undefined) throw new Error('this test opened no history: give it to testApp');
      return options.history;
    },
    events: new Events(),
    jobs: new Jobs(),
    keys: await openKeyRing(config.keyFile, async () => false),
  };
}

async function signedIn(
  app: App,
  server: FastifyInstance,
  role: Role | readonly Grant[],
): Promise<TestPerson> {
  const grants = typeof role === 'string' ? [{ role, organisationId: null }] : role;
  const login = `${typeof role === 'string' ? role : 'person'}-${randomUUID().slice(0, 8)}`;
  const id = await insertAccount(app.db, { login, displayName: `Test ${login}`, grants });
  const cookies = new Map<string, string>();
  await openSession(
    app.db,
    id,
    browser((name, value) => cookies.set(name, value)),
  );
  const headers = sessionHeaders(Object.fromEntries(cookies));
  return { id, login, headers, call: callWith(server, headers) };
}

/** Headers by which a browser that holds these cookies proves its session. */
export function sessionHeaders(cookies: Readonly<Record<string, string>>): Record<string, string> {
  const session = cookies[sessionCookie] ?? '';
  const csrf = cookies[csrfCookie] ?? '';
  return { cookie: `${sessionCookie}=${session}; ${csrfCookie}=${csrf}`, 'x-vigie-csrf': csrf };
}

function browser(setCookie: (name: string, value: string) => void): RequestFacts {
  return {
    ip: '127.0.0.1',
    userAgent: 'node:test',
    secure: false,
    cookies: {},
    sessionToken: null,
    authorization: null,
    csrf: null,
    origin: null,
    ownOrigin: 'http://localhost',
    setCookie,
  };
}

/** Calls that carry these headers. */
export function callWith(server: FastifyInstance, headers: Readonly<Record<string, string>>): TestCall {
  return async <C extends Contract>(contract: C, input: TestInput = {}) => {
    const reply = await server.inject({
      method: contract.method,
      url: urlOf(contract.path, input),
      headers: { ...headers, ...input.headers },
      ...(input.body === undefined ? {} : { payload: input.body as object }),
    });
    const body = (reply.body.startsWith('{') ? reply.json() : undefined) as ReplyOf<C>;
    const problem = {
      code: '',
      fields: [],
      detail: '',
      ...(reply.statusCode >= 400 ? (body as object) : {}),
    };
    const cookies = Object.fromEntries(reply.cookies.map(({ name, value }) => [name, value]));
    return { status: reply.statusCode, body, problem, headers: reply.headers, cookies };
  };
}

function urlOf(path: string, input: TestInput): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(input.params?.[name] ?? ''),
  );
  const query = new URLSearchParams(
    Object.entries(input.query ?? {}).map(([name, value]) => [name, String(value)]),
  );
  return query.size === 0 ? filled : `${filled}?${query}`;
}
