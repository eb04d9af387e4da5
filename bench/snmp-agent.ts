import { readFileSync } from 'node:fs';
import { parseSnmprec } from '#engines/snmprec/parse-snmprec.ts';
import { startAgent } from '#test/simulators/snmp/agent.ts';

/** The agent of `bench/snmp.ts`, in a process of its own so that its work is not counted as the poller's. */
const { value: view } = parseSnmprec(new Uint8Array(readFileSync(process.argv[2] ?? '')));
const agent = await startAgent(view);
process.send?.(agent.port);
process.on('disconnect', () => process.exit(0));
