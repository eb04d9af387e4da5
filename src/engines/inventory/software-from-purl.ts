import { parsePurl } from '#engines/purl/parse-purl.ts';
import type { Purl } from '#engines/purl/purl.ts';
import type { InputProblem } from '#engines/result.ts';
import { distributionOf, readDistribution } from './distribution.ts';
import { software } from './software.ts';
import type { Software } from './software.ts';

/** What a purl says of a component; null with the problem of `parsePurl` when it cannot be read. */
export function softwareFromPurl(
  text: string,
):
  | { readonly value: Software; readonly problem: null }
  | { readonly value: null; readonly problem: InputProblem } {
  const { value: purl, problems } = parsePurl(text);
  if (purl === null) {
    const [problem = { code: 'purl.unreadable', message: { fr: text, en: text } }] = problems;
    return { value: null, problem };
  }
  const isPackage = purl.type === 'deb' || purl.type === 'rpm' || purl.type === 'apk';
  return { value: isPackage ? ofDistribution(purl, text) : ofEcosystem(purl, text), problem: null };
}

function ofDistribution(purl: Purl, text: string): Software {
  const { qualifiers } = purl;
  const epoch =
    purl.type === 'rpm' && /^[1-9]\d*$/.test(qualifiers['epoch'] ?? '') ? `${qualifiers['epoch']}:` : '';
  const version =
    purl.version === null || purl.version.includes(':') ? (purl.version ?? '') : `${epoch}${purl.version}`;
  const module = qualifiers['rpmmod'] ?? qualifiers['modularitylabel'];
  return software({
    ecosystem: purl.type,
    distribution: distributionOfPurl(purl),
    name: purl.name,
    version,
    architecture: qualifiers['arch'] ?? '',
    ...upstreamOf(purl, version),
    purl: text,
    qualifiers: module === undefined ? {} : { module: module.split(':').slice(0, 2).join(':') },
  });
}

function distributionOfPurl({ namespace, qualifiers }: Purl): string {
  const told = qualifiers['distro'] ?? '';
  if (told === '') return '';
  // `distro=12` beside `pkg:deb/debian/…` is the version alone.
  return /^\d/.test(told) ? distributionOf(namespace ?? '', told) : readDistribution(told);
}

/** `upstream=openssl@3.0.11-1` or, for rpm, `upstream=openssl-3.0.7-24.el9.src.rpm`: the source package. */
function upstreamOf(purl: Purl, version: string): Pick<Software, 'sourceName' | 'sourceVersion'> {
  const upstream = purl.qualifiers['upstream'] ?? '';
  const [, name, release] = /^(.+)-([^-]+-[^-]+)\.(?:no)?src\.rpm$/.exec(upstream) ?? [];
  if (name !== undefined && release !== undefined) {
    const [, epoch = ''] = /^(\d+:)/.exec(version) ?? [];
    return { sourceName: name, sourceVersion: `${epoch}${release}` };
  }
  const [source = '', sourceVersion] = upstream.split('@', 2);
  return { sourceName: source || purl.name, sourceVersion: sourceVersion ?? version };
}

/** Names as the advisories of each ecosystem spell them: `group:artifact`, `@scope/name`, `github.com/a/b`. */
function ofEcosystem(purl: Purl, text: string): Software {
  const { namespace, name, type } = purl;
  const separator = type === 'maven' ? ':' : '/';
  const isProduct = type === 'generic' || type === 'github' || type === 'oci' || type === 'docker';
  const target = purl.qualifiers['platform'] ?? '';
  return software({
    ecosystem: type === 'generic' ? 'product' : type,
    name: namespace === null || isProduct ? name : `${namespace}${separator}${name}`,
    vendor: isProduct ? (namespace ?? '') : '',
    version: purl.version ?? '',
    purl: text,
    ...(target === '' ? {} : { qualifiers: { platform: target } }),
  });
}
