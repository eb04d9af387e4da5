import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getOpenApi, listenEvents } from '#platform/api.ts';
import { createToken } from '#platform/auth/api.ts';
import type { Contract } from '#platform/contract.ts';
import { registerEventStream } from '#platform/event-stream.ts';
import type { Right } from '#platform/rights.ts';
import { rights } from '#platform/rights.ts';
import { platformRoutes } from '#platform/platform-routes.ts';
import type { Route } from '#platform/route.ts';
import { testApp } from './app.ts';
import { wrongParts } from './wrong-input.ts';

const everyRight = rights.filter((right) => right !== 'public' && right !== 'self');
const everyRole = [
  { role: 'administrator', organisationId: null },
  { role: 'ciso', organisationId: null },
] as const;
const anyId = '00000000-0000-7000-8000-000000000000';

type Guarded = Pick<Contract, 'id' | 'method' | 'path' | 'right'>;

/** Declares the tests that every operation must pass, whoever wrote it: rights first, then input. */
export function walkContracts(routes: readonly Route[]): void {
  const contracts = routes.map((route) => route.contract);
  const guarded: readonly Guarded[] = [...contracts, listenEvents, getOpenApi].filter(
    (contract) => contract.right !== 'public',
  );
  const others = routes.filter((route) => !platformRoutes.includes(route));
  const open = async (t: Parameters<typeof testApp>[0]) => {
    const made = await testApp(t, { routes: others });
    registerEventStream(made.server, made.app);
    /** One address each, so that the limits of one test are not those of the next. */
    let address = 0;
    const send = async (contract: Guarded, headers: Readonly<Record<string, string>>, payload?: string) => {
      address += 1;
      const reply = await made.server.inject({
        method: contract.method,
        url: contract.path.replaceAll(/\{\w+\}/g, anyId),
        headers: payload === undefined ? headers : { ...headers, 'content-type': 'application/json' },
        remoteAddress: `192.0.2.${address % 250}`,
        ...(payload === undefined ? {} : { payload }),
      });
      return { status: reply.statusCode, code: reply.statusCode < 400 ? '' : (reply.json().code as string) };
    };
    return { ...made, send };
  };
  const nameOf = (contract: Guarded) => `${contract.method} ${contract.path} (${contract.id})`;

  test('each operation has its own identifier and address', () => {
    const ids = contracts.map((contract) => contract.id);
    const addresses = contracts.map((contract) => `${contract.method} ${contract.path}`);
    assert.deepEqual(
      ids.filter((id, index) => ids.indexOf(id) !== index),
      [],
    );
    assert.deepEqual(
      addresses.filter((one, index) => addresses.indexOf(one) !== index),
      [],
    );
  });

  test(`without an account, each of ${guarded.length} operations answers 401`, async (t) => {
    const { send } = await open(t);
    for (const contract of guarded) {
      const refused = { status: 401, code: 'not-signed-in' };
      assert.deepEqual(await send(contract, {}, bodyOf(contract)), refused, nameOf(contract));
      const badToken = { authorization: `Bearer vgt_${'x'.repeat(43)}` };
      assert.deepEqual(await send(contract, badToken, bodyOf(contract)), refused, nameOf(contract));
    }
  });

  test('without the right, each answers 403', async (t) => {
    const { as, send } = await open(t);
    const nobody = await as([]);
    const owner = await as(everyRole);
    const allBut = new Map<Right, string>();
    for (const right of everyRight) {
      const body = { name: right, rights: everyRight.filter((one) => one !== right) };
      allBut.set(right, (await owner.call(createToken, { body })).body.token);
    }
    for (const contract of guarded.filter(({ right }) => right !== 'self')) {
      const refused = { status: 403, code: 'forbidden' };
      assert.deepEqual(await send(contract, nobody.headers, bodyOf(contract)), refused, nameOf(contract));
      const program = { authorization: `Bearer ${allBut.get(contract.right)}` };
      assert.deepEqual(await send(contract, program, bodyOf(contract)), refused, nameOf(contract));
    }
  });

  test('a write of a session without its proof answers 403', async (t) => {
    const { as, send } = await open(t);
    const { headers } = await as(everyRole);
    const cookieOnly = { cookie: headers['cookie'] ?? '' };
    for (const contract of guarded.filter(({ method }) => method !== 'GET')) {
      const refused = { status: 403, code: 'csrf' };
      assert.deepEqual(await send(contract, cookieOnly, bodyOf(contract)), refused, nameOf(contract));
    }
  });

  test('bad input answers 400 and names each field', async (t) => {
    const { as, server } = await open(t);
    const { headers } = await as(everyRole);
    let address = 0;
    for (const contract of contracts) {
      for (const wrong of wrongParts(contract)) {
        address += 1;
        const reply = await server.inject({
          method: contract.method,
          url: wrong.url,
          headers: wrong.payload === undefined ? headers : { ...headers, 'content-type': 'application/json' },
          remoteAddress: `192.0.2.${address % 250}`,
          ...(wrong.payload === undefined ? {} : { payload: wrong.payload }),
        });
        const where = `${nameOf(contract)} ${wrong.url} ${wrong.payload?.slice(0, 300) ?? ''}`;
        assert.equal(reply.statusCode, 400, where);
        assert.match(String(reply.headers['content-type']), /^application\/problem\+json/, where);
        const problem = reply.json();
        assert.equal(problem.code, 'bad-request', where);
        const named = (problem.fields as { field: string; message: { fr: string; en: string } }[]) ?? [];
        for (const field of wrong.fields)
          assert.ok(
            named.some((one) => one.field === field || one.field.startsWith(`${field}.`)),
            `${where}: ${field} not named in ${named.map((one) => one.field).join(', ')}`,
          );
        for (const { message } of named) assert.ok(message.fr && message.en, where);
      }
    }
  });
}

/** Rights are settled before a body is read: any body will do, even none that could be understood. */
function bodyOf(contract: Guarded): string | undefined {
  return contract.method === 'GET' ? undefined : '{';
}
