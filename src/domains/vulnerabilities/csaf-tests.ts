import type { Text } from '#engines/text.ts';

interface CsafTest {
  /** True: what the document says of products cannot be trusted, and it is set aside. False: it is read, and flagged. */
  readonly blocks: boolean;
  readonly fault: Text;
}

function blocking(fr: string, en: string): CsafTest {
  return { blocks: true, fault: { fr, en } };
}

function flagged(fr: string, en: string): CsafTest {
  return { blocks: false, fault: { fr, en } };
}

/**
 * The mandatory tests of CSAF 2.0 (§6.1) by number, with what their failure means. Only those block whose failure leaves
 * open which product has which status: setting aside an advisory over the order of its history would hide a fault.
 */
export const csafTests: Readonly<Record<string, CsafTest>> = {
  '6.1.1': blocking(
    'un produit cité n’est pas défini dans l’arbre des produits',
    'a product is referred to and not defined in the product tree',
  ),
  '6.1.2': blocking('un identifiant de produit est défini deux fois', 'a product id is defined twice'),
  '6.1.3': blocking('un produit est défini par lui-même', 'a product is defined by itself'),
  '6.1.4': blocking(
    'un groupe de produits cité n’est pas défini',
    'a product group is referred to and not defined',
  ),
  '6.1.5': blocking('un groupe de produits est défini deux fois', 'a product group is defined twice'),
  '6.1.6': blocking(
    'un même produit est dit touché et non touché par la même vulnérabilité',
    'one product is said to be affected and not affected by one vulnerability',
  ),
  '6.1.7': flagged(
    'un produit a plusieurs scores d’une même version de CVSS',
    'a product has several scores of one CVSS version',
  ),
  '6.1.8': flagged(
    'un score CVSS n’est pas de la forme prévue',
    'a CVSS score is not of the form it should have',
  ),
  '6.1.9': flagged('un score CVSS n’est pas celui de son vecteur', 'a CVSS score is not that of its vector'),
  '6.1.10': flagged('un vecteur CVSS contredit ses valeurs', 'a CVSS vector contradicts its values'),
  '6.1.11': flagged(
    'le nom d’une CWE n’est pas celui de son numéro',
    'the name of a CWE is not that of its number',
  ),
  '6.1.12': flagged('une langue n’est pas valide', 'a language is not valid'),
  '6.1.13': flagged('un purl ne se lit pas', 'a purl cannot be read'),
  '6.1.14': flagged('l’historique n’est pas dans l’ordre', 'the revision history is not in order'),
  '6.1.15': flagged(
    'le traducteur ne dit pas la langue d’origine',
    'the translator does not tell the source language',
  ),
  '6.1.16': flagged(
    'la version du document n’est pas la dernière de son historique',
    'the version of the document is not the last of its history',
  ),
  '6.1.17': flagged(
    'l’état du document contredit sa version',
    'the status of the document contradicts its version',
  ),
  '6.1.18': flagged('un document publié garde une révision 0', 'a released document keeps a revision 0'),
  '6.1.19': flagged('une révision est une préversion', 'a revision is a pre-release'),
  '6.1.20': flagged('un document publié est une préversion', 'a released document is a pre-release'),
  '6.1.21': flagged('il manque une révision à l’historique', 'the history lacks a revision'),
  '6.1.22': flagged('une révision est donnée deux fois', 'a revision is given twice'),
  '6.1.23': flagged('un numéro CVE est donné deux fois', 'a CVE number is given twice'),
  '6.1.24': flagged('une partie prenante est donnée deux fois', 'an involvement is given twice'),
  '6.1.25': flagged(
    'un fichier a deux empreintes du même algorithme',
    'a file has two hashes of one algorithm',
  ),
  '6.1.26': flagged('la catégorie du document est réservée', 'the category of the document is reserved'),
  '6.1.27': flagged(
    'le document n’a pas ce que sa catégorie demande',
    'the document lacks what its category asks for',
  ),
  '6.1.28': flagged('la langue est celle de l’original', 'the language is that of the original'),
  '6.1.29': flagged(
    'un remède ne dit pas à quel produit il va',
    'a remedy does not say to which product it applies',
  ),
  '6.1.30': flagged(
    'deux façons de compter les révisions sont mêlées',
    'two ways to number revisions are mixed',
  ),
  '6.1.31': flagged('une version est un intervalle', 'a version is a range'),
  '6.1.32': flagged('une justification ne dit pas son produit', 'a justification does not tell its product'),
  '6.1.33': flagged(
    'un produit a plusieurs justifications de la même vulnérabilité',
    'a product has several justifications for one vulnerability',
  ),
};
