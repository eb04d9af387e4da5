import type {
  Identity,
  IdentityKind,
  LinkClaim,
  LinkType,
  RequirementClaim,
} from '#engines/imports/types.ts';
import type { JsonValue } from '#engines/json-value.ts';
import type { Text } from '#engines/text.ts';
import { createAddressPlan } from './estate-addresses.ts';
import type { AddressPlan } from './estate-addresses.ts';
import type { AssetType, BucketSet, TypedClaim } from './estate-types.ts';

export interface Description {
  readonly key: string;
  readonly type: AssetType;
  readonly name: string;
  readonly organisation?: string;
  readonly identities: readonly Identity[];
  readonly attributes: Readonly<Record<string, JsonValue>>;
}

/** What a second source says of an asset that another describes first-hand. */
export interface SecondView {
  readonly key: string;
  readonly identities: readonly Identity[];
  readonly attributes: Readonly<Record<string, JsonValue>>;
}

export interface Group {
  readonly slug: string;
  readonly name: Text;
  readonly kMin?: number;
  readonly kFull?: number;
  readonly cap?: 0 | 1 | 2 | 3;
}

type LinkOptions = Pick<LinkClaim, 'requirement' | 'attenuation' | 'attributes'>;

export interface EstateBuilder {
  readonly addresses: AddressPlan;
  /** First-hand description: the bucket becomes the asset's home. */
  readonly describe: (bucket: string, description: Description) => void;
  readonly describeAgain: (bucket: string, key: string, view: SecondView) => void;
  readonly link: (bucket: string, from: string, type: LinkType, to: string, options?: LinkOptions) => void;
  /** `of` needs the members: several together, or one under a cap. Link types other than `depends_on` go from the member. */
  readonly need: (
    bucket: string,
    of: string,
    group: Group,
    members: readonly string[],
    type?: 'depends_on' | 'hosts' | 'powers',
  ) => void;
  readonly build: () => {
    readonly buckets: readonly BucketSet[];
    readonly homes: Readonly<Record<string, string>>;
  };
}

interface Draft {
  readonly claims: Map<string, TypedClaim>;
  /** Key of the asset → key that this bucket gives it. */
  readonly aliases: Map<string, string>;
  readonly links: LinkClaim[];
  readonly requirements: RequirementClaim[];
}

const strongest: readonly IdentityKind[] = ['uuid', 'serial', 'code', 'fqdn'];

/** What a bucket says of an asset that it only links to: enough to recognise it, nothing more. */
function mention(description: Description): TypedClaim {
  const { key, type, name, identities } = description;
  const kind = strongest.find((candidate) => identities.some((identity) => identity.kind === candidate));
  return {
    key,
    type,
    name,
    identities: identities.filter((identity) => identity.kind === kind),
    attributes: {},
  };
}

function assemble(bucket: string, draft: Draft, known: ReadonlyMap<string, Description>): BucketSet {
  const assets = new Map(draft.claims);
  const keyHere = (key: string): string => {
    const alias = draft.aliases.get(key) ?? key;
    if (!assets.has(alias)) {
      const description = known.get(key);
      if (description === undefined)
        throw new Error(`demonstration estate: ${bucket} links to unknown ${key}`);
      assets.set(alias, mention(description));
    }
    return alias;
  };
  const links = draft.links.map((link) => ({ ...link, from: keyHere(link.from), to: keyHere(link.to) }));
  const requirements = draft.requirements.map((requirement) => ({
    ...requirement,
    of: keyHere(requirement.of),
  }));
  return { bucket, assets: [...assets.values()], links, requirements };
}

/** Gathers what each source says, then completes each bucket so that it stands by itself. */
export function createEstateBuilder(buckets: readonly string[]): EstateBuilder {
  const drafts = new Map<string, Draft>(
    buckets.map((bucket) => [bucket, { claims: new Map(), aliases: new Map(), links: [], requirements: [] }]),
  );
  const known = new Map<string, Description>();
  const homes: Record<string, string> = {};
  const draftOf = (bucket: string): Draft => {
    const draft = drafts.get(bucket);
    if (draft === undefined) throw new Error(`demonstration estate: unknown bucket ${bucket}`);
    return draft;
  };
  const add = (bucket: string, claim: TypedClaim) => {
    const { claims } = draftOf(bucket);
    if (claims.has(claim.key)) throw new Error(`demonstration estate: ${claim.key} twice in ${bucket}`);
    claims.set(claim.key, claim);
  };
  const link: EstateBuilder['link'] = (bucket, from, type, to, options = {}) => {
    draftOf(bucket).links.push({ from, to, type, ...options });
  };
  return {
    addresses: createAddressPlan(),
    describe(bucket, description) {
      if (known.has(description.key)) throw new Error(`demonstration estate: ${description.key} twice`);
      known.set(description.key, description);
      homes[description.key] = bucket;
      add(bucket, description);
    },
    describeAgain(bucket, key, view) {
      const description = known.get(key);
      if (description === undefined) throw new Error(`demonstration estate: no first description of ${key}`);
      draftOf(bucket).aliases.set(key, view.key);
      add(bucket, { type: description.type, name: description.name, ...view });
    },
    link,
    need(bucket, of, { slug, ...group }, members, type = 'depends_on') {
      const requirement = `${of}/${slug}`;
      draftOf(bucket).requirements.push({ key: requirement, of, ...group });
      for (const member of members) {
        if (type === 'depends_on') link(bucket, of, type, member, { requirement });
        else link(bucket, member, type, of, { requirement });
      }
    },
    build: () => ({
      buckets: [...drafts].map(([bucket, draft]) => assemble(bucket, draft, known)),
      homes,
    }),
  };
}
