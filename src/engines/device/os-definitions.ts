import agents from './definitions/os-agents.json' with { type: 'json' };
import cisco from './definitions/os-cisco.json' with { type: 'json' };
import network from './definitions/os-network.json' with { type: 'json' };
import power from './definitions/os-power.json' with { type: 'json' };
import printers from './definitions/os-printers.json' with { type: 'json' };
import security from './definitions/os-security.json' with { type: 'json' };
import servers from './definitions/os-servers.json' with { type: 'json' };
import telecom from './definitions/os-telecom.json' with { type: 'json' };
import type { OsDefinition } from './os-definition.ts';

/** Every operating system Vigie knows, as its definition files say; of equal evidence the first counts. */
export const osDefinitions: readonly OsDefinition[] = [
  cisco,
  network,
  security,
  servers,
  power,
  printers,
  telecom,
  agents,
].flatMap((file) => file as readonly OsDefinition[]);
