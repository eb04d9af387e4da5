/** A table whose rows are objects of the map: its view and object in the words of the ANSSI guide on mapping. */
export interface MercatorEntity {
  readonly table: string;
  /** Word used in columns and in tables of relations: `m_application` in `m_application_id`. */
  readonly word: string;
  readonly type: string;
  readonly view: 'ecosystem' | 'business' | 'applications' | 'administration' | 'logical' | 'physical';
  readonly object: string;
}

type View = MercatorEntity['view'];

const byView: Readonly<
  Record<View, readonly (readonly [table: string, word: string, type: string, object: string])[]>
> = {
  ecosystem: [
    ['entities', 'entity', 'organisation', 'entity'],
    ['documents', 'document', 'document', 'document'],
  ],
  business: [
    ['macro_processuses', 'macroprocess', 'process', 'macro-process'],
    // What the organisation does for people: the top of the map.
    ['processes', 'process', 'service', 'process'],
    ['activities', 'activity', 'activity', 'activity'],
    ['operations', 'operation', 'activity', 'operation'],
    ['tasks', 'task', 'activity', 'task'],
    ['actors', 'actor', 'person', 'actor'],
    ['information', 'information', 'dataset', 'information'],
    ['data_processing', 'data_processing', 'data_processing', 'data processing'],
    ['security_controls', 'security_control', 'security_control', 'security control'],
  ],
  applications: [
    ['application_blocks', 'application_block', 'application_group', 'application block'],
    ['m_applications', 'm_application', 'application', 'application'],
    ['application_services', 'application_service', 'application', 'application service'],
    ['application_modules', 'application_module', 'component', 'application module'],
    ['databases', 'database', 'database', 'database'],
  ],
  administration: [
    ['zone_admins', 'zone_admin', 'zone', 'administration zone'],
    ['annuaires', 'annuaire', 'identity_provider', 'directory'],
    ['forest_ads', 'forest_ad', 'identity_provider', 'forest'],
    ['domaine_ads', 'domaine_ad', 'identity_provider', 'domain'],
    ['admin_users', 'admin_user', 'account', 'administrator'],
  ],
  logical: [
    ['networks', 'network', 'network', 'network'],
    ['subnetworks', 'subnetwork', 'network', 'subnetwork'],
    ['gateways', 'gateway', 'router', 'gateway'],
    ['external_connected_entities', 'external_connected_entity', 'organisation', 'connected external entity'],
    ['network_switches', 'network_switch', 'switch', 'logical switch'],
    ['routers', 'router', 'router', 'logical router'],
    ['security_devices', 'security_device', 'security_device', 'logical security device'],
    ['clusters', 'cluster', 'cluster', 'cluster'],
    ['logical_servers', 'logical_server', 'vm', 'logical server'],
    ['containers', 'container', 'container', 'container'],
    ['dhcp_servers', 'dhcp_server', 'server', 'DHCP server'],
    ['dnsservers', 'dnsserver', 'dns', 'DNS server'],
    ['vlans', 'vlan', 'network', 'VLAN'],
    ['certificates', 'certificate', 'certificate', 'certificate'],
  ],
  physical: [
    ['sites', 'site', 'site', 'site'],
    ['buildings', 'building', 'building', 'building'],
    ['bays', 'bay', 'rack', 'bay'],
    ['physical_servers', 'physical_server', 'server', 'physical server'],
    ['workstations', 'workstation', 'workstation', 'workstation'],
    ['storage_devices', 'storage_device', 'storage', 'storage'],
    ['peripherals', 'peripheral', 'peripheral', 'peripheral'],
    ['phones', 'phone', 'phone', 'phone'],
    ['physical_switches', 'physical_switch', 'switch', 'physical switch'],
    ['physical_routers', 'physical_router', 'router', 'physical router'],
    ['wifi_terminals', 'wifi_terminal', 'access_point', 'Wi-Fi terminal'],
    ['physical_security_devices', 'physical_security_device', 'firewall', 'physical security device'],
    ['wans', 'wan', 'wan_link', 'WAN'],
    ['mans', 'man', 'network', 'MAN'],
    ['lans', 'lan', 'network', 'LAN'],
  ],
};

export const mercatorEntities: readonly MercatorEntity[] = Object.entries(byView).flatMap(([view, rows]) =>
  rows.map(([table, word, type, object]) => ({ table, word, type, view: view as View, object })),
);

const entityOfTable = new Map(mercatorEntities.map((entity) => [entity.table, entity]));
const entityOfWord = new Map(mercatorEntities.map((entity) => [entity.word, entity]));

/** Names that tables and columns took in other versions, or that a column gives to the role of what it points at. */
const tableAliases: Readonly<Record<string, string>> = {
  applications: 'm_applications',
  application_flows: 'fluxes',
  domains: 'domaine_ads',
  directories: 'annuaires',
  data_processings: 'data_processing',
  informations: 'information',
};
const wordAliases: Readonly<Record<string, string>> = {
  application: 'm_application',
  service: 'application_service',
  module: 'application_module',
  domain: 'domaine_ad',
  room: 'building',
  parent_entity: 'entity',
  entity_resp: 'entity',
  macro_process: 'macroprocess',
  macro_processus: 'macroprocess',
};

export function canonicalTable(name: string): string {
  return Object.hasOwn(tableAliases, name) ? (tableAliases[name] ?? name) : name;
}

export function mercatorEntity(table: string): MercatorEntity | undefined {
  return entityOfTable.get(table);
}

/** The kind of object that a column `<word>_id` points at. */
export function entityOfColumnWord(word: string): MercatorEntity | undefined {
  return entityOfWord.get(Object.hasOwn(wordAliases, word) ? (wordAliases[word] ?? word) : word);
}

/** Tables of the application itself, which say nothing of the information system. */
export const systemTables: ReadonlySet<string> = new Set([
  'activity_impact',
  'audit_logs',
  'cache',
  'cartographer_m_application',
  'configurations',
  'cpe_products',
  'cpe_vendors',
  'cpe_versions',
  'failed_jobs',
  'graphs',
  'jobs',
  'migrations',
  'oauth_access_tokens',
  'oauth_auth_codes',
  'oauth_clients',
  'oauth_personal_access_clients',
  'oauth_refresh_tokens',
  'password_resets',
  'password_reset_tokens',
  'permission_role',
  'permissions',
  'personal_access_tokens',
  'role_user',
  'roles',
  'saved_queries',
  'sessions',
  'users',
]);
