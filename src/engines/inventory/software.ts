/** A piece of software as a source names it, whatever the source: what the map keeps as a component. */
export interface Software {
  /**
   * `deb`, `rpm`, `apk` for packages of a distribution; a purl type (`npm`, `pypi`, `maven`…) for an ecosystem;
   * `system` for what an equipment or a host runs as a whole (FortiOS, Windows); `product` for the rest.
   */
  readonly ecosystem: string;
  /** `debian-12`, `alpine-3.20`, `rhel-9` (ID and VERSION_ID of os-release); empty when of no distribution. */
  readonly distribution: string;
  /** As the source writes it; empty when it does not. */
  readonly vendor: string;
  readonly name: string;
  /** As the source writes it; empty when not known. */
  readonly version: string;
  readonly architecture: string;
  /** Source package and its version, for packages of a distribution. */
  readonly sourceName: string;
  readonly sourceVersion: string;
  readonly purl: string;
  readonly cpe: string;
  /** Module stream (`httpd:2.4`), channel (`esm`), platform of a plugin (`wordpress`): what narrows the name. */
  readonly qualifiers: Readonly<Record<string, string>>;
  /** Where it lies on the asset; empty when it has no place. */
  readonly path: string;
}

/** A component of which the given fields are set and the others empty. */
export function software(
  given: Pick<Software, 'ecosystem' | 'name' | 'version'> & Partial<Software>,
): Software {
  return {
    distribution: '',
    vendor: '',
    architecture: '',
    sourceName: '',
    sourceVersion: '',
    purl: '',
    cpe: '',
    qualifiers: {},
    path: '',
    ...given,
  };
}
