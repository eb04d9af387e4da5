import type { Text } from '#engines/text.ts';

/** The canonical spelling of an identity, or why the text identifies nothing. */
export type Spelling = { readonly value: string } | { readonly code: string; readonly message: Text };
