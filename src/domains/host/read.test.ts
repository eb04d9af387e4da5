import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';
import { readDisks } from './read-disks.ts';
import { readOs } from './read-os.ts';
import { readPackages } from './read-packages.ts';
import { readSockets } from './read-sockets.ts';
import { readText } from './read-text.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigie host é '));
after(() => rmSync(folder, { recursive: true, force: true }));

/** A host made of files, for what this machine does not show. */
function hostOf(name: string, files: Readonly<Record<string, string>>): string {
  const root = join(folder, name);
  mkdirSync(root, { recursive: true });
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}

const linux = existsSync('/proc/self/mounts') && existsSync('/etc/os-release');

test('this machine says who it is', async (t) => {
  if (!linux) return t.skip('not on Linux');
  const read = await readOs();
  assert.ok(read.ok);
  const { value } = read;
  assert.equal(value.hostname, hostname());
  assert.equal(value.kernelRelease, execFileSync('uname', ['-r'], { encoding: 'utf8' }).trim());
  assert.ok(value.os.id.length > 0);
  assert.ok(value.cpuCount >= 1 && value.memoryTotalBytes > 1e8);
  assert.ok(value.memoryAvailableBytes > 0 && value.memoryAvailableBytes <= value.memoryTotalBytes);
  assert.ok(value.bootedAt.getTime() < Date.now() && value.bootedAt.getTime() > 1.6e12);
  assert.ok(!value.interfaces.some((one) => one.name === 'lo'));
  for (const one of value.interfaces)
    assert.ok(one.mac === null || /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(one.mac));
});

test('the machine-id gives a key that does not give it away', async () => {
  const id = '0123456789abcdef0123456789abcdef';
  const root = hostOf('keyed', { 'etc/os-release': 'ID=debian\n', 'etc/machine-id': `${id}\n` });
  const [one, two] = [await readOs(root), await readOs(root)];
  assert.ok(one.ok && two.ok);
  assert.match(one.value.machineKey ?? '', /^[0-9a-f]{32}$/);
  assert.equal(one.value.machineKey, two.value.machineKey);
  assert.ok(!JSON.stringify(one.value).includes(id));
  const uninitialised = await readOs(
    hostOf('fresh', { 'etc/os-release': 'ID=x\n', 'etc/machine-id': 'uninitialized\n' }),
  );
  assert.ok(uninitialised.ok && uninitialised.value.machineKey === null);
});

test('hardware identities that manufacturers left blank are none', async () => {
  const dmi = 'sys/class/dmi/id';
  const root = hostOf('blank', {
    'usr/lib/os-release': 'ID=rocky\n',
    [`${dmi}/product_serial`]: 'To Be Filled By O.E.M.\n',
    [`${dmi}/product_uuid`]: '4C4C4544-0042-3510-8054-B4C04F4E3332\n',
    [`${dmi}/product_name`]: 'PowerEdge R650\n',
  });
  const read = await readOs(root);
  assert.ok(read.ok);
  assert.equal(read.value.os.id, 'rocky');
  assert.equal(read.value.productSerial, null);
  assert.equal(read.value.productUuid, '4c4c4544-0042-3510-8054-b4c04f4e3332');
  assert.equal(read.value.productName, 'PowerEdge R650');
});

test('this machine’s packages', async (t) => {
  if (!existsSync('/var/lib/dpkg/status')) return t.skip('this machine has no dpkg');
  const read = await readPackages();
  assert.ok(read.ok);
  assert.ok(read.value.length > 50);
  assert.ok(read.value.some((one) => one.name === 'dpkg' && one.manager === 'dpkg'));
});

test('apk and rpm hosts', async () => {
  const alpine = await readPackages({
    root: hostOf('alpine', { 'lib/apk/db/installed': 'P:musl\nV:1.2-r0\nA:x86_64\n\n' }),
  });
  assert.ok(alpine.ok && alpine.value[0]?.name === 'musl');
  const root = hostOf('rocky', {
    'var/lib/rpm/rpmdb.sqlite': 'x',
    rpm: '#!/bin/sh\nprintf "bash\\t(none)\\t5.1\\t6.el9\\tx86_64\\tbash-5.1-6.el9.src.rpm\\n"\n',
  });
  chmodSync(join(root, 'rpm'), 0o755);
  const rocky = await readPackages({ root, rpmCommand: join(root, 'rpm') });
  assert.ok(rocky.ok && rocky.value[0]?.version === '5.1-6.el9');
});

test('a failed read is a problem, never an empty set', async () => {
  const nothing = hostOf('nothing', {});
  for (const read of [
    await readOs(nothing),
    await readPackages({ root: nothing }),
    await readDisks(nothing),
    await readSockets(nothing),
  ]) {
    assert.equal(read.ok, false);
  }
  const truncated = await readPackages({ root: hostOf('truncated', { 'var/lib/dpkg/status': '' }) });
  assert.ok(!truncated.ok && truncated.problem.code === 'host.packages-empty');
  const garbage = await readPackages({
    root: hostOf('garbage', { 'var/lib/dpkg/status': '\u0000\u0001'.repeat(1000) }),
  });
  assert.ok(!garbage.ok);
  const noCommand = await readPackages({
    root: hostOf('norpm', { 'var/lib/rpm/x': '' }),
    rpmCommand: join(folder, 'no such command'),
  });
  assert.ok(!noCommand.ok && noCommand.problem.code === 'host.rpm-failed');
  const failing = hostOf('badrpm', {
    'var/lib/rpm/x': '',
    rpm: '#!/bin/sh\necho "error: rpmdb open failed" >&2\nexit 1\n',
  });
  chmodSync(join(failing, 'rpm'), 0o755);
  assert.equal((await readPackages({ root: failing, rpmCommand: join(failing, 'rpm') })).ok, false);
  const noOs = await readOs(hostOf('noos', { 'etc/os-release': 'garbage' }));
  assert.ok(!noOs.ok);
  const mounts = await readDisks(
    hostOf('gone', { 'proc/self/mounts': '/dev/x /no/such/place ext4 rw 0 0\n' }),
  );
  assert.ok(
    !mounts.ok && mounts.problem.code === 'host.disk-unreadable' && mounts.problem.path === '/no/such/place',
  );
});

test('a file beyond its bound, or that never ends, is refused', async () => {
  const read = await readText('/dev/zero', 1_000_000);
  assert.ok(!read.ok && read.problem.code === 'host.file-too-large');
});

test('disks say what df says', async (t) => {
  if (!linux) return t.skip('not on Linux');
  const read = await readDisks();
  assert.ok(read.ok);
  const root = read.value.find((disk) => disk.mountPoint === '/');
  assert.ok(root && root.usedPercent !== null);
  const [, shown] = /(\d+)%/.exec(execFileSync('df', ['--output=pcent', '/'], { encoding: 'utf8' })) ?? [];
  assert.ok(Math.abs(Math.ceil(root.usedPercent) - Number(shown)) <= 1, `${root.usedPercent} ${shown}`);
  assert.ok(Math.abs(100 * (1 - root.freeBytes / root.totalBytes) - root.usedPercent) < 0.001);
  assert.ok(root.totalBytes <= root.sizeBytes && root.totalInodes >= root.freeInodes);
});

test('one unreadable disk does not hide the others', async (t) => {
  if (!linux) return t.skip('not on Linux');
  const root = hostOf('partial', {
    'proc/self/mounts': '/dev/a /gone ext4 rw 0 0\n/dev/b /here ext4 rw 0 0\n',
  });
  mkdirSync(join(root, 'here'));
  const read = await readDisks(root);
  assert.ok(read.ok);
  assert.deepEqual(
    read.value.map((disk) => disk.mountPoint),
    ['/here'],
  );
  assert.equal(read.problems[0]?.path, '/gone');
});

test('sockets of this process are found with its name', async (t) => {
  if (!linux) return t.skip('not on Linux');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const udp = createSocket('udp4');
  await new Promise<void>((resolve) => udp.bind(0, '127.0.0.1', resolve));
  t.after(() => void (server.close(), udp.close()));
  const read = await readSockets();
  assert.ok(read.ok);
  const { port } = server.address() as AddressInfo;
  const own = read.value.find((one) => one.protocol === 'tcp' && one.port === port);
  assert.equal(own?.address, '127.0.0.1');
  assert.equal(own?.processId, process.pid);
  assert.equal(own?.process, 'node');
  const ownUdp = read.value.find((one) => one.protocol === 'udp' && one.port === udp.address().port);
  assert.equal(ownUdp?.isEphemeral, true);
  const keys = read.value.map((one) => `${one.protocol} ${one.address} ${one.port}`);
  assert.equal(new Set(keys).size, keys.length);
});

test('without the right to look into processes the ports are still there', async () => {
  const root = hostOf('blind', {});
  mkdirSync(join(root, 'proc/net'), { recursive: true });
  if (!existsSync('/proc/net/tcp')) return;
  for (const table of ['tcp', 'udp']) writeFileSync(join(root, 'proc/net', table), '');
  const line =
    '   0: 0100007F:07E8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 640 1 0 100 0 0 10 0\n';
  writeFileSync(join(root, 'proc/net/tcp'), `header\n${line}`);
  const read = await readSockets(root);
  assert.ok(read.ok);
  assert.deepEqual(read.value, [
    { protocol: 'tcp', address: '127.0.0.1', port: 2024, process: null, processId: null, isEphemeral: false },
  ]);
  cpSync(join(root, 'proc/net/tcp'), join(root, 'proc/net/tcp6'));
  const both = await readSockets(root);
  assert.ok(both.ok && both.value.length === 1);
});
