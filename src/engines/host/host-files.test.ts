import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { endianness } from 'node:os';
import { test } from 'node:test';
import { parseMounts, realMounts } from './mounts.ts';
import { parseOsRelease } from './os-release.ts';
import { parseProcNet } from './proc-net.ts';

test('os-release: quotes, escapes, likes, and what is none', () => {
  const { value } = parseOsRelease(
    '# comment\nNAME="Rocky \\"Linux\\""\nID=\'rocky\'\nID_LIKE="rhel centos fedora"\nVERSION_ID=9.3\nPRETTY_NAME="Rocky Linux 9.3 (Blue \\$Onyx)"\nBAD LINE\nVERSION_CODENAME=\n',
  );
  assert.equal(value?.id, 'rocky');
  assert.equal(value?.name, 'Rocky "Linux"');
  assert.deepEqual(value?.idLike, ['rhel', 'centos', 'fedora']);
  assert.equal(value?.versionId, '9.3');
  assert.equal(value?.prettyName, 'Rocky Linux 9.3 (Blue $Onyx)');
  assert.equal(parseOsRelease('NAME=Something\n').value?.id, 'linux');
  for (const text of ['', '\u0000\u0001', 'ID="a b"\n', 'x'.repeat(100_000)]) {
    const read = parseOsRelease(text);
    assert.equal(read.value, null);
    assert.equal(read.problems.length, 1);
  }
  if (existsSync('/etc/os-release')) assert.ok(parseOsRelease(readFileSync('/etc/os-release', 'utf8')).value);
});

test('mounts: escapes, real disks once, remote and virtual ones left out', () => {
  const text = [
    'overlay / overlay rw,relatime 0 0',
    'proc /proc proc rw 0 0',
    'tmpfs /run tmpfs rw 0 0',
    '/dev/sda1 /srv/Mes\\040documents ext4 rw 0 0',
    '/dev/sdb1 /data xfs ro,noatime 0 0',
    '/dev/sdb1 /var/lib/bind/data xfs ro 0 0',
    'nas:/vol /mnt/nas nfs4 rw 0 0',
    '//srv/x /mnt/x cifs rw 0 0',
    '/dev/loop0 /snap/core/1 squashfs ro 0 0',
    'tank/a /tank/a zfs rw 0 0',
    'tank/b /tank/b zfs rw 0 0',
    'broken',
    '',
  ].join('\n');
  const { value, problems } = parseMounts(text);
  assert.equal(problems[0]?.line, 12);
  assert.deepEqual(
    realMounts(value).map((mount) => `${mount.mountPoint} ${mount.readOnly ? 'ro' : 'rw'}`),
    ['/ rw', '/data ro', '/srv/Mes documents rw', '/tank/a rw', '/tank/b rw'],
  );
});

test('proc/net: this machine’s sockets, as its kernel prints them', async (t) => {
  if (!existsSync('/proc/net/tcp')) return t.skip('no /proc here');
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const server6 = createServer();
  await new Promise<void>((resolve) => server6.listen(0, '::1', resolve));
  t.after(() => void (server.close(), server6.close()));
  const little = endianness() === 'LE';
  const four = parseProcNet(readFileSync('/proc/net/tcp', 'utf8'), 'tcp', little);
  const six = parseProcNet(readFileSync('/proc/net/tcp6', 'utf8'), 'tcp', little);
  assert.deepEqual(four.problems, []);
  const { port } = server.address() as AddressInfo;
  const { port: port6 } = server6.address() as AddressInfo;
  assert.ok(four.value.some((one) => one.address === '127.0.0.1' && one.port === port && one.inode > 0));
  assert.ok(six.value.some((one) => one.address === '::1' && one.port === port6));
  assert.ok(!four.value.some((one) => one.port === 0));
});

const header =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n';

test('proc/net: byte order, mapped addresses, states', () => {
  const line = (address: string, state: string): string =>
    `   0: ${address} 00000000:0000 ${state} 00000000:00000000 00:00000000 00000000     0        0 640 1 00000000561b0839 100 0 0 10 0\n`;
  const read = (text: string, protocol: 'tcp' | 'udp', little = true) =>
    parseProcNet(header + text, protocol, little).value;
  assert.deepEqual(read(line('0100007F:07E8', '0A'), 'tcp'), [
    { protocol: 'tcp', address: '127.0.0.1', port: 2024, inode: 640 },
  ]);
  assert.equal(read(line('7F000001:07E8', '0A'), 'tcp', false)[0]?.address, '127.0.0.1');
  assert.equal(read(line('0000000000000000FFFF00000100007F:0050', '0A'), 'tcp')[0]?.address, '127.0.0.1');
  assert.equal(read(line('B80D0120000000000000000001000000:0050', '0A'), 'tcp')[0]?.address, '2001:db8::1');
  assert.equal(read(line('00000000000000000000000000000000:0050', '0A'), 'tcp')[0]?.address, '::');
  assert.equal(read(line('0100007F:07E8', '01'), 'tcp').length, 0, 'established');
  assert.equal(read(line('00000000:0035', '07'), 'udp').length, 1);
  assert.equal(read(line('00000000:0035', '01'), 'udp').length, 0, 'connected');
  const broken = parseProcNet(
    `${header}nonsense\n${line('0100007F:07E8', '0A')}   1: XYZ:1 0:0 0A\n`,
    'tcp',
    true,
  );
  assert.equal(broken.value.length, 1);
  assert.deepEqual(
    broken.problems.map((problem) => problem.line),
    [2, 4],
  );
});

test('noise never throws', () => {
  let seed = 41;
  const next = (below: number): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
  const alphabet = '0123456789ABCDEF:. \n\\/=",rw\t\u0000é';
  for (let round = 0; round < 5000; round += 1) {
    const text = Array.from({ length: next(300) }, () => alphabet[next(alphabet.length)]).join('');
    parseOsRelease(text);
    realMounts(parseMounts(text).value);
    parseProcNet(text, next(2) === 0 ? 'tcp' : 'udp', next(2) === 0);
  }
});

test('df agrees on which disks are real', (t) => {
  if (!existsSync('/proc/self/mounts')) return t.skip('no /proc here');
  const mounts = realMounts(parseMounts(readFileSync('/proc/self/mounts', 'utf8')).value);
  const shown = execFileSync('df', ['--output=target'], { encoding: 'utf8' });
  for (const mount of mounts) assert.ok(shown.includes(mount.mountPoint), mount.mountPoint);
  assert.ok(mounts.some((mount) => mount.mountPoint === '/'));
});
