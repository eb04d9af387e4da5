import assert from 'node:assert/strict';
import { createWriteStream, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { finished } from 'node:stream/promises';
import { after, describe, test } from 'node:test';
import { crc32, createGzip, deflateRawSync, gzipSync } from 'node:zlib';
import { standardLimits } from './feed-bytes.ts';
import type { FeedLimits } from './feed-bytes.ts';
import { readFeedFile } from './feed-files.ts';
import { findFeeds } from './feed-layout.ts';
import type { FeedKind } from './feed-record.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigie-feeds-'));
after(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: string | Uint8Array): string => {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
};

async function read(path: string, kind: FeedKind, limits?: FeedLimits): Promise<string[]> {
  const records: string[] = [];
  for await (const { place, text, fault } of readFeedFile(path, kind, {
    name: 'f',
    ...(limits === undefined ? {} : { limits }),
  }))
    records.push(`${place} ${text ?? `FAULT ${fault.en}`}`);
  return records;
}

interface Entry {
  readonly name: string;
  readonly content: Uint8Array;
  /** What the archive claims instead of the truth. */
  readonly claimed?: {
    readonly size?: number;
    readonly crc?: number;
    readonly method?: number;
    readonly flags?: number;
  };
}

/** A zip as the specification writes it (APPNOTE 4.3), claims and all. */
function zip(entries: readonly Entry[]): Buffer {
  const parts: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const { name, content, claimed = {} } of entries) {
    const packed = deflateRawSync(content);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(Buffer.byteLength(name), 26);
    const header = Buffer.alloc(46);
    header.writeUInt32LE(0x02014b50, 0);
    header.writeUInt16LE(0x800 | (claimed.flags ?? 0), 8);
    header.writeUInt16LE(claimed.method ?? 8, 10);
    header.writeUInt32LE(claimed.crc ?? crc32(content), 16);
    header.writeUInt32LE(packed.length, 20);
    header.writeUInt32LE(claimed.size ?? content.length, 24);
    header.writeUInt16LE(Buffer.byteLength(name), 28);
    header.writeUInt32LE(offset, 42);
    central.push(header, Buffer.from(name));
    parts.push(local, Buffer.from(name), packed);
    offset += 30 + Buffer.byteLength(name) + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(Buffer.concat(central).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...central, end]);
}

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

describe('files of feeds', () => {
  test('lines, lists, members, documents and tables', async () => {
    assert.deepEqual(await read(file('a.jsonl', '\uFEFF{"a":1}\r\n\n{"b":2}'), 'cve'), [
      'f:1 {"a":1}',
      'f:3 {"b":2}',
    ]);
    assert.deepEqual(await read(file('lines.json', '{"a":1}\n{"b":2}\n'), 'cve'), [
      'f:1 {"a":1}',
      'f:2 {"b":2}',
    ]);
    assert.deepEqual(await read(file('one.json', '{\n "a": 1\n}\n'), 'csaf'), ['f {\n "a": 1\n}']);
    const kev = { title: 'x', vulnerabilities: [{ cveID: 'CVE-1' }, { cveID: 'CVE-2' }] };
    assert.deepEqual(await read(file('kev.json', JSON.stringify(kev, null, 2)), 'kev'), [
      'f#0 {\n      "cveID": "CVE-1"\n    }',
      'f#1 {\n      "cveID": "CVE-2"\n    }',
    ]);
    const page = { resultsPerPage: 1, vulnerabilities: [{ cve: { id: 'CVE-1' } }] };
    assert.deepEqual(await read(file('nvd.json', json(page)), 'nvd'), ['f#0 {"cve":{"id":"CVE-1"}}']);
    assert.deepEqual(await read(file('debian.json', '{"a":{"CVE-1":{}},"b":{}}'), 'debian'), [
      'f#a {"a":{"CVE-1":{}}}',
      'f#b {"b":{}}',
    ]);
    assert.deepEqual(await read(file('epss.csv', 'cve,epss\nCVE-1,0.1\n'), 'epss'), [
      'f cve,epss\nCVE-1,0.1\n',
    ]);
    assert.match(
      (await read(file('old.json', '{"CVE_data_type":"CVE","CVE_Items":[]}'), 'nvd')).join(),
      /^f FAULT .*format 1\.1/,
    );
    assert.match((await read(join(folder, 'absent.json'), 'cve')).join(), /^f FAULT There is no such file/);
    assert.match(
      (await read(file('empty.json', ''), 'cve')).join(),
      /^f#0 FAULT The file is empty|^f FAULT The file is empty/,
    );
  });

  test('gzip: members one after the other, cut, damaged, a bomb', async () => {
    const members = Buffer.concat([gzipSync('{"a":1}\n'), gzipSync('{"b":2}\n')]);
    assert.deepEqual(await read(file('m.jsonl.gz', members), 'cve'), ['f:1 {"a":1}', 'f:2 {"b":2}']);
    const lines = gzipSync(Array.from({ length: 50_000 }, (_, i) => `{"n":${Math.sin(i)}}\n`).join(''));
    const cut = await read(file('cut.jsonl.gz', lines.subarray(0, lines.length >> 1)), 'cve');
    assert.ok(cut.length > 1000);
    assert.match(cut.at(-1) ?? '', /^f FAULT The compressed file ends before its end/);
    const hurt = Buffer.from(lines);
    hurt.fill(0xff, lines.length >> 1, (lines.length >> 1) + 100);
    assert.match(
      (await read(file('hurt.jsonl.gz', hurt), 'cve')).at(-1) ?? '',
      /^f FAULT The compression of the file is damaged/,
    );
    const bomb = gzipSync(Buffer.alloc(100 * 2 ** 20));
    assert.match(
      (await read(file('bomb.json.gz', bomb), 'cve')).at(-1) ?? '',
      /FAULT .*decompression bomb|FAULT .*no JSON/,
    );
    const lineBomb = gzipSync(`{"a":"${'0'.repeat(2 ** 20)}"}\n`.repeat(100));
    const found = await read(file('bomb.jsonl.gz', lineBomb), 'cve');
    assert.match(found.at(-1) ?? '', /FAULT .*decompression bomb/);
    const small = { ...standardLimits, maxFileBytes: 1000 };
    assert.match(
      (await read(file('big.jsonl', '{"a":1}\n'.repeat(1000)), 'cve', small)).at(-1) ?? '',
      /FAULT .*larger than/,
    );
  });

  test('a document of 200 MB on one line is one error, and little memory', async () => {
    const path = join(folder, 'huge.json.gz');
    const gzip = createGzip({ level: 1 });
    const out = createWriteStream(path);
    gzip.pipe(out);
    gzip.write('{"dataType":"CVE_RECORD","x":"');
    // Noise, so that it is no bomb.
    const noise = Buffer.alloc(2 ** 20);
    let state = 1;
    for (let at = 0; at < noise.length; at++) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      noise[at] = 97 + (state >>> 28);
    }
    for (let chunk = 0; chunk < 200; chunk++)
      if (!gzip.write(noise)) await new Promise((resolve) => gzip.once('drain', resolve));
    gzip.end('"}');
    await finished(out);
    const before = process.memoryUsage.rss();
    const records = await read(path, 'cve');
    const grown = process.memoryUsage.rss() - before;
    assert.deepEqual(records, ['f FAULT This record is longer than 64 MiB: it is left out.']);
    assert.ok(grown < 400 * 2 ** 20, `${Math.round(grown / 2 ** 20)} MiB`);
  });

  test('zip: many files, foreign names, what is damaged is passed over', async () => {
    const record = (n: number) => json({ cveMetadata: { cveId: `CVE-2024-${n}` } });
    const archive = zip([
      { name: 'cves/', content: Buffer.alloc(0) },
      { name: 'cves/2024/1xxx/CVE-2024-1.json', content: record(1) },
      { name: 'cves/delta.json', content: json([]) },
      { name: 'README.md', content: Buffer.from('x') },
      { name: '../../etc/cves/CVE-2024-2.json', content: record(2) },
      { name: String.raw`C:\cves\CVE-2024-3.json`, content: record(3) },
      { name: 'cves/CVE-2024-4.json', content: record(4), claimed: { crc: 1 } },
      { name: 'cves/CVE-2024-5.json', content: record(5), claimed: { method: 99 } },
      { name: 'cves/CVE-2024-6.json', content: record(6), claimed: { flags: 1 } },
      { name: 'cves/CVE-2024-7.json', content: record(7), claimed: { size: 3 } },
      { name: 'inner.zip', content: Buffer.from('PK') },
      { name: 'cves/CVE-2024-8.json', content: record(8) },
      { name: 'lines.jsonl.gz', content: gzipSync('{"a":1}\n{"b":2}\n') },
    ]);
    const records = (await read(file('cves.zip', archive), 'cve')).map((one) => one.replace(/^f!\//, ''));
    const told = records.map(
      (one) => /^(?:\S*?(?:CVE-2024-\d|inner|lines)\S*) (?:FAULT|\{)/.exec(one)?.[0] ?? one,
    );
    assert.deepEqual(told, [
      'cves/2024/1xxx/CVE-2024-1.json {',
      '../../etc/cves/CVE-2024-2.json {',
      String.raw`C:\cves\CVE-2024-3.json {`,
      'cves/CVE-2024-4.json FAULT',
      'cves/CVE-2024-5.json FAULT',
      'cves/CVE-2024-6.json FAULT',
      'cves/CVE-2024-7.json FAULT',
      'inner.zip FAULT',
      'cves/CVE-2024-8.json {',
      'lines.jsonl.gz:1 {',
      'lines.jsonl.gz:2 {',
    ]);
    assert.match(
      (await read(file('none.zip', 'not a zip at all, only words that go on'), 'cve')).join(),
      /^f FAULT This zip archive is damaged/,
    );
    const cut = archive.subarray(0, archive.length - 30);
    assert.match(
      (await read(file('short.zip', cut), 'cve')).at(-1) ?? '',
      /^f FAULT This zip archive is damaged/,
    );
    const many = { ...standardLimits, maxEntries: 5 };
    assert.match((await read(join(folder, 'cves.zip'), 'cve', many)).join(), /^f FAULT .*more than 5 files/);
    const bomb = zip([{ name: 'a.json', content: Buffer.alloc(80 * 2 ** 20) }]);
    assert.match((await read(file('bomb.zip', bomb), 'cve')).join(), /^f FAULT .*decompression bomb/);
    const large = zip([{ name: 'a.json', content: json({ a: 'x'.repeat(5 * 2 ** 20) }) }]);
    assert.equal(
      (await read(file('large.zip', large), 'cve'))[0]?.length,
      'f!/a.json '.length + 5 * 2 ** 20 + 8,
    );
    const lying = zip([
      { name: 'a.json', content: json({ a: 'x'.repeat(5 * 2 ** 20) }), claimed: { crc: 7 } },
    ]);
    assert.match(
      (await read(file('lying.zip', lying), 'cve')).at(-1) ?? '',
      /FAULT This file of the archive is damaged/,
    );
  });

  test('any bytes end in records or faults, never in an exception', async () => {
    const kinds = ['cve', 'nvd', 'kev', 'debian', 'epss', 'osv'] as const;
    const seeds = [
      json({ vulnerabilities: [{ cveID: 'x' }] }),
      gzipSync('{"a":1}\n{"b":2}'),
      zip([{ name: 'a.json', content: json({ a: 1 }) }]),
    ];
    let state = 7;
    for (let turn = 0; turn < 300; turn++) {
      const bytes = Buffer.from(seeds[turn % 3] ?? '');
      for (let hits = turn % 5; hits >= 0; hits--) {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        bytes[state % bytes.length] = state >>> 24;
      }
      const path = file(`fuzz.${['json', 'json.gz', 'zip'][turn % 3]}`, bytes);
      for (const record of await read(path, kinds[turn % kinds.length] ?? 'cve'))
        assert.ok(record.startsWith('f'));
    }
  });
});

test('a folder is known by the names and the first bytes of its files', async () => {
  const tree = join('tree', 'feeds');
  file(join(tree, 'cvelist/cves/2024/1xxx/CVE-2024-1000.json'), '{}');
  file(join(tree, 'cvelist/cves/delta.json'), '[]');
  file(
    join(tree, 'nvdcve-2.0-2024.json.gz'),
    gzipSync(json({ resultsPerPage: 1, format: 'NVD_CVE', vulnerabilities: [] })),
  );
  file(
    join(tree, 'known_exploited_vulnerabilities.json'),
    json({ title: 'x', catalogVersion: '1', vulnerabilities: [] }),
  );
  file(join(tree, 'epss_scores-2026-01-30.csv.gz'), gzipSync('#model_version:v1\ncve,epss,percentile\n'));
  file(
    join(tree, 'csaf/white/2024/icsa-24-1.json'),
    json({
      document: { csaf_version: '2.0', publisher: { namespace: 'https://www.cisa.gov/', name: 'CISA' } },
    }),
  );
  file(
    join(tree, 'osv/npm/all.zip'),
    zip([
      {
        name: 'GHSA-aaaa-bbbb-cccc.json',
        content: json({ id: 'X-1', affected: [{ package: { ecosystem: 'npm', name: 'x' } }] }),
      },
    ]),
  );
  file(join(tree, 'debian.json'), json({ a: { 'CVE-1-1': { releases: {} } } }));
  file(
    join(tree, 'certfr.rss'),
    '<?xml version="1.0"?><rss><link>https://www.cert.ssi.gouv.fr/alerte/</link></rss>',
  );
  file(join(tree, 'notes.txt'), 'x');
  file(join(tree, 'ssvc.json'), json({ tables: [] }));
  file(join(tree, 'broken.json.gz'), gzipSync('{"a":1}').subarray(0, 9));
  const { files, others } = await findFeeds(join(folder, tree));
  assert.deepEqual(
    files.map(({ name, feed }) => `${feed.id} ${name}`),
    [
      'csaf:cisa csaf/white/2024/icsa-24-1.json',
      'cve cvelist/cves/2024/1xxx/CVE-2024-1000.json',
      'debian debian.json',
      'epss epss_scores-2026-01-30.csv.gz',
      'kev known_exploited_vulnerabilities.json',
      'nvd nvdcve-2.0-2024.json.gz',
      'osv:npm osv/npm/all.zip',
      'certfr certfr.rss',
    ].toSorted((a, b) => (a.split(' ')[1]! < b.split(' ')[1]! ? -1 : 1)),
  );
  assert.deepEqual(
    others.map(({ name, fault }) => `${name} ${fault?.en.split(':')[0] ?? ''}`),
    [
      'broken.json.gz The compressed file ends before its end',
      'cvelist/cves/delta.json ',
      'notes.txt ',
      'ssvc.json ',
    ],
  );
});
