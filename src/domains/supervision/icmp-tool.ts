import { spawn, type ChildProcess } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A program and its leading arguments; a prefix such as `ip netns exec x` goes before it. */
export type Command = readonly string[];

export interface ToolRun {
  readonly out: string;
  readonly err: string;
  readonly exitCode: number | null;
  /** Set when the program could not be started at all, as `ENOENT`. */
  readonly startError: string | null;
  readonly killed: boolean;
}

const outputLimit = 4_194_304;
const usualFolders = [
  '/usr/sbin',
  '/usr/bin',
  '/sbin',
  '/bin',
  '/usr/local/sbin',
  '/usr/local/bin',
  '/opt/homebrew/bin',
];

/** Path of a program in PATH or in the folders where administrators' tools live, or null. */
export function findProgram(name: string): string | null {
  const folders = [
    ...(process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== ''),
    ...usualFolders,
  ];
  for (const folder of folders) {
    const path = join(folder, name);
    try {
      accessSync(path, constants.X_OK);
      return path;
    } catch {
      // not here: the next folder is looked at
    }
  }
  return null;
}

/** Runs a program to its end, bounded in time and output; `running` lets the owner stop it. Never rejects. */
export function runTool(
  command: Command,
  options: { input?: string; keepOutput: boolean; timeoutMs: number; running: Set<ChildProcess> },
): Promise<ToolRun> {
  return new Promise((resolve) => {
    const [program = '', ...args] = command;
    const child = spawn(program, args, {
      stdio: ['pipe', options.keepOutput ? 'pipe' : 'ignore', 'pipe'],
      env: { PATH: process.env['PATH'], LC_ALL: 'C' },
    });
    const outputs = { out: '', err: '' };
    let startError: string | null = null;
    let killed = false;
    options.running.add(child);
    const timer = setTimeout(() => {
      killed = true;
      child.kill('SIGKILL');
    }, options.timeoutMs);
    const collect = (key: 'out' | 'err') => (chunk: Buffer) => {
      if (outputs[key].length < outputLimit) outputs[key] += chunk.toString('latin1');
    };
    child.stdout?.on('data', collect('out'));
    child.stderr?.on('data', collect('err'));
    child.on('error', (error: NodeJS.ErrnoException) => (startError = error.code ?? 'EUNKNOWN'));
    child.stdin?.on('error', () => {}); // a tool that ends before it read its targets says why on its error output
    child.on('close', (exitCode) => {
      clearTimeout(timer);
      options.running.delete(child);
      resolve({ ...outputs, exitCode, startError, killed });
    });
    child.stdin?.end(options.input ?? '');
  });
}
