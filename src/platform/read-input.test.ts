import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { Problem } from './problems.ts';
import { readInput, readInputLines } from './read-input.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigie-input-'));
after(() => rmSync(folder, { recursive: true }));

/** The bytes in pieces of a given size, as a pipe may bring them. */
async function* pieces(bytes: Uint8Array | string, size = 7): AsyncGenerator<Uint8Array> {
  const all = Buffer.from(bytes);
  for (let at = 0; at < all.length; at += size) yield all.subarray(at, at + size);
}

async function lines(bytes: Uint8Array | string, maxLineBytes?: number, size?: number) {
  const found = await Array.fromAsync(readInputLines(undefined, pieces(bytes, size), maxLineBytes));
  return found.map(({ line, text, fault }) => (fault === null ? `${line} ${text}` : `${line} ! ${fault.en}`));
}

const refusedBy = (code: string) => (error: unknown) => error instanceof Problem && error.code === code;

describe('reading an input', () => {
  test('takes a file or standard input, plain or gzip, whatever the pieces', async () => {
    const text = 'une ligne\nà l’autre\n'.repeat(500);
    const file = join(folder, 'text.gz');
    writeFileSync(file, gzipSync(text));
    const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
    assert.equal(decode(await readInput(file, pieces(''))), text);
    assert.equal(decode(await readInput('-', pieces(text, 1))), text);
    assert.equal(decode(await readInput(undefined, pieces(gzipSync(text), 1))), text);
    assert.equal(
      decode(await readInput(undefined, pieces(Buffer.concat([gzipSync('a'), gzipSync('b')])))),
      'ab',
    );
    assert.equal((await readInput(undefined, pieces(''))).length, 0);
    assert.equal((await readInput(undefined, pieces('x'))).length, 1);
  });

  test('bounds what it keeps, decompressed', async () => {
    const bomb = gzipSync(new Uint8Array(2_000_000));
    assert.ok(bomb.length < 10_000);
    await assert.rejects(readInput(undefined, pieces(bomb), 1_000_000), refusedBy('input-too-large'));
    assert.equal((await readInput(undefined, pieces(bomb), 2_000_000)).length, 2_000_000);
  });

  test('says what is wrong with a file', async () => {
    await assert.rejects(readInput(join(folder, 'none'), pieces('')), refusedBy('input-unreadable'));
    await assert.rejects(readInput(folder, pieces('')), refusedBy('input-unreadable'));
    const cut = gzipSync('something').subarray(0, 15);
    await assert.rejects(readInput(undefined, pieces(cut)), refusedBy('input-unreadable'));
    const damaged = gzipSync('something '.repeat(100));
    damaged.fill(0xff, 12, 20);
    await assert.rejects(readInput(undefined, pieces(damaged)), refusedBy('input-unreadable'));
  });

  test('a source that fails is not hidden', async () => {
    async function* failing(): AsyncGenerator<Uint8Array> {
      yield Buffer.from('some');
      throw Object.assign(new Error('gone'), { code: 'EIO' });
    }
    await assert.rejects(readInput(undefined, failing()), refusedBy('input-unreadable'));
  });
});

describe('reading lines', () => {
  test('of any ending, the last one without, with empty lines counted', async () => {
    for (const size of [1, 2, 3, 64]) {
      assert.deepEqual(await lines('a\r\n\nété\nb', undefined, size), ['1 a', '2 ', '3 été', '4 b']);
    }
    assert.deepEqual(await lines(''), []);
    assert.deepEqual(await lines('a\n'), ['1 a']);
  });

  test('a faulty line is named and the next are read', async () => {
    const bad = Buffer.concat([Buffer.from('ok\n'), Buffer.from([0xff, 10]), Buffer.from('next\n')]);
    const [first, second, third] = await lines(bad);
    assert.deepEqual([first, third], ['1 ok', '3 next']);
    assert.match(second!, /^2 ! .*UTF-8/);
    for (const size of [1, 5, 100]) {
      const found = await lines(`ok\n${'x'.repeat(50)}\nnext`, 40, size);
      assert.deepEqual([found[0], found[2]], ['1 ok', '3 next']);
      assert.match(found[1]!, /^2 ! .*longer/);
    }
  });

  test('stopping early closes the source', async () => {
    let closed = false;
    async function* source(): AsyncGenerator<Uint8Array> {
      try {
        for (;;) yield Buffer.from('line\n');
      } finally {
        closed = true;
      }
    }
    for await (const { line } of readInputLines(undefined, source())) if (line === 3) break;
    assert.equal(closed, true);
  });
});
