import assert from 'node:assert/strict';
import { test } from 'node:test';
import { presentIpv6 } from './present-ipv6.ts';

test('the canonical text agrees with the URL parser’s for any octets', () => {
  let seed = 5;
  const random = (below: number): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
  for (let round = 0; round < 3000; round += 1) {
    const bytes = Array.from({ length: 16 }, () => (random(3) === 0 ? random(256) : 0));
    const long = Array.from({ length: 8 }, (_, index) =>
      (((bytes[2 * index] ?? 0) << 8) | (bytes[2 * index + 1] ?? 0)).toString(16),
    );
    assert.equal(`[${presentIpv6(bytes)}]`, new URL(`http://[${long.join(':')}]/`).hostname);
  }
});
