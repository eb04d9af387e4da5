import { readFileSync, statSync } from 'node:fs';
import { parseHostName, parseIpAddress, type IpAddress } from './ip-address.ts';

const maxBytes = 1_048_576;
const checkEveryMs = 5000;

/** Names of a hosts(5) file, in its order. Broken lines are passed over, as every resolver does. */
export function parseHostsFile(text: string): Map<string, IpAddress[]> {
  const names = new Map<string, IpAddress[]>();
  for (const line of text.split('\n')) {
    const [literal = '', ...aliases] = (line.split('#', 1)[0] ?? '').trim().split(/\s+/);
    const address = parseIpAddress(literal);
    if (!address || literal.includes('[')) continue;
    for (const alias of aliases) {
      const name = parseHostName(alias);
      if (name === null) continue;
      const known = names.get(name);
      if (known) known.push(address);
      else names.set(name, [address]);
    }
  }
  return names;
}

/** Follows the file without a watcher: read again when its date or size changed. An unreadable file holds no name. */
export function followHostsFile(path: string): (name: string) => readonly IpAddress[] {
  let names = new Map<string, IpAddress[]>();
  let stamp = '';
  let nextCheck = 0;
  return (name) => {
    const now = performance.now();
    if (now >= nextCheck) {
      nextCheck = now + checkEveryMs;
      try {
        const { mtimeMs, size } = statSync(path);
        if (`${mtimeMs} ${size}` !== stamp) {
          names = size > maxBytes ? new Map() : parseHostsFile(readFileSync(path, 'utf8'));
          stamp = `${mtimeMs} ${size}`;
        }
      } catch {
        names = new Map();
        stamp = '';
      }
    }
    return names.get(name) ?? [];
  };
}
