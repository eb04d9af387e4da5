import { askingView, nothingCollected } from '#engines/device/asking-view.ts';
import type { Collected, Wanted } from '#engines/device/asking-view.ts';
import { describeDevice } from '#engines/device/describe-device.ts';
import type { DeviceDescription } from '#engines/device/describe-device.ts';
import type { Varbind } from '#engines/snmprec/varbind.ts';
import type { PduVarbind } from '#engines/snmp/pdu.ts';
import type { SnmpSession } from './snmp-session.ts';
import { SnmpError } from './snmp-target.ts';
import { isException, walkAll } from './walk.ts';
import type { Walked } from './walk.ts';

export interface DeviceReading {
  readonly description: DeviceDescription;
  /** What the device answered, as a walk. */
  readonly varbinds: readonly Varbind[];
  /** Columns that the device did not let be read to their end. */
  readonly faults: Walked['faults'];
  readonly requests: number;
  /** Smoothed, in ms; null when no first try was answered. */
  readonly roundTripMs: number | null;
}

/** What is asked grows with what is found (its system, then what that system has): a few rounds are enough. */
const mostRounds = 6;
const oidsAtOnce = 20;

/**
 * Reads from a device all that describing it uses, and nothing else. Rejects with `SnmpError` when the device does not
 * answer; a column that it refuses, or answers wrongly, is named in `faults`.
 */
export async function readDevice(session: SnmpSession): Promise<DeviceReading> {
  // Small enough for any agent: what does not answer this does not answer.
  let collected: Collected = withGot(nothingCollected, system, await session.get(system));
  const faults: Walked['faults'][number][] = [];
  for (let round = 0; ; round++) {
    const { view, wanted } = askingView(collected);
    const description = describeDevice(view);
    const next = wanted();
    const isDone = next.gets.length + next.walks.length + next.probes.length === 0;
    if (isDone || round === mostRounds)
      return {
        description,
        varbinds: collected.varbinds,
        faults,
        requests: session.counts.sent,
        roundTripMs: session.roundTripMs,
      };
    const fetched = await fetchWanted(session, next);
    faults.push(...fetched.faults);
    collected = {
      varbinds: [...collected.varbinds, ...fetched.varbinds],
      asked: {
        gets: [...collected.asked.gets, ...next.gets],
        walks: [...collected.asked.walks, ...next.walks],
        probes: [...collected.asked.probes, ...next.probes],
      },
    };
  }
}

/** SNMPv2-MIB: sysDescr, sysObjectID, sysUpTime, sysContact, sysName, sysLocation. */
const system = [1, 2, 3, 4, 5, 6].map((column) => `1.3.6.1.2.1.1.${column}.0`);

function withGot(
  { varbinds, asked }: Collected,
  oids: readonly string[],
  answer: readonly PduVarbind[],
): Collected {
  return {
    varbinds: [...varbinds, ...valuesOf(answer)],
    asked: { ...asked, gets: [...asked.gets, ...oids] },
  };
}

async function fetchWanted(session: SnmpSession, { gets, walks, probes }: Wanted) {
  const got = await inShares(gets, (oids) => session.get(oids));
  const probed = await inShares(probes, (oids) => session.getNext(oids));
  const walked = await walkAll(session, walks);
  return {
    varbinds: [...valuesOf(got), ...valuesOf(probed), ...walked.varbinds],
    faults: walked.faults,
  };
}

function valuesOf(answer: readonly PduVarbind[]): Varbind[] {
  return answer.flatMap(({ oid, tag, raw }) => (isException(tag) ? [] : [{ oid, tag, raw }]));
}

/**
 * Asks so many at a time. What is too much for the device, or refused for one of them, is asked by halves, and by such
 * shares from then on; what is refused alone has no value.
 */
async function inShares(
  oids: readonly string[],
  ask: (oids: readonly string[]) => Promise<readonly PduVarbind[]>,
): Promise<readonly PduVarbind[]> {
  const answers: PduVarbind[] = [];
  let atOnce = oidsAtOnce;
  for (let at = 0; at < oids.length;) {
    const share = oids.slice(at, at + atOnce);
    try {
      answers.push(...(await ask(share)));
      at += share.length;
    } catch (error) {
      const isRefused = error instanceof SnmpError && error.failure === 'refused';
      const isSilent = error instanceof SnmpError && error.failure === 'timeout';
      if (share.length > 1 && (isRefused || isSilent)) atOnce = share.length >> 1;
      else if (isRefused) at++;
      else throw error;
    }
  }
  return answers;
}
