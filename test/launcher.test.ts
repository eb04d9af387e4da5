import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';

const bin = join(import.meta.dirname, '..', 'bin');
const folder = mkdtempSync(join(tmpdir(), 'vigie lanceur é-'));
after(() => rmSync(folder, { recursive: true }));

function script(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text.replaceAll('BIN', pathToFileURL(bin).href));
  return path;
}

/** Says its number, and lives until it is told to end. */
const program = script(
  'program.mjs',
  `import { watchLauncher } from 'BIN/watch-launcher.mjs';
  watchLauncher();
  console.log(process.pid);
  if (process.argv[2] !== undefined) process.exit(Number(process.argv[2]));
  setInterval(() => {}, 1000);`,
);
const launcher = script(
  'launcher.mjs',
  `import { runOnPinnedNode } from 'BIN/bootstrap.mjs';
  runOnPinnedNode(${JSON.stringify(program)}, process.argv.slice(2));`,
);

/** Where nobody collects the dead, a number outlives its process. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s*[ZX]/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

async function endsSoon(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 200 && isRunning(pid); tries += 1) await setTimeout(25);
  return !isRunning(pid);
}

async function started(child: ChildProcess): Promise<number> {
  const [line] = (await once(child.stdout ?? child, 'data')) as [Buffer];
  return Number(line.toString());
}

test('the program on the pinned Node dies with its launcher, however it dies', async () => {
  const child = spawn(process.execPath, [launcher], { stdio: ['ignore', 'pipe', 'inherit'] });
  const pid = await started(child);
  assert.ok(isRunning(pid));
  child.kill('SIGKILL');
  assert.ok(await endsSoon(pid));
});

test('signals reach the program, and its end becomes that of the launcher', async () => {
  assert.equal(spawnSync(process.execPath, [launcher, '7'], { stdio: 'ignore' }).status, 7);
  const child = spawn(process.execPath, [launcher], { stdio: ['ignore', 'pipe', 'inherit'] });
  const pid = await started(child);
  child.kill('SIGTERM');
  const [, signal] = (await once(child, 'exit')) as [number | null, string];
  assert.equal(signal, 'SIGTERM');
  assert.ok(await endsSoon(pid));
});

test('started by npm, it dies with npm even when a shell stands in between', async () => {
  const env = { ...process.env, npm_lifecycle_event: 'start' };
  // Neither shell gives its place to what it starts.
  const npm = spawn(
    'sh',
    ['-c', `sh -c '"$0" "$1"; exit $?' "$0" "$1"; exit $?`, process.execPath, program],
    {
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  const pid = await started(npm);
  await setTimeout(300);
  assert.ok(isRunning(pid));
  npm.kill('SIGKILL');
  assert.ok(await endsSoon(pid));
});

test('started by anything else, it may live on', async () => {
  const env = { ...process.env, npm_lifecycle_event: undefined };
  const shell = spawn('sh', ['-c', `"$0" "$1"; exit $?`, process.execPath, program], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const pid = await started(shell);
  shell.kill('SIGKILL');
  await setTimeout(800);
  assert.ok(isRunning(pid));
  process.kill(pid, 'SIGKILL');
});

test('wrong settings and unknown commands end at once with status 2 and a sentence', () => {
  const run = (args: readonly string[], env: NodeJS.ProcessEnv) =>
    spawnSync(process.execPath, [join(bin, 'vigie.mjs'), ...args], {
      env: { ...process.env, ...env },
      encoding: 'utf8',
    });
  const wrong = run(['start'], { VIGIE_LISTEN: 'everywhere', LANG: 'fr_FR.UTF-8', LC_ALL: '' });
  assert.equal(wrong.status, 2);
  assert.match(wrong.stderr, /^VIGIE_LISTEN : « everywhere » ne convient pas\./);
  assert.equal(run(['dance'], {}).status, 2);
  const help = run(['help', 'config'], { LC_ALL: 'en_US.UTF-8' });
  assert.equal(help.status, 0);
  assert.match(help.stdout, /VIGIE_POSTGRES_URL/);
});
