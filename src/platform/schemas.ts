import { z } from 'zod';

/** Pieces that contracts share, each bounded. */
export const uuid = z.uuid();
export const textSchema = z.object({ fr: z.string(), en: z.string() });
export const instant = z.iso.datetime({ offset: true });
export const json: z.ZodType<unknown> = z.unknown();
export const idParams = z.object({ id: uuid });
export const done = z.object({ done: z.literal(true) });
export const shortText = z.string().trim().min(1).max(200);
export const longText = z.string().trim().min(1).max(4000);
export const search = z.string().trim().max(200);

/** Query strings hold text: a flag is `1`, `true`, or absent. */
export const flag = z
  .enum(['0', '1', 'true', 'false'])
  .transform((value) => value === '1' || value === 'true');

export const pageQuery = {
  limit: z.coerce.number().int().min(1).max(1000).default(200),
  offset: z.coerce.number().int().min(0).max(1_000_000).default(0),
};

/** A list with what it would count in whole. */
export function listOf<T extends z.core.$ZodType>(item: T) {
  return z.object({ items: z.array(item), total: z.number().int() });
}
