import type { SoftwareName } from '#engines/advisory/advisory.ts';

/**
 * One name that a component answers to. Its key is made in the scheme of the rules it meets, since records of one
 * product order its versions differently (semver here, the vendor's own there).
 */
export interface ComponentName extends SoftwareName {
  /** The version judged under this name (of the source package for a package of a distribution); empty: not known. */
  readonly version: string;
  /** CPE part `a`, `o`, `h`; null when not told. */
  readonly part: string | null;
  /** `wordpress`, `android`…: the platform it is a plugin or an edition for; null when not told. */
  readonly target: string | null;
}
