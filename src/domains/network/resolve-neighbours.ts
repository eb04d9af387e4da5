import type { DeviceLink } from '#engines/device/link.ts';
import { normaliseIdentity } from '#engines/identity/normalise.ts';

/** What tells which asset is which: identities of the map, by kind and value. */
export type IdentityIndex = ReadonlyMap<string, ReadonlySet<string>>;

export interface ResolvedNeighbour {
  readonly link: DeviceLink;
  readonly assetId: string | null;
  readonly foundBy: 'chassis' | 'address' | 'name' | 'unknown' | 'ambiguous';
}

/**
 * Which asset each neighbour is: by chassis MAC address, then by management address, then by name (IEEE 802.1AB-2016
 * §8.5: the chassis identifies the system). One that several assets could be is none of them.
 */
export function resolveNeighbours(
  links: readonly DeviceLink[],
  index: IdentityIndex,
  ownAssetId: string,
): readonly ResolvedNeighbour[] {
  return links.map((link) => {
    let isAmbiguous = false;
    for (const [foundBy, kinds, text] of clues(link)) {
      const found = new Set(kinds.flatMap((kind) => [...candidates(index, kind, text)]));
      found.delete(ownAssetId);
      if (found.size === 1) return { link, assetId: [...found][0] ?? null, foundBy };
      isAmbiguous ||= found.size > 1;
    }
    return { link, assetId: null, foundBy: isAmbiguous ? 'ambiguous' : 'unknown' };
  });
}

type Kind = 'mac' | 'ip' | 'fqdn' | 'hostname';

function clues({ remoteChassis, remoteAddress, remoteName }: DeviceLink) {
  return [
    ['chassis', ['mac', 'ip'], remoteChassis],
    ['address', ['ip'], remoteAddress],
    ['name', ['fqdn', 'hostname'], remoteName],
    ['name', ['hostname'], remoteName?.split('.')[0] ?? null],
  ] as const satisfies readonly (readonly [ResolvedNeighbour['foundBy'], readonly Kind[], string | null])[];
}

function candidates(index: IdentityIndex, kind: Kind, text: string | null): ReadonlySet<string> {
  const identity = text === null ? null : normaliseIdentity(kind, text).value;
  return (identity === null ? undefined : index.get(`${identity.kind} ${identity.value}`)) ?? nobody;
}

const nobody: ReadonlySet<string> = new Set();
