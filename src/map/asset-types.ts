import type { Text } from '#engines/text.ts';

/** Types the house knows by name; sources may bring others, shown under their own word. */
export const assetTypes: Readonly<Record<string, Text>> = {
  service: { fr: 'Service public', en: 'Public service' },
  organisation: { fr: 'Organisation', en: 'Organisation' },
  site: { fr: 'Site', en: 'Site' },
  application: { fr: 'Application', en: 'Application' },
  dataset: { fr: 'Jeu de données', en: 'Dataset' },
  database: { fr: 'Base de données', en: 'Database' },
  server: { fr: 'Serveur', en: 'Server' },
  vm: { fr: 'Machine virtuelle', en: 'Virtual machine' },
  hypervisor: { fr: 'Hyperviseur', en: 'Hypervisor' },
  cluster: { fr: 'Grappe', en: 'Cluster' },
  storage: { fr: 'Stockage', en: 'Storage' },
  device: { fr: 'Équipement', en: 'Device' },
  interface: { fr: 'Interface', en: 'Interface' },
  switch: { fr: 'Commutateur', en: 'Switch' },
  router: { fr: 'Routeur', en: 'Router' },
  firewall: { fr: 'Pare-feu', en: 'Firewall' },
  load_balancer: { fr: 'Répartiteur', en: 'Load balancer' },
  access_point: { fr: 'Borne Wi-Fi', en: 'Access point' },
  wireless_controller: { fr: 'Contrôleur Wi-Fi', en: 'Wireless controller' },
  phone_system: { fr: 'Téléphonie', en: 'Phone system' },
  phone_trunk: { fr: 'Faisceau SIP', en: 'SIP trunk' },
  wan_link: { fr: 'Lien WAN', en: 'WAN link' },
  submarine_cable: { fr: 'Câble sous-marin', en: 'Submarine cable' },
  network: { fr: 'Réseau', en: 'Network' },
  ups: { fr: 'Onduleur', en: 'UPS' },
  power_feed: { fr: 'Alimentation', en: 'Power feed' },
  backup_job: { fr: 'Sauvegarde', en: 'Backup job' },
  certificate: { fr: 'Certificat', en: 'Certificate' },
  cloud_project: { fr: 'Projet cloud', en: 'Cloud project' },
  identity_provider: { fr: 'Annuaire et identité', en: 'Identity provider' },
  dns: { fr: 'Résolution de noms', en: 'Name service' },
  vpn_gateway: { fr: 'Passerelle VPN', en: 'VPN gateway' },
  workstation_pool: { fr: 'Parc de postes', en: 'Workstations' },
  monitoring: { fr: 'Supervision', en: 'Monitoring' },
  component: { fr: 'Composant logiciel', en: 'Software component' },
  person: { fr: 'Personne', en: 'Person' },
};

export function assetTypeText(type: string): Text {
  return assetTypes[type] ?? { fr: type, en: type };
}
