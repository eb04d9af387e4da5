import type { z } from 'zod';
import type { Text } from '#engines/text.ts';
import type { Right } from './rights.ts';

/** Constrained by zod's core type: `z.ZodType` costs the compiler several times more. */
export type Schema = z.core.$ZodType;
type Absent = z.core.$ZodType<undefined, undefined>;

export interface ContractOptions<P extends Schema, Q extends Schema, B extends Schema, R extends Schema> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Under `/api`, parameters in braces: `/api/assets/{id}`. */
  readonly path: `/api/${string}`;
  /** Checked before anything else of the request is looked at. */
  readonly right: Right;
  readonly summary: Text;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  readonly reply: R;
  /** Most a body may weigh; 256 KiB when not given. */
  readonly bodyLimitBytes?: number;
  /** The body is a file (`application/octet-stream`), handed over as it comes: the handler bounds it. */
  readonly streamed?: boolean;
  /** The reply is a file of one of these media types (`file-reply.ts`), not JSON. */
  readonly file?: readonly string[];
  /** Requests a minute and per address, for what can be guessed or is dear. */
  readonly ratePerMinute?: number;
  /** A handler that talks to the network must not hold a transaction meanwhile: it opens its own. */
  readonly outsideTransaction?: boolean;
  /** The write leaves no audit entry of its own (none but keep-alives may say so). */
  readonly unaudited?: boolean;
}

/** One operation of the HTTP interface, shared by server, console and reference. */
export type Contract<
  P extends Schema = Schema,
  Q extends Schema = Schema,
  B extends Schema = Schema,
  R extends Schema = Schema,
> = ContractOptions<P, Q, B, R> & { readonly id: string };

export type ParamsOf<C> = C extends Contract<infer P, Schema, Schema, Schema> ? z.core.output<P> : never;
export type QueryOf<C> = C extends Contract<Schema, infer Q, Schema, Schema> ? z.core.output<Q> : never;
export type BodyOf<C> = C extends Contract<Schema, Schema, infer B, Schema> ? z.core.output<B> : never;
export type ReplyOf<C> = C extends Contract<Schema, Schema, Schema, infer R> ? z.core.output<R> : never;

/** Declares an operation. `right` is required: without it the declaration does not compile. */
export function contract<
  P extends Schema = Absent,
  Q extends Schema = Absent,
  B extends Schema = Absent,
  R extends Schema = Schema,
>(id: string, options: ContractOptions<P, Q, B, R>): Contract<P, Q, B, R> {
  return { id, ...options };
}
