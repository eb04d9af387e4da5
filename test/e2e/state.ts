import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What one test file leaves for the next: where Vigie answers, and the administrator that the set-up created. */
export interface RunState {
  readonly url: string;
  readonly setupUrl: string;
  readonly pid: number;
  readonly login?: string;
  readonly password?: string;
  readonly totpSecret?: string;
}

export const stateFile = join(tmpdir(), 'vigie-e2e-state.json');
/** Cookies of the signed-in administrator. */
export const sessionFile = join(tmpdir(), 'vigie-e2e-session.json');

export function readState(): RunState {
  if (!existsSync(stateFile)) throw new Error('no Vigie was started for this run');
  return JSON.parse(readFileSync(stateFile, 'utf8')) as RunState;
}

export function addToState(more: Partial<RunState>): void {
  writeFileSync(stateFile, JSON.stringify({ ...readState(), ...more }));
}
