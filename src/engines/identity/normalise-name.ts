import type { Text } from '#engines/text.ts';
import type { Spelling } from './spelling.ts';

const label = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;
const numericLabel = /^(?:\d+|0x[0-9a-f]*)$/;
/** Names that a factory or an installer gives to every machine. */
const sharedNames = new Set([
  'localhost',
  'localhost.localdomain',
  'localhost.localdomain6',
  'localhost6',
  'unknown',
  'none',
  'null',
  'n-a',
  'default',
  'hostname',
  'host',
  'router',
  'switch',
  'firewall',
  'server',
  'printer',
  'ubuntu',
  'debian',
  'raspberrypi',
  'openwrt',
  'kali',
  'android',
  'iphone',
  'ipad',
]);

/** Lower case, no final dot, at least two labels, ASCII (an accented name is written in its `xn--` form). RFC 1123 §2.1. */
export function normaliseFqdn(text: string): Spelling {
  const value = bare(text);
  const labels = value.split('.');
  if (!isAscii(value)) return { code: 'identity.fqdn', message: notAscii };
  const valid = value.length <= 253 && labels.length > 1 && labels.every((part) => label.test(part));
  if (!valid || numericLabel.test(labels.at(-1) ?? ''))
    return { code: 'identity.fqdn', message: malformedFqdn };
  if (sharedNames.has(value) || value.endsWith('.arpa') || value.endsWith('.localdomain'))
    return shared(value);
  return { value };
}

/** One label, lower case. */
export function normaliseHostname(text: string): Spelling {
  const value = bare(text);
  if (!isAscii(value)) return { code: 'identity.hostname', message: notAscii };
  if (!label.test(value) || numericLabel.test(value)) {
    return { code: 'identity.hostname', message: malformedHostname };
  }
  return sharedNames.has(value) ? shared(value) : { value };
}

function bare(text: string): string {
  return text.toLowerCase().replace(/\.$/, '');
}

function isAscii(text: string): boolean {
  return !/[^\u0020-\u007E]/.test(text);
}

const notAscii: Text = {
  fr: 'Un nom de machine s’écrit sans accent. S’il en porte un, donnez sa forme « xn-- ».',
  en: 'A machine name is written in plain letters. If it has an accent, give its “xn--” form.',
};
const malformedFqdn: Text = {
  fr: 'Ce n’est pas un nom complet, comme srv1.exemple.nc : des mots de 1 à 63 lettres, chiffres ou tirets, séparés par des points.',
  en: 'This is not a full name, as srv1.example.nc: words of 1 to 63 letters, digits or hyphens, separated by dots.',
};
const malformedHostname: Text = {
  fr: 'Ce n’est pas un nom de machine, comme srv1 : un mot de 1 à 63 lettres, chiffres ou tirets.',
  en: 'This is not a host name, as srv1: one word of 1 to 63 letters, digits or hyphens.',
};

function shared(name: string): Spelling {
  return {
    code: 'identity.name-shared',
    message: {
      fr: `« ${name} » est un nom d’usine ou d’installation que portent beaucoup de machines : il n’identifie aucun actif.`,
      en: `“${name}” is a factory or installation name that many machines carry: it identifies no asset.`,
    },
  };
}
