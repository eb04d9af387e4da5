import assert from 'node:assert/strict';
import { test } from 'node:test';
import { productName } from '#engines/advisory/product-name.ts';
import { createAliasProposer } from './propose-aliases.ts';

const known = [
  ['Fortinet', 'FortiOS', 69],
  ['Fortinet', 'FortiProxy', 49],
  ['Cisco', 'Cisco IOS XE Software', 31],
  ['cisco', 'ios_xe', 12],
  ['Cisco', 'IOS', 400],
  ['Apache Software Foundation', 'Apache HTTP Server', 20],
  ['apache', 'http_server', 60],
  ['apache', 'tomcat', 40],
  ['n/a', 'VMware vCenter Server', 7],
  ['GLPI Project', 'glpi', 31],
  ['microsoft', 'windows_server_2022', 900],
  ['wordpress', 'wordpress', 17],
  ['pluginus', 'wordpress_meta_data', 22],
] as const;

const proposer = createAliasProposer(
  known.map(([vendor, product, advisories]) => ({ name: productName(vendor, product), advisories })),
);
const best = (vendor: string, product: string): string[] =>
  proposer.propose(productName(vendor, product)).map(({ to, score }) => `${to} ${score}`);

test('the same name but for spelling is proposed first', () => {
  assert.deepEqual(best('Fortinet Inc.', 'Forti OS'), ['fortinet:fortios 1']);
  assert.deepEqual(best('Cisco Systems', 'IOS-XE')[0], 'cisco:cisco_ios_xe_software 1');
  assert.deepEqual(best('The Apache Software Foundation', 'HTTP Server').slice(0, 2).toSorted(), [
    'apache:http_server 1',
    'apache_software_foundation:apache_http_server 1',
  ]);
  assert.deepEqual(best('Teclib', 'GLPI'), ['glpi_project:glpi 0.6']);
  assert.deepEqual(best('VMware', 'vCenter'), ['n/a:vmware_vcenter_server 0.96']);
});

test('what only shares a common word is not proposed, nor is a name that nobody knows', () => {
  assert.deepEqual(best('Contoso', 'Windows Cleaner'), []);
  assert.deepEqual(best('Fortinet', 'FortiMail'), []);
  assert.deepEqual(best('Nobody', 'Nothing'), []);
  assert.deepEqual(proposer.propose('no colon'), []);
  assert.deepEqual(proposer.propose(':'), []);
});

test('a name is never proposed to itself, and each proposal says why in both languages', () => {
  for (const [vendor, product] of known) {
    const name = productName(vendor, product);
    for (const { from, to, reason } of proposer.propose(name)) {
      assert.equal(from, name);
      assert.notEqual(to, name);
      assert.ok(reason.fr.includes('produit') && reason.en.includes('product'));
    }
  }
});
