import type { LinkType } from './types.ts';

/** A link between two kinds of objects, by their words. */
export interface PairRule {
  readonly from: string;
  readonly type: LinkType;
  readonly to: string;
}

const pairs = `
  process depends_on activity
  activity depends_on operation
  operation depends_on task
  operation depends_on actor
  process depends_on m_application
  activity depends_on m_application
  process depends_on information
  process depends_on entity
  entity depends_on m_application
  entity depends_on database
  m_application depends_on database
  m_application depends_on application_service
  application_service depends_on application_module
  m_application depends_on peripheral
  m_application depends_on storage_device
  m_application depends_on certificate
  logical_server depends_on certificate
  logical_server depends_on storage_device
  physical_server depends_on storage_device
  workstation depends_on m_application
  data_processing depends_on information
  data_processing depends_on m_application
  data_processing depends_on process
  data_processing depends_on activity
  m_application depends_on information
  domaine_ad depends_on forest_ad
  vlan depends_on physical_router
  vlan depends_on physical_switch
  vlan depends_on network_switch
  logical_server hosts database
  logical_server hosts m_application
  logical_server hosts container
  container hosts m_application
  container hosts database
  physical_server hosts m_application
  physical_server hosts logical_server
  physical_server hosts router
  physical_router hosts router
  physical_switch hosts network_switch
  physical_security_device hosts security_device
  cluster hosts logical_server
  cluster hosts router
  cluster depends_on physical_server
  database stores information
  security_control protects m_application
  security_control protects process
  security_device protects m_application
  admin_user administers m_application
  lan connects_to man
  lan connects_to wan
  man connects_to wan
  external_connected_entity connects_to network
  external_connected_entity connects_to subnetwork
`;

const ruleOfPair = new Map<string, PairRule>();
for (const line of pairs.trim().split('\n')) {
  const [from = '', type = '', to = ''] = line.trim().split(' ');
  ruleOfPair.set(`${from} ${to}`, { from, type: type as LinkType, to });
}

/** The link that a relation between these two kinds means, in whichever order they are named; or undefined. */
export function pairRule(one: string, other: string): PairRule | undefined {
  return ruleOfPair.get(`${one} ${other}`) ?? ruleOfPair.get(`${other} ${one}`);
}

/** What a column of an object means: `own` is the object of the row, `target` what the column points at. */
export interface ColumnRule {
  readonly type: LinkType;
  readonly from: 'own' | 'target';
}

const columnRules: Readonly<Record<string, ColumnRule>> = {
  site: { type: 'located_in', from: 'own' },
  building: { type: 'located_in', from: 'own' },
  room: { type: 'located_in', from: 'own' },
  bay: { type: 'located_in', from: 'own' },
  zone_admin: { type: 'located_in', from: 'own' },
  macroprocess: { type: 'depends_on', from: 'target' },
  application_block: { type: 'depends_on', from: 'target' },
  entity_resp: { type: 'administers', from: 'target' },
  domain: { type: 'authenticates', from: 'target' },
  domaine_ad: { type: 'authenticates', from: 'target' },
  cluster: { type: 'hosts', from: 'target' },
  network: { type: 'depends_on', from: 'own' },
  subnetwork: { type: 'depends_on', from: 'own' },
  vlan: { type: 'depends_on', from: 'own' },
  gateway: { type: 'depends_on', from: 'own' },
  router: { type: 'depends_on', from: 'own' },
  physical_switch: { type: 'connects_to', from: 'own' },
  physical_router: { type: 'connects_to', from: 'own' },
};

/** What a column `<word>_id` of an object means, or undefined. */
export function columnRule(word: string): ColumnRule | undefined {
  return Object.hasOwn(columnRules, word) ? columnRules[word] : undefined;
}
