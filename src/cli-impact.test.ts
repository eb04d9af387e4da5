import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { sharedData } from '#test/shared-data.ts';
import { impactCommand } from './cli-impact.ts';

const folder = mkdtempSync(join(tmpdir(), 'vigie-impact-'));
after(() => rmSync(folder, { recursive: true }));

interface Answer {
  readonly id?: string;
  readonly states?: Readonly<Record<string, number>>;
  readonly availability?: Readonly<Record<string, number>>;
  readonly causes?: Readonly<Record<string, readonly string[]>>;
  readonly single_points_of_failure?: Readonly<Record<string, readonly string[]>>;
  readonly error?: string;
}

interface Fixture {
  readonly id: string;
  readonly expect: Readonly<Record<string, number>>;
  readonly expect_availability?: Readonly<Record<string, number>>;
  readonly root_causes_of_app?: readonly string[];
  readonly single_points_of_failure_of_app?: readonly string[];
}

async function run(args: string[], input: string | Uint8Array = '', env?: Record<string, string>) {
  const lines: string[] = [];
  const words: string[] = [];
  async function* stdin(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(input);
  }
  const status = await impactCommand(args, {
    stdin: stdin(),
    stdout: (line) => lines.push(line),
    stderr: (line) => words.push(line),
    ...(env === undefined ? {} : { env }),
  });
  return { status, answers: lines.map((line) => JSON.parse(line) as Answer), lines, words };
}

const fixtures = sharedData('governance/propagation/cases.json');

describe('vigie impact', () => {
  test('answers every fixture, in order', { skip: fixtures === null && 'no fixtures here' }, async () => {
    const text = readFileSync(fixtures!, 'utf8');
    const document = JSON.parse(text) as Record<'availability_cases' | 'compromise_cases', Fixture[]>;
    const { status, answers, lines } = await run([fixtures!]);
    assert.equal(status, 0);
    const cases = [...document.availability_cases, ...document.compromise_cases];
    assert.deepEqual(
      answers.map(({ id }) => id),
      cases.map(({ id }) => id),
    );
    cases.forEach((fixture, i) => {
      const answer = answers[i]!;
      assert.deepEqual({ ...answer.states, ...fixture.expect }, answer.states, fixture.id);
      const { expect_availability: availability, root_causes_of_app: roots } = fixture;
      if (availability) assert.deepEqual({ ...answer.availability, ...availability }, answer.availability);
      if (roots) assert.deepEqual(answer.causes?.['app'], roots);
      assert.deepEqual(answer.single_points_of_failure?.['app'], fixture.single_points_of_failure_of_app);
    });
    const compromise = answers.slice(document.availability_cases.length);
    assert.ok(compromise.every(({ availability }) => availability !== undefined));

    const packed = join(folder, 'cases.json.gz');
    writeFileSync(packed, gzipSync(text));
    assert.deepEqual((await run([packed])).lines, lines);
    assert.deepEqual((await run([], text)).lines, lines);
    assert.deepEqual((await run(['-'], gzipSync(text))).lines, lines);
  });

  test('applies the steps in order and gives the final states', async () => {
    const document = {
      availability_cases: [
        {
          id: 'steps',
          nodes: ['x', 'dns', 'hyp'],
          groups: [
            { of: 'dns', needs: ['hyp'] },
            { of: 'hyp', needs: ['dns'] },
            { of: 'hyp', needs: ['x'] },
          ],
          after: [{ x: 3 }, { x: 2 }],
        },
      ],
      compromise_cases: [
        { id: 'later', edges: [['a', 'b', 'backs_up', 1]], local: { a: 1 }, after: [{ a: 3 }, { c: 1 }] },
        { id: 'kind decides', edges: [['a', 'b', 'depends_on', 0]], local: { a: 3 } },
      ],
    };
    const { status, answers } = await run([], JSON.stringify(document));
    assert.equal(status, 0);
    assert.deepEqual(
      answers.map(({ states }) => states),
      [
        { x: 2, dns: 2, hyp: 2 },
        { a: 3, b: 2, c: 1 },
        { a: 3, b: 0 },
      ],
    );
    assert.deepEqual(answers[1]?.causes, { a: ['a'], b: ['a'], c: ['c'] });
  });

  test('refuses a case by its place and goes on', async () => {
    const good = { id: 'good', nodes: ['a'], local: { a: 1 } };
    const document = {
      availability_cases: [
        'not a case',
        { nodes: ['a'] },
        { id: 'k', nodes: ['a', 'b'], groups: [{ of: 'a', needs: ['b'], k_min: 2 }] },
        { id: 'who', nodes: ['a'], groups: [{ of: 'a', needs: ['b'] }] },
        { id: 'twice', nodes: ['a', 'a'] },
        { id: 'level', nodes: ['a'], local: { a: 4 } },
        { id: 'where', nodes: ['a'], after: [{ b: 1 }] },
        good,
      ],
      compromise_cases: [{ id: 'kind', edges: [['a', 'b', 'eats', 0]] }],
    };
    const { status, answers } = await run([], JSON.stringify(document), { LANG: 'en_US.UTF-8' });
    assert.equal(status, 1);
    assert.deepEqual(
      answers.map(({ id, error }) => `${id ?? '?'} ${error ?? 'ok'}`),
      [
        '? availability_cases[0]: This must be an object.',
        '? availability_cases[1].id: This must be a text that is not empty.',
        'k availability_cases[2].groups[0].k_min: This must be a whole number from 1 to 1.',
        'who availability_cases[3].groups[0].needs[0]: This must be the name of a node of the case.',
        'twice availability_cases[4].nodes[1]: This must be a name given only once.',
        'level availability_cases[5].local["a"]: This must be 0, 1, 2 or 3.',
        'where availability_cases[6].after[0]["b"]: This must be the name of a node of the case.',
        'good ok',
        'kind compromise_cases[0].edges[0][2]: This must be a link type (hosts, stores…).',
      ],
    );
  });

  test('says why nothing can be read', async () => {
    const refusals: [string[], string | Uint8Array, RegExp][] = [
      [[join(folder, 'absent.json')], '', /absent\.json.*n’existe pas/],
      [[folder], '', /c’est un dossier/],
      [[], '', /Ligne 1, colonne 1/],
      [[], '{"availability_cases": [', /Ligne 1, colonne 2\d/],
      [[], '[]', /availability_cases/],
      [[], '{"availability_cases": 3}', /availability_cases/],
      [[], new Uint8Array([0x7b, 0xe9, 0x7d]), /UTF-8/],
      [[], gzipSync('{"availability_cases": []}').subarray(0, 20), /gzip/],
      [['a', 'b'], '', /vigie impact \[FICHIER\]/],
      [['--fast'], '', /vigie impact \[FICHIER\]/],
    ];
    for (const [args, input, expected] of refusals) {
      const { status, lines, words } = await run(args, input);
      assert.equal(status, 2, expected.source);
      assert.deepEqual(lines, []);
      assert.match(words.join('\n'), expected);
    }
    assert.equal((await run(['--help'])).status, 0);
  });
});
