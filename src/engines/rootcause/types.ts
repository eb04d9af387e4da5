/** What a poller knows of one device at this moment. Times are milliseconds since the epoch. */
export interface Reading {
  readonly state: 'up' | 'silent';
  /** When it last answered; null: never. */
  readonly lastAnswerAt: number | null;
  /** First loss of the present silence; null while it answers. */
  readonly silentSince: number | null;
}

export interface NetworkNode {
  readonly id: string;
  /** What devices may share and lose together: `site`, `ups`, `wan`… by name. */
  readonly shared: Readonly<Record<string, string>>;
}

/** A cable, a radio hop, a circuit: undirected. */
export interface NetworkLink {
  readonly id: string;
  readonly a: string;
  readonly b: string;
}

export interface NetworkGraph {
  readonly nodes: readonly NetworkNode[];
  readonly links: readonly NetworkLink[];
}

/** Facts beside the answers themselves that tell why something is silent. */
export interface CauseFacts {
  /** Operational state that one end of a link reports of its own port. */
  readonly ports: readonly {
    readonly linkId: string;
    readonly reporter: string;
    readonly isUp: boolean;
    readonly at: number;
  }[];
  /** Devices that run on battery, with since when. */
  readonly onBattery: readonly { readonly id: string; readonly since: number }[];
}

export type CauseEvidence =
  /** The neighbour's port towards it is down: cable, power or the device. */
  | { readonly kind: 'port-down'; readonly reporter: string; readonly linkId: string }
  /** The neighbour's port is up and nothing answers: hung, filtered, or its management network. */
  | { readonly kind: 'port-up'; readonly reporter: string; readonly linkId: string }
  /** A neighbour that answered after the silence began. */
  | { readonly kind: 'neighbour-answers'; readonly neighbour: string; readonly at: number }
  /** Everything that shares it is silent. */
  | { readonly kind: 'shares'; readonly name: string; readonly value: string; readonly count: number }
  /** It ran on battery when the silence began. */
  | { readonly kind: 'on-battery'; readonly device: string; readonly since: number }
  /** Nobody asks it, and all that is reached through it alone is silent. */
  | { readonly kind: 'between'; readonly device: string };

/** One cause of silence, with everything it hides. */
export interface Cause {
  /** The device at fault, or the one nearest to what answers when the fault is what several share. */
  readonly at: string;
  /** Silent devices next to what answers, `at` among them when it is one. */
  readonly frontier: readonly string[];
  /** Silent devices that nothing can be said of: behind the frontier. */
  readonly behind: readonly string[];
  /** What the frontier has in common when it is several. */
  readonly common: { readonly name: string; readonly value: string } | null;
  readonly evidence: readonly CauseEvidence[];
  /** First loss among the frontier. */
  readonly since: number;
}

export type Reachability =
  | 'up'
  /** Silent, and the cause is here. */
  | 'down'
  /** Silent behind a cause. */
  | 'unreachable'
  /** Silent, but no neighbour has answered since: look again before saying anything. */
  | 'pending'
  /** The poller itself is cut off: nothing is known. */
  | 'unknown';

export interface RootCauses {
  readonly states: ReadonlyMap<string, Reachability>;
  readonly causes: readonly Cause[];
  /** Nothing answers at all: the fault is on the side of who asks. */
  readonly isPollerCutOff: boolean;
}
