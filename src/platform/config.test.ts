import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { configHelp, configMarkdown } from './config-reference.ts';
import { configTable } from './config-table.ts';
import { type Environment, isFatal, readConfig } from './config.ts';

/** Variable and code of each problem of an environment. */
function refusals(env: Environment): string[] {
  return readConfig(env).problems.map((problem) => `${problem.path} ${problem.code}`);
}

test('an empty environment is a complete configuration', () => {
  const { value, problems } = readConfig({});
  assert.deepEqual(problems, []);
  assert.equal(value.publicUrl, 'http://localhost:8470');
  assert.equal(value.timeZone, 'Pacific/Noumea');
  assert.equal(value.keyFile, join(value.dataDirectory, 'vigie.key'));
  assert.equal(value.postgresUrl, null);
});

test('each wrong value is one sentence that names its variable', () => {
  const wrong: Environment = {
    VIGIE_POSTGRES_URL: 'mysql://somebody:hunter2@db/vigie',
    VIGIE_CLICKHOUSE_URL: 'clickhouse',
    VIGIE_LISTEN: '127.0.0.1',
    VIGIE_PUBLIC_URL: 'https://vigie.example.nc/path',
    VIGIE_LOG_LEVEL: 'loud',
    VIGIE_TIMEZONE: 'Pacific/Nowhere',
    VIGIE_BEHIND_PROXY: 'perhaps',
    VIGIE_ALLOWED_TARGETS: '10.0.0.0/8, 10.0.0.0/99',
    VIGIE_HISTORY_MEMORY: '12',
    VIGIE_TLS_CERT: '/nowhere/cert.pem',
  };
  const { problems } = readConfig(wrong);
  assert.deepEqual(problems.map((problem) => problem.path ?? '').toSorted(), Object.keys(wrong).toSorted());
  for (const problem of problems) {
    assert.ok(problem.message.fr.startsWith(problem.path ?? '?'), problem.message.fr);
    assert.ok(problem.message.en.startsWith(problem.path ?? '?'), problem.message.en);
    assert.ok(!problem.message.en.includes('hunter2'), 'a password is shown');
  }
});

test('accepted forms of the values', () => {
  const { value, problems } = readConfig({
    VIGIE_POSTGRES_URL: 'postgresql://vigie@/vigie?host=/run/postgresql',
    VIGIE_CLICKHOUSE_URL: 'https://vigie:secret@ch.example.nc:8443/vigie',
    VIGIE_LISTEN: '[::1]:443',
    VIGIE_PUBLIC_URL: 'https://vigie.example.nc/',
    VIGIE_ALLOWED_TARGETS: '10.2.0.0/16, *.example.nc\n2001:db8::/32',
    VIGIE_BEHIND_PROXY: ' 1 ',
    VIGIE_LOG_LEVEL: '',
  });
  assert.deepEqual(problems, []);
  assert.deepEqual(value.listen, { host: '::1', port: 443 });
  assert.equal(value.publicUrl, 'https://vigie.example.nc');
  assert.deepEqual(value.allowedTargets, ['10.2.0.0/16', '*.example.nc', '2001:db8::/32']);
  assert.equal(value.logLevel, 'info');
});

test('Vigie is not opened to the network without encryption', () => {
  assert.deepEqual(refusals({ VIGIE_LISTEN: '0.0.0.0:8470' }), ['VIGIE_LISTEN config.open-without-tls']);
  assert.deepEqual(refusals({ VIGIE_LISTEN: '[::]:8470' }), ['VIGIE_LISTEN config.open-without-tls']);
  assert.deepEqual(refusals({ VIGIE_LISTEN: '0.0.0.0:8470', VIGIE_BEHIND_PROXY: '1' }), []);
  assert.deepEqual(refusals({ VIGIE_LISTEN: '127.0.0.9:8470' }), []);
});

test('a certificate and its key are read, and must belong together', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'vigie-config-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const make = (name: string) => {
    const [cert, key] = [join(folder, `${name}.crt`), join(folder, `${name}.key`)];
    const args = [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '2',
    ];
    execFileSync('openssl', [...args, '-subj', '/CN=test', '-out', cert, '-keyout', key], {
      stdio: 'ignore',
    });
    return { cert, key };
  };
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
  } catch {
    t.skip('openssl is not installed');
    return;
  }
  const [a, b] = [make('a'), make('b')];
  const { value, problems } = readConfig({
    VIGIE_TLS_CERT: a.cert,
    VIGIE_TLS_KEY: a.key,
    VIGIE_LISTEN: '0.0.0.0:8443',
  });
  assert.deepEqual(problems, []);
  assert.equal(value.tls?.cert, readFileSync(a.cert, 'utf8'));
  assert.equal(value.publicUrl, 'https://localhost:8443');
  assert.deepEqual(refusals({ VIGIE_TLS_CERT: a.cert, VIGIE_TLS_KEY: b.key }), [
    'VIGIE_TLS_KEY config.wrong-pair',
  ]);
  assert.deepEqual(refusals({ VIGIE_TLS_CERT: a.cert }), ['VIGIE_TLS_KEY config.half-pair']);
});

test('a misspelt variable is pointed out and does not keep Vigie from starting', () => {
  const { problems } = readConfig({ VIGIE_LISTN: '127.0.0.1:1', VIGIE_NO_SKIP: '1' });
  assert.equal(problems.length, 1);
  assert.match(problems[0]?.message.en ?? '', /^VIGIE_LISTN .*Did you mean VIGIE_LISTEN\?$/);
  assert.ok(problems.every((problem) => !isFatal(problem)));
});

test('every default reads, and the reference is up to date', () => {
  for (const { name, initial, absent, read } of Object.values(configTable)) {
    if (initial === null) assert.ok(absent, name);
    else assert.ok('value' in read(initial), name);
    assert.ok(configHelp('fr').includes(name));
  }
  const file = join(import.meta.dirname, '..', '..', 'docs', 'configuration.md');
  assert.equal(readFileSync(file, 'utf8'), configMarkdown(), 'run node src/generate.ts');
});
