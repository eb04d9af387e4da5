import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { sharedData } from '#test/shared-data.ts';
import { formatPurl } from './format-purl.ts';
import { parsePurl } from './parse-purl.ts';

test('the parts of a purl, and its canonical text', () => {
  const { value } = parsePurl(
    'pkg:DEB/Debian/OpenSSL@1:3.0.11-1~deb12u2?Arch=amd64&distro=bookworm&x=#/./a/../b%20c/',
  );
  assert.deepEqual(value, {
    type: 'deb',
    namespace: 'debian',
    name: 'openssl',
    version: '1:3.0.11-1~deb12u2',
    qualifiers: { arch: 'amd64', distro: 'bookworm' },
    subpath: 'a/b c',
  });
  assert.equal(
    formatPurl(value!),
    'pkg:deb/debian/openssl@1:3.0.11-1~deb12u2?arch=amd64&distro=bookworm#a/b%20c',
  );
});

test('canonical texts', () => {
  const pairs: readonly (readonly [given: string, canonical: string])[] = [
    ['pkg:npm/@angular/animation@12.3.1', 'pkg:npm/%40angular/animation@12.3.1'],
    ['pkg:npm/@angular/animation', 'pkg:npm/%40angular/animation'],
    ['pkg:pypi/Django_Package@1.0+x', 'pkg:pypi/django-package@1.0%2Bx'],
    ['pkg://golang/github.com/Gorilla/Context@v1#API', 'pkg:golang/github.com/gorilla/context@v1#API'],
    [
      'pkg:maven/a/b@1?repository_url=repo.spring.io%2Frelease',
      'pkg:maven/a/b@1?repository_url=repo.spring.io/release',
    ],
    [
      'pkg:rpm/Fedora/Curl@7.50.3-1.fc25?epoch=1&arch=i386',
      'pkg:rpm/fedora/Curl@7.50.3-1.fc25?arch=i386&epoch=1',
    ],
    ['pkg:oci/Debian@sha256:abc', 'pkg:oci/debian@sha256:abc'],
    ['pkg:generic/a%2Fb@1', 'pkg:generic/a%2Fb@1'],
    ["pkg:generic/it's(new)!", 'pkg:generic/it%27s%28new%29%21'],
  ];
  for (const [given, canonical] of pairs) {
    const { value, problems } = parsePurl(given);
    assert.deepEqual(problems, []);
    assert.equal(formatPurl(value!), canonical, given);
    assert.deepEqual(parsePurl(canonical).value, value);
  }
});

test('what is no purl is refused in words', () => {
  const refused = [
    '',
    'openssl@3',
    'pkg:openssl@3',
    'pkg:deb/',
    'pkg:deb/@1',
    'pkg:1deb/a',
    'pkg:deb/a@%zz',
    'pkg:deb/a%',
    'pkg:deb/a?b',
    'pkg:deb/a?1=2',
    'pkg:deb/a?b=1&B=2',
    'pkg:swift/Alamofire@5',
    'pkg:cran/A3',
    'pkg:conan/bincrafters/cctz@2.3',
    'pkg:cpan/GDT/URI::PackageURL',
    `pkg:deb/${'a'.repeat(4096)}`,
  ];
  for (const text of refused) {
    const { value, problems } = parsePurl(text);
    assert.deepEqual(
      [value, problems[0]?.code, problems.length],
      [null, 'purl.unreadable', 1],
      text.slice(0, 40),
    );
    assert.ok(problems[0]!.message.fr.length < 400);
  }
});

test('any text is read or refused, and what is read comes back', () => {
  const pieces = [
    'pkg:',
    'deb',
    '/',
    '//',
    '@',
    '?',
    '#',
    '=',
    '&',
    '%',
    '%2F',
    '%40',
    '.',
    '..',
    'A',
    'é',
    '\ud800',
    ' ',
    ':',
    '+',
  ];
  let state = 7;
  for (let i = 0; i < 5000; i++) {
    let text = i % 4 === 0 ? '' : 'pkg:deb/';
    for (let j = i % 11; j >= 0; j--) {
      state = Math.imul(state ^ (state >>> 13), 0x5bd1e995) + i;
      text += pieces[(state >>> 8) % pieces.length]!;
    }
    const { value, problems } = parsePurl(text);
    assert.equal(problems.length, value === null ? 1 : 0);
    if (value === null) continue;
    const canonical = formatPurl(value);
    assert.equal(formatPurl(parsePurl(canonical).value!), canonical, text);
  }
});

const vectors = sharedData('vulnerabilities/vectors/purl.json');

interface Vector {
  readonly purl: string;
  readonly canonical_purl: string;
  readonly is_invalid: boolean;
  readonly qualifiers: Record<string, string> | null;
  readonly [part: string]: unknown;
}

test('reference purls', { skip: vectors === null && 'no reference data here' }, () => {
  for (const vector of JSON.parse(readFileSync(vectors!, 'utf8')) as Vector[]) {
    const { value } = parsePurl(vector.purl);
    if (vector.is_invalid) assert.equal(value, null, vector.purl);
    else {
      assert.equal(formatPurl(value!), vector.canonical_purl);
      const { type, namespace, name, version, subpath, qualifiers } = vector;
      assert.deepEqual(value, { type, namespace, name, version, qualifiers: qualifiers ?? {}, subpath });
    }
  }
});
