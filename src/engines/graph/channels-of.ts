/** Link types of the map, and `processes`, which carries what `stores` carries. */
export const LINK_TYPES = [
  'depends_on',
  'hosts',
  'runs',
  'connects_to',
  'located_in',
  'powers',
  'authenticates',
  'administers',
  'flows_to',
  'stores',
  'processes',
  'backs_up',
  'protects',
] as const;

export type LinkType = (typeof LINK_TYPES)[number];

/** Which end of the link is hurt by the other: `forward` = `from` hurts `to`, `backward` = `to` hurts `from`. */
export type Direction = 'forward' | 'backward';

export interface LinkChannels {
  /** `forward`: `to` requires `from`; `backward`: `from` requires `to` (a requirement group of the one hurt). */
  readonly availability: Direction | null;
  readonly integrity: Direction | null;
  readonly confidentiality: Direction | null;
  /** A reserve (battery, generator) may delay the harm: hold the group while it lasts. */
  readonly rideThrough: boolean;
  /** The link carries nothing itself: it adds 1 to the attenuation of the flows that enter `to`. */
  readonly attenuates: boolean;
  /** The backup at `from` is what `to` is restored from. */
  readonly recovers: boolean;
}

function link(
  availability: Direction | null,
  integrity: Direction | null,
  confidentiality: Direction | null,
  more: Partial<LinkChannels> = {},
): LinkChannels {
  return Object.freeze({
    availability,
    integrity,
    confidentiality,
    rideThrough: false,
    attenuates: false,
    recovers: false,
    ...more,
  });
}

const table: Readonly<Record<LinkType, LinkChannels>> = {
  // The consumer needs the supplier; using a service does not by itself infect its user.
  depends_on: link('backward', null, null),
  hosts: link('forward', 'forward', 'forward'),
  // Software belongs to many machines: a flaw in it exposes each machine, a lost machine does not stop it.
  runs: link(null, 'backward', 'backward'),
  // Topology only: what a cut cable hurts is found by reachability, and rings would need a group, not an edge.
  connects_to: link(null, null, null),
  located_in: link('backward', null, null, { rideThrough: true }),
  powers: link('forward', null, null, { rideThrough: true }),
  authenticates: link('forward', 'forward', 'forward'),
  administers: link(null, 'forward', 'forward'),
  flows_to: link(null, 'forward', null),
  stores: link(null, 'forward', 'forward'),
  processes: link(null, 'forward', 'forward'),
  // Whoever reads the backup reads the data.
  backs_up: link(null, null, 'forward', { recovers: true }),
  protects: link(null, null, null, { attenuates: true }),
};

export const isLinkType = (name: string): name is LinkType => Object.hasOwn(table, name);

/** What a link of this type carries, and which way. */
export const channelsOf = (type: LinkType): LinkChannels => table[type];
