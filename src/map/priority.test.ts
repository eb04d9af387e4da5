import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PriorityInput } from './priority.ts';
import { priorityOf } from './priority.ts';

const calm: PriorityInput = {
  severity: 0,
  availability: 0,
  integrity: 0,
  confidentiality: 0,
  exploited: false,
  services: [],
  secondsLeft: null,
  redundancyLost: false,
};
const of = (input: Partial<PriorityInput>) => priorityOf({ ...calm, ...input });
const services = (...severities: number[]) => severities.map((severity) => ({ severity }));

test('the table of the documentation', () => {
  assert.deepEqual(
    [0, 1, 2, 3, 4].map((severity) => of({ severity }).priority),
    [0, 10, 20, 35, 55],
  );
  assert.deepEqual(
    [0, 1, 2, 3, 4].map((severity) => of({ services: services(severity) }).priority),
    [0, 30, 55, 80, 90],
  );
  assert.deepEqual(
    [0, 2, 3, 4].map((severity) => of({ severity }).deadline),
    ['planned', 'planned', 'days14', 'days3'],
  );
  assert.deepEqual(
    [1, 2, 3].map((severity) => of({ services: services(severity) }).deadline),
    ['days14', 'days3', 'immediate'],
  );
});

test('a service that is down goes before a flaw that could be used', () => {
  const cut = of({ severity: 3, availability: 3, services: services(3, 2, 2), secondsLeft: 13_680 });
  const flaw = of({ severity: 4, confidentiality: 1, exploited: true });
  assert.deepEqual([cut.priority, cut.deadline], [87, 'immediate']);
  assert.deepEqual([flaw.priority, flaw.deadline], [75, 'days3']);
  assert.equal(cut.reason.fr, '3 services touchés');
  assert.equal(flaw.reason.fr, 'exploité par des attaquants');
});

test('what makes it worse never lowers it, and it stays within 100', () => {
  for (let severity = 0; severity <= 4; severity += 1) {
    for (let service = 0; service <= 4; service += 1) {
      const base = of({ severity, services: services(service) });
      const worse: readonly Partial<PriorityInput>[] = [
        { exploited: true },
        { redundancyLost: true },
        { confidentiality: 3 },
        { secondsLeft: 0 },
        { services: services(service, 0) },
      ];
      for (const more of worse) {
        const result = of({ severity, services: services(service), ...more });
        assert.ok(result.priority >= base.priority && result.priority <= 100);
      }
    }
  }
  const all = { exploited: true, redundancyLost: true, integrity: 3, secondsLeft: -60 };
  assert.equal(of({ severity: 4, services: services(4, 4, 4, 4, 4, 4, 4, 4), ...all }).priority, 100);
});

test('the reason says what counts, in both languages', () => {
  assert.deepEqual(of({ severity: 2 }).reason, { fr: 'aucun service touché', en: 'no service hurt' });
  assert.deepEqual(of({ services: services(4), secondsLeft: -1, redundancyLost: true }).reason, {
    fr: '1 service touché, gravité maximale, interruption tolérable dépassée, redondance perdue',
    en: '1 service hurt, highest severity, tolerable outage exceeded, redundancy lost',
  });
});
