import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import snmp from 'net-snmp';
import { SnmpSession } from '#platform/snmp/snmp-session.ts';
import { SnmpSockets } from '#platform/snmp/snmp-sockets.ts';
import { walkAll } from '#platform/snmp/walk.ts';
import { sharedData } from '#test/shared-data.ts';

/**
 * The two interface tables of a recorded switch (4,211 values), read by this poller, by the npm library net-snmp and by
 * snmpbulkwalk of Net-SNMP, in turn, from the same simulated agent: time and CPU of who asks, medians of the rounds.
 */
const rounds = 15;
const tables = ['1.3.6.1.2.1.2.2', '1.3.6.1.2.1.31.1.1'] as const;
const walk = sharedData('network/snmp/walks/ios_2960x.snmprec');
if (walk === null) {
  console.log('the recorded walks are not here: nothing to measure');
  process.exit(0);
}
const agent = fork(join(import.meta.dirname, 'snmp-agent.ts'), [walk]);
const [port] = (await once(agent, 'message')) as [number];
const target = { address: '127.0.0.1', port };

interface Measure {
  readonly ms: number;
  readonly cpuMs: number;
  readonly values: number;
}

async function measured(read: () => Promise<number>): Promise<Measure> {
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  const values = await read();
  const { user, system } = process.cpuUsage(cpu);
  return { ms: performance.now() - startedAt, cpuMs: (user + system) / 1000, values };
}

const sockets = new SnmpSockets();
const own = new SnmpSession(sockets, target, { version: 'v2c', community: 'public' });
const readOwn = async (): Promise<number> => (await walkAll(own, tables)).varbinds.length;

const library = snmp.createSession(target.address, 'public', { port, version: snmp.Version2c });
const readLibrary = async (): Promise<number> => {
  let values = 0;
  for (const table of tables)
    await new Promise<void>((resolve, reject) => {
      library.subtree(
        table,
        25,
        (varbinds: readonly unknown[]) => void (values += varbinds.length),
        (error: Error | null) => (error ? reject(error) : resolve()),
      );
    });
  return values;
};

/** `times` of the shell tells user and system seconds of its children. */
function readNetSnmp(): Measure {
  const commands = tables.map(
    (table) => `snmpbulkwalk -v2c -c public -On -Cr25 127.0.0.1:${port} ${table} | wc -l`,
  );
  const startedAt = performance.now();
  const out = execFileSync('bash', ['-c', `${commands.join(';')}; times`], { encoding: 'utf8' });
  const lines = out.trim().split('\n');
  const seconds = [...(lines.at(-1) ?? '').matchAll(/(\d+)m([\d.]+)s/g)].map(
    (part) => Number(part[1]) * 60 + Number(part[2]),
  );
  return {
    ms: performance.now() - startedAt,
    cpuMs: seconds.reduce((sum, part) => sum + part, 0) * 1000,
    values: Number(lines[0]) + Number(lines[1]),
  };
}

const results: Record<string, Measure[]> = { 'this poller': [], 'npm net-snmp': [], snmpbulkwalk: [] };
const hasNetSnmp = ((): boolean => {
  try {
    return execFileSync('which', ['snmpbulkwalk']).length > 0;
  } catch {
    return false;
  }
})();
for (let round = 0; round <= rounds; round++) {
  const measures = {
    'this poller': await measured(readOwn),
    'npm net-snmp': await measured(readLibrary),
    ...(hasNetSnmp ? { snmpbulkwalk: readNetSnmp() } : {}),
  };
  // The first round warms up.
  if (round > 0) for (const [name, one] of Object.entries(measures)) results[name]?.push(one);
}
const median = (list: readonly number[]): number =>
  list.toSorted((a, b) => a - b)[list.length >> 1] ?? Number.NaN;
for (const [name, list] of Object.entries(results)) {
  if (list.length === 0) console.log(`${name}: not installed`);
  else
    console.log(
      `${name}: ${list[0]?.values} values, ${median(list.map((one) => one.ms)).toFixed(1)} ms, CPU ${median(list.map((one) => one.cpuMs)).toFixed(1)} ms`,
    );
}
library.close();
await sockets.close();
agent.disconnect();
