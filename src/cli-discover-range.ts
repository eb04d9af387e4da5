import type { Language, Text } from '#engines/text.ts';
import type { ExitStatus } from '#platform/command.ts';
import { addressesOf } from '#platform/snmp/range.ts';
import { SnmpSockets } from '#platform/snmp/snmp-sockets.ts';
import type { SnmpCredential } from '#platform/snmp/snmp-target.ts';
import { sweep } from '#platform/snmp/sweep.ts';
import { asDocument } from './cli-device-document.ts';

export interface RangeOptions {
  readonly range: string;
  /** Tried in this order; `VIGIE_SNMP_COMMUNITY` when none is given, so that none need stand on the command line. */
  readonly communities: readonly string[];
  readonly version: 'v1' | 'v2c';
  readonly port: number;
  readonly timeoutMs: number;
}

const badRange: Text = {
  fr: 'La plage n’est pas lisible : donnez une adresse, 192.0.2.0/24 (au plus /16) ou 192.0.2.10-192.0.2.20.',
  en: 'The range cannot be read: give an address, 192.0.2.0/24 (at most /16) or 192.0.2.10-192.0.2.20.',
};

const noCommunity: Text = {
  fr: 'Il manque la communauté SNMP : --community, ou la variable VIGIE_SNMP_COMMUNITY.',
  en: 'The SNMP community is missing: --community, or the variable VIGIE_SNMP_COMMUNITY.',
};

/**
 * `vigie discover --range RANGE`: one document a line for each device that answers, with its address. How many were
 * asked and how many answered goes to standard error. Status 2 when the arguments are unusable; silence is no error.
 */
export async function discoverRange(
  options: RangeOptions,
  io: { readonly stdout: (line: string) => void; readonly stderr: (line: string) => void },
  language: Language,
): Promise<ExitStatus> {
  const addresses = addressesOf(options.range);
  if (addresses === null || options.communities.length === 0) {
    io.stderr((addresses === null ? badRange : noCommunity)[language]);
    return 2;
  }
  const credentials = options.communities.map((community): SnmpCredential => {
    return { version: options.version, community };
  });
  const sockets = new SnmpSockets();
  let found = 0;
  try {
    const { port, timeoutMs } = options;
    for await (const one of sweep(sockets, addresses, { credentials, port, timeoutMs })) {
      if ('failure' in one) continue;
      found++;
      const { description, faults } = one.reading;
      io.stdout(JSON.stringify({ address: one.address, ...asDocument(description), faults }));
    }
  } finally {
    await sockets.close();
  }
  const count = {
    fr: `${found} équipement${found > 1 ? 's' : ''} sur ${addresses.length} adresses.`,
    en: `${found} device${found === 1 ? '' : 's'} of ${addresses.length} addresses.`,
  };
  io.stderr(count[language]);
  return 0;
}
