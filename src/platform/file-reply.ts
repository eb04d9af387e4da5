import { z } from 'zod';

/** A file as the answer to a request, instead of JSON. */
export interface FileReply {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
  /** Shown by the browser rather than saved; only for pages of ours that run nothing. */
  readonly inline?: boolean;
}

/** The `reply` of a contract that answers with a file; its media types are named in `file`. */
export const fileReply = z.custom<FileReply>(
  (value) => typeof value === 'object' && value !== null && 'bytes' in value,
  'file',
);

/** A page that is a file runs nothing, loads nothing and is of no origin. */
const filePolicy = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

export function fileHeaders({ name, type, inline }: FileReply): Record<string, string> {
  const plain = name.replaceAll(/[^\w.+-]/g, '_').slice(0, 150);
  return {
    'content-type': type,
    'content-disposition': `${inline === true ? 'inline' : 'attachment'}; filename="${plain}"`,
    'content-security-policy': filePolicy,
    'x-content-type-options': 'nosniff',
  };
}
