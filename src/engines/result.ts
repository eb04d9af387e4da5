import type { Text } from './text.ts';

/** Where in a foreign document something is wrong; line and column are 1-based. */
export interface Place {
  readonly line?: number;
  readonly column?: number;
  /** Path inside the document, as `assets[3].name`. */
  readonly path?: string;
}

/** One refused piece of input: what is wrong, where, and the mend. */
export interface InputProblem extends Place {
  readonly code: string;
  readonly message: Text;
}

/** What every engine returns: the good part, and what was refused. */
export interface Result<T> {
  readonly value: T;
  readonly problems: readonly InputProblem[];
}
