import type { Kysely } from 'kysely';
import type { App } from './app.ts';
import type { BodyOf, Contract, ParamsOf, QueryOf, ReplyOf } from './contract.ts';
import type { DB } from './database-types.ts';
import type { Actor } from './rights.ts';

/** What the audit entry of a write says beside who, when and the outcome; a handler fills it as it learns. */
export interface AuditNote {
  subject?: { kind: string; id: string; name?: string };
  detail: Record<string, unknown>;
}

export interface RequestContext {
  readonly app: App;
  /** Inside the transaction of the request when it writes: the audit entry commits with it. */
  readonly db: Kysely<DB>;
  readonly actor: Actor;
  readonly audit: AuditNote;
  readonly request: RequestFacts;
}

export interface RequestFacts {
  readonly ip: string;
  readonly userAgent: string;
  readonly secure: boolean;
  readonly cookies: Readonly<Record<string, string | undefined>>;
  readonly sessionToken: string | null;
  /** The `Authorization` header, and the `X-Vigie-Csrf` header that writes of a session must carry. */
  readonly authorization: string | null;
  readonly csrf: string | null;
  /** The `Origin` header of a browser, and the origin at which this request reached Vigie. */
  readonly origin: string | null;
  readonly ownOrigin: string;
  readonly setCookie: (name: string, value: string, options: CookieOptions) => void;
}

export interface CookieOptions {
  readonly httpOnly: boolean;
  readonly maxAgeSeconds: number;
}

export type Handler<C> = (
  context: RequestContext & { params: ParamsOf<C>; query: QueryOf<C>; body: BodyOf<C> },
) => Promise<ReplyOf<C>>;

/** A contract with what answers it. Erased to the general form, since lists of routes mix all shapes. */
export interface Route {
  readonly contract: Contract;
  readonly handle: (
    context: RequestContext & { params: unknown; query: unknown; body: unknown },
  ) => Promise<unknown>;
}

export function route<C extends Contract>(contract: C, handle: Handler<NoInfer<C>>): Route {
  return { contract, handle: handle as Route['handle'] };
}
