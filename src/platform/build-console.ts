import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const project = join(import.meta.dirname, '..', '..');
export const consoleDirectory = join(project, 'dist', 'console');
const stampFile = join(project, 'dist', 'console.stamp');
const sources = [
  'package-lock.json',
  'src/console/**/*',
  'src/engines/**/*.ts',
  'src/{platform,map,domains}/**/*.{ts,tsx}',
];

/** Builds the console when one of its sources is newer than what was built. Resolves with whether it did. */
export async function buildConsoleIfStale(say: (line: string) => void): Promise<boolean> {
  const wanted = fingerprint();
  const built = existsSync(join(consoleDirectory, 'index.html'));
  if (built && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return false;
  const vite = findVite();
  if (vite === null) {
    // An installation without the build tools runs on what was delivered with it.
    if (built) return false;
    throw new Error(
      'the console is not built and its build tools are not installed: run npm ci without --omit=dev',
    );
  }
  say('Building the console…');
  await run(vite, [
    'build',
    '--config',
    join(project, 'src', 'console', 'vite.config.ts'),
    '--logLevel',
    'warn',
  ]);
  writeFileSync(stampFile, wanted);
  return true;
}

function fingerprint(): string {
  const hash = createHash('sha256');
  const files = sources.flatMap((pattern) => globSync(pattern, { cwd: project }));
  for (const file of files.toSorted()) {
    const facts = statSync(join(project, file));
    if (facts.isFile() && !file.endsWith('.test.ts')) hash.update(`${file} ${facts.size} ${facts.mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function findVite(): string | null {
  try {
    return join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin', 'vite.js');
  } catch {
    return null;
  }
}

async function run(script: string, args: readonly string[]): Promise<void> {
  const child = spawn(process.execPath, [script, ...args], {
    cwd: project,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(-4000)));
  const status = await new Promise<number | null>((resolve, reject) =>
    child.on('close', resolve).on('error', reject),
  );
  if (status !== 0) throw new Error(`the console could not be built:\n${complaint}`);
}
