import { presentIpv6 } from '#engines/network/present-ipv6.ts';
import type { InputProblem, Result } from '#engines/result.ts';

export interface ListeningSocket {
  readonly protocol: 'tcp' | 'udp';
  /** Canonical; `0.0.0.0` and `::` listen on every address. */
  readonly address: string;
  readonly port: number;
  /** By which the process that owns it is found; 0 when the kernel does not say. */
  readonly inode: number;
}

const maxSockets = 100_000;
const tcpListen = '0A';
/** The kernel's TCP_CLOSE: for UDP, a socket that is bound and not connected. */
const udpBound = '07';
const local = /^([0-9A-F]{8}|[0-9A-F]{32}):([0-9A-F]{4})$/;

/** The kernel prints each 32-bit word as the machine holds it: byte order is the caller's knowledge. */
function wordBytes(word: string, littleEndian: boolean): number[] {
  const bytes = [0, 2, 4, 6].map((at) => Number.parseInt(word.slice(at, at + 2), 16));
  return littleEndian ? bytes.toReversed() : bytes;
}

function present(bytes: readonly number[]): string {
  const isMapped =
    bytes.length === 16 &&
    bytes.slice(0, 10).every((byte) => byte === 0) &&
    bytes[10] === 255 &&
    bytes[11] === 255;
  if (bytes.length === 4 || isMapped) return bytes.slice(-4).join('.');
  return presentIpv6(bytes);
}

function readAddress(text: string, littleEndian: boolean): { address: string; port: number } | null {
  const [, hex, port] = local.exec(text) ?? [];
  if (hex === undefined || port === undefined) return null;
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => wordBytes(word, littleEndian));
  return { address: present(bytes), port: Number.parseInt(port, 16) };
}

/** Sockets of `/proc/net/tcp`, `tcp6`, `udp` or `udp6` (proc(5)) that wait for others: listening, or bound and not connected. */
export function parseProcNet(
  text: string,
  protocol: 'tcp' | 'udp',
  littleEndian: boolean,
): Result<readonly ListeningSocket[]> {
  const sockets: ListeningSocket[] = [];
  const problems: InputProblem[] = [];
  const wanted = protocol === 'tcp' ? tcpListen : udpBound;
  for (const [index, line] of text.split('\n').entries()) {
    const fields = line.slice(0, 400).trim().split(/\s+/);
    if (index === 0 || fields[0] === '' || sockets.length >= maxSockets) continue;
    const read = readAddress(fields[1] ?? '', littleEndian);
    const inode = Number(fields[9]);
    if (!read || !/^[0-9A-F]{2}$/.test(fields[3] ?? '') || !Number.isSafeInteger(inode) || inode < 0) {
      if (problems.length < 20) {
        const message = {
          fr: `Ligne ${index + 1} : socket illisible.`,
          en: `Line ${index + 1}: unreadable socket.`,
        };
        problems.push({ code: 'host.socket-broken', line: index + 1, message });
      }
      continue;
    }
    if (fields[3] === wanted && read.port > 0) sockets.push({ protocol, ...read, inode });
  }
  return { value: sockets, problems };
}
