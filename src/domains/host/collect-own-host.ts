import type { AssetClaim, Identity } from '#engines/imports/types.ts';
import { normaliseIdentity } from '#engines/identity/normalise.ts';
import type { InstalledPackage } from '#engines/host/installed-package.ts';
import { distributionOf } from '#engines/inventory/distribution.ts';
import { packagesAsSoftware } from '#engines/inventory/packages-as-software.ts';
import { software } from '#engines/inventory/software.ts';
import type { Software } from '#engines/inventory/software.ts';
import { replaceBucket } from '#map/buckets.ts';
import type { Collector } from '#map/define-domain.ts';
import { replaceInstalls } from '#map/installs.ts';
import { ensureBucket, ensureSource, ranks } from '#map/sources.ts';
import type { App } from '#platform/app.ts';
import { Problem } from '#platform/problems.ts';
import { readDisks } from './read-disks.ts';
import type { HostOs } from './read-os.ts';
import { readOs } from './read-os.ts';
import { readPackages } from './read-packages.ts';
import type { ReadResult } from './read-result.ts';
import { readSockets } from './read-sockets.ts';
import { replaceDisks, replaceSockets } from './store.ts';

const everySeconds = 300;
const sourceKey = 'host.own-host';

/** Reads the host Vigie runs on: one asset, its identities, and what is installed, mounted and listening. */
export const ownHost: Collector = {
  id: sourceKey,
  title: { fr: 'Hôte de Vigie', en: 'Vigie’s own host' },
  everySeconds,
  collect,
};

async function collect(app: App): Promise<void> {
  const now = new Date();
  const source = await ensureSource(app.db, {
    key: sourceKey,
    domain: 'host',
    title: ownHost.title,
    rank: ranks.device,
    expectedEverySeconds: everySeconds,
  });
  await ensureBucket(app.db, source, sourceKey);
  const os = valueOf(await readOs());
  const [disks, packages, sockets] = await Promise.all([readDisks(), readPackages(), readSockets()]);
  await app.db.transaction().execute(async (db) => {
    await replaceBucket(db, sourceKey, { assets: [hostClaim(os)], links: [], requirements: [] }, now);
    const claim = await db
      .selectFrom('map.claim as claim')
      .innerJoin('map.bucket as bucket', 'bucket.id', 'claim.bucket_id')
      .select('claim.asset_id')
      .where('bucket.key', '=', sourceKey)
      .where('claim.missing_since', 'is', null)
      .executeTakeFirst();
    const assetId = claim?.asset_id ?? null;
    // A person must first say which asset this host is.
    if (assetId === null) return;
    // What could not be read this time stays as it was.
    if (disks.ok) await replaceDisks(db, assetId, disks.value, now);
    if (packages.ok) {
      const installed = softwareOf(os, packages.value);
      await replaceInstalls(db, { sourceId: source, assetId, software: installed, now });
    }
    if (sockets.ok) await replaceSockets(db, assetId, sockets.value, now);
  });
  for (const read of [disks, packages, sockets]) if (!read.ok) throw failed(read);
}

/** The system itself, and its packages, by which release its advisories are published for. */
function softwareOf({ os }: HostOs, packages: readonly InstalledPackage[]): Software[] {
  const distribution = distributionOf(os.id, os.versionId, os.codename);
  const system = software({ ecosystem: 'system', distribution, name: os.name, version: os.versionId });
  return [system, ...packagesAsSoftware(packages, distribution)];
}

function valueOf<T>(read: ReadResult<T>): T {
  if (!read.ok) throw failed(read);
  return read.value;
}

function failed(read: Extract<ReadResult<unknown>, { ok: false }>): Problem {
  return new Problem(read.problem.code, 500, read.problem.message);
}

function hostClaim(os: HostOs): AssetClaim {
  const identities: Identity[] = [];
  const add = (kind: Identity['kind'], text: string | null) => {
    if (text === null) return;
    const { value } = normaliseIdentity(kind, text);
    if (value !== null) identities.push(value);
  };
  add('uuid', os.productUuid);
  add('serial', os.productSerial);
  add('uuid', os.machineKey === null ? null : asUuid(os.machineKey));
  add('hostname', os.hostname);
  for (const face of os.interfaces) {
    if (!face.isLocallyAdministered) add('mac', face.mac);
    for (const { address } of face.addresses) add('ip', address);
  }
  return {
    key: os.machineKey ?? os.hostname,
    type: 'server',
    name: os.hostname,
    identities: unique(identities),
    attributes: {
      os: os.os.prettyName,
      kernel: `${os.kernelName} ${os.kernelRelease}`,
      architecture: os.architecture,
      cpu: os.cpuModel,
      cpu_count: os.cpuCount,
      memory_bytes: os.memoryTotalBytes,
      ...(os.productName === null ? {} : { model: os.productName }),
      role: 'Vigie',
    },
  };
}

/** The hashed machine identifier is as good as a UUID, and written like one. */
function asUuid(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

function unique(identities: readonly Identity[]): Identity[] {
  return [
    ...new Map(identities.map((identity) => [`${identity.kind} ${identity.value}`, identity])).values(),
  ];
}
