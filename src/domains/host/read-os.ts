import { createHmac } from 'node:crypto';
import { arch, cpus, freemem, hostname, networkInterfaces, release, totalmem, type, uptime } from 'node:os';
import { join } from 'node:path';
import { parseOsRelease, type OsRelease } from '#engines/host/os-release.ts';
import type { InputProblem } from '#engines/result.ts';
import { readFailed, readOk, type ReadResult } from './read-result.ts';
import { readText } from './read-text.ts';

interface HostInterface {
  readonly name: string;
  /** Null where there is none (loopback, tunnels). */
  readonly mac: string | null;
  /** Made up by software (bridges, containers, private Wi-Fi): no identity of the machine. */
  readonly isLocallyAdministered: boolean;
  readonly addresses: readonly {
    readonly address: string;
    readonly prefix: number | null;
    readonly family: 4 | 6;
  }[];
}

export interface HostOs {
  readonly hostname: string;
  /** `Linux`, `Darwin`… */
  readonly kernelName: string;
  readonly kernelRelease: string;
  readonly architecture: string;
  readonly os: OsRelease;
  /** Derived from the machine-id, which itself must not leave the host (machine-id(5)); null when there is none. */
  readonly machineKey: string | null;
  /** Hardware identity; readable by root only. */
  readonly productUuid: string | null;
  readonly productSerial: string | null;
  readonly productName: string | null;
  readonly cpuModel: string;
  readonly cpuCount: number;
  readonly memoryTotalBytes: number;
  readonly memoryAvailableBytes: number;
  readonly bootedAt: Date;
  /** Loopback left out. */
  readonly interfaces: readonly HostInterface[];
}

const smallFileBytes = 65_536;
const maxInterfaces = 1000;

function readInterfaces(): HostInterface[] {
  return Object.entries(networkInterfaces())
    .slice(0, maxInterfaces)
    .map(([name, found]) => {
      const addresses = (found ?? []).filter((one) => !one.internal);
      const mac = addresses.map((one) => one.mac).find((one) => one !== '00:00:00:00:00:00') ?? null;
      return {
        name,
        mac,
        isLocallyAdministered: mac !== null && (Number.parseInt(mac.slice(0, 2), 16) & 2) !== 0,
        addresses: addresses.map(({ address, cidr, family }) => ({
          address,
          prefix: cidr === null ? null : Number(cidr.split('/')[1]),
          family: family === 'IPv4' ? (4 as const) : (6 as const),
        })),
      };
    })
    .filter((one) => one.addresses.length > 0);
}

async function readOptional(path: string): Promise<string | null> {
  const read = await readText(path, smallFileBytes);
  const text = read.ok ? read.text.trim() : '';
  return text === '' ? null : text.slice(0, 200);
}

/** What manufacturers leave in the field when they fill in nothing. */
const blank =
  /^(?:not specified|to be filled by o\.?e\.?m\.?|default string|system serial number|none|n\/a|0+|0{8}-.*|[f-]+)$/i;

async function readDmi(root: string, field: string): Promise<string | null> {
  const text = await readOptional(join(root, 'sys/class/dmi/id', field));
  return text === null || blank.test(text) ? null : text;
}

function machineKey(machineId: string | null): string | null {
  if (machineId === null || !/^[0-9a-f]{32}$/.test(machineId)) return null;
  return createHmac('sha256', 'vigie host identity').update(machineId).digest('hex').slice(0, 32);
}

async function readOsRelease(root: string): Promise<ReadResult<OsRelease>> {
  // The second place is where os-release(5) lets a system without /etc keep it.
  let last: InputProblem | null = null;
  for (const path of ['etc/os-release', 'usr/lib/os-release']) {
    const read = await readText(join(root, path), smallFileBytes);
    if (!read.ok) {
      last ??= read.problem;
      continue;
    }
    const { value, problems } = parseOsRelease(read.text);
    if (value) return readOk(value);
    last = problems[0] ?? last;
  }
  return last
    ? { ok: false, problem: last }
    : readFailed('host.os-release', { fr: 'Système inconnu.', en: 'Unknown system.' });
}

async function readAvailableMemory(root: string): Promise<number> {
  const read = await readText(join(root, 'proc/meminfo'), smallFileBytes);
  const [, kibibytes] = (read.ok && /^MemAvailable:\s+(\d{1,15}) kB$/m.exec(read.text)) || [];
  return kibibytes === undefined ? freemem() : Number(kibibytes) * 1024;
}

async function readBootTime(root: string): Promise<Date> {
  const read = await readText(join(root, 'proc/stat'), 4_194_304);
  const [, seconds] = (read.ok && /^btime (\d{1,12})$/m.exec(read.text)) || [];
  return new Date(seconds === undefined ? Date.now() - uptime() * 1000 : Number(seconds) * 1000);
}

/** Who this host is and what runs on it. Fails when the system cannot be named: advisories hang on it. */
export async function readOs(root = '/'): Promise<ReadResult<HostOs>> {
  const os = await readOsRelease(root);
  if (!os.ok) return os;
  const processors = cpus();
  const value: HostOs = {
    hostname: hostname(),
    kernelName: type(),
    kernelRelease: release(),
    architecture: arch(),
    os: os.value,
    machineKey: machineKey(await readOptional(join(root, 'etc/machine-id'))),
    productUuid: (await readDmi(root, 'product_uuid'))?.toLowerCase() ?? null,
    productSerial: await readDmi(root, 'product_serial'),
    productName: await readDmi(root, 'product_name'),
    cpuModel: processors[0]?.model.trim() ?? '',
    cpuCount: processors.length,
    memoryTotalBytes: totalmem(),
    memoryAvailableBytes: await readAvailableMemory(root),
    bootedAt: await readBootTime(root),
    interfaces: readInterfaces(),
  };
  return readOk(value, os.problems);
}
