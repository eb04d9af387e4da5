import type { Text } from '#engines/text.ts';
import type { Purl } from './purl.ts';

interface TypeRule {
  readonly namespace?: 'lower' | 'upper';
  readonly name?: (name: string) => string;
  readonly version?: 'lower';
}

const lower = (text: string): string => text.toLowerCase();

/** What each type says of case and spelling (package-url, PURL-TYPES). */
const rules: Readonly<Record<string, TypeRule>> = {
  alpm: { namespace: 'lower', name: lower },
  apk: { namespace: 'lower', name: lower },
  bitbucket: { namespace: 'lower', name: lower },
  bitnami: { name: lower },
  composer: { namespace: 'lower', name: lower },
  cpan: { namespace: 'upper' },
  deb: { namespace: 'lower', name: lower },
  github: { namespace: 'lower', name: lower },
  gitlab: { namespace: 'lower', name: lower },
  golang: { namespace: 'lower', name: lower },
  hex: { namespace: 'lower', name: lower },
  huggingface: { version: 'lower' },
  luarocks: { name: lower },
  npm: { name: lower },
  oci: { name: lower },
  pub: { name: (name) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '_') },
  pypi: { name: (name) => name.toLowerCase().replaceAll('_', '-') },
  qpkg: { namespace: 'lower' },
  rpm: { namespace: 'lower' },
};

export function normalForType(purl: Purl): Purl {
  const rule = Object.hasOwn(rules, purl.type) ? rules[purl.type] : undefined;
  if (rule === undefined) return purl;
  const { namespace, version } = purl;
  return {
    ...purl,
    name: rule.name?.(purl.name) ?? purl.name,
    namespace:
      rule.namespace === 'upper' ? (namespace?.toUpperCase() ?? null) : inCase(namespace, rule.namespace),
    version: inCase(version, rule.version),
  };
}

function inCase(text: string | null, rule: 'lower' | undefined): string | null {
  return rule === undefined || text === null ? text : text.toLowerCase();
}

/** Why a purl breaks a rule of its type, or null. */
export function faultOfType({ type, namespace, name, version, qualifiers }: Purl): Text | null {
  if (type === 'swift' && (namespace === null || version === null))
    return missing('swift', 'un espace de noms et une version', 'a namespace and a version');
  if (type === 'cran' && version === null) return missing('cran', 'une version', 'a version');
  if (type === 'julia' && qualifiers['uuid'] === undefined)
    return missing('julia', 'le qualificatif « uuid »', 'the qualifier “uuid”');
  if (type === 'conan' && (namespace === null) !== (qualifiers['channel'] === undefined))
    return missing('conan', 'à la fois l’espace de noms et le canal', 'both the namespace and the channel');
  const isModule = name.includes('::');
  if (type === 'cpan' && (namespace === null ? name.includes('-') : isModule))
    return missing('cpan', 'un module A::B seul, ou AUTEUR/A-B', 'a module A::B alone, or AUTHOR/A-B');
  return null;
}

function missing(type: string, fr: string, en: string): Text {
  return { fr: `le type ${type} demande ${fr}.`, en: `the type ${type} asks for ${en}.` };
}
