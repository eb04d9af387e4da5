import { vexName } from '#engines/vex/vex-fields.ts';
import type { VexHead, VexProduct, VexStatement } from '#engines/vex/vex-statement.ts';

/** Head of a document that is written. */
export const vexHead: VexHead = {
  id: 'VIGIE-VEX-2026-11-22',
  uuid: '3e671687-395b-41f5-a30f-a58921a69b79',
  title: 'Décisions de la direction du numérique',
  author: 'DINUM',
  namespace: 'https://vigie.example.nc',
  language: 'fr',
  at: '2026-11-22T03:00:00.000Z',
};

export const openssl: VexProduct = {
  ...vexName({
    name: 'openssl',
    version: '3.0.11-1~deb12u2',
    purl: 'pkg:deb/debian/openssl@3.0.11-1~deb12u2?arch=amd64&distro=debian-12',
  }),
  within: null,
};
const fortios: VexProduct = {
  ...vexName({
    name: 'FortiOS',
    version: '7.4.3',
    cpe: 'cpe:2.3:o:fortinet:fortios:7.4.3:*:*:*:*:*:*:*',
  }),
  within: null,
};
const onFirewall: VexProduct = { ...fortios, within: vexName({ name: 'FW-KONE-01' }) };

/** What a statement says nothing of. */
export const plainStatement: Pick<
  VexStatement,
  'aliases' | 'responses' | 'justification' | 'documentId' | 'description'
> = { aliases: [], responses: [], justification: null, documentId: '', description: 'Un défaut.' };
/** One of each status, on products named in each way. */
export const vexStatements: readonly VexStatement[] = [
  {
    ...plainStatement,
    vulnerability: 'CVE-2024-5535',
    products: [openssl],
    status: 'not_affected',
    justification: 'vulnerable_code_not_in_execute_path',
    statement: 'La fonction SSL_select_next_proto n’est appelée nulle part.',
    at: '2026-11-20T01:00:00.000Z',
  },
  {
    ...plainStatement,
    vulnerability: 'CVE-2024-21762',
    products: [onFirewall],
    status: 'affected',
    responses: ['will_not_fix'],
    statement: 'Risque accepté jusqu’au 31 mars 2027 par la RSSI : le SSL VPN est coupé.',
    at: '2026-11-21T01:00:00.000Z',
  },
  {
    ...plainStatement,
    vulnerability: 'CVE-2024-21762',
    products: [fortios],
    status: 'fixed',
    statement: 'Mis à jour le 21.',
    at: '2026-11-21T02:00:00.000Z',
  },
  {
    ...plainStatement,
    vulnerability: 'GHSA-35jh-r3h4-6jhm',
    aliases: ['CVE-2021-23337'],
    products: [{ ...vexName({ purl: 'pkg:npm/lodash@4.17.20' }), within: null }],
    status: 'under_investigation',
    statement: 'En cours d’examen.',
    at: '2026-11-21T03:00:00.000Z',
  },
];
