/** Types between which sources often disagree: one tool's server is another's VM or hypervisor. */
const groups: readonly (readonly string[])[] = [
  ['server', 'vm', 'hypervisor', 'workstation', 'phone_system', 'dns', 'identity_provider', 'monitoring'],
  ['switch', 'router', 'firewall', 'load_balancer', 'vpn_gateway', 'wireless_controller', 'security_device'],
  ['storage', 'backup_appliance'],
  ['access_point'],
  ['ups', 'pdu'],
  ['phone'],
  ['printer', 'camera', 'peripheral'],
];
const genericMachine = 'device';
const groupOfType = new Map(groups.flatMap((types, index) => types.map((type) => [type, index] as const)));

/** True when both may be the same thing at all: the same type, or two sorts of machine. */
export function sameFamily(one: string, other: string): boolean {
  return one === other || (isMachine(one) && isMachine(other));
}

/** True when a weak identity may join them: the same type, or sorts of machine that sources mix up. */
export function compatibleTypes(one: string, other: string): boolean {
  if (one === other) return true;
  if (!isMachine(one) || !isMachine(other)) return false;
  if (one === genericMachine || other === genericMachine) return true;
  return groupOfType.get(one) === groupOfType.get(other);
}

function isMachine(type: string): boolean {
  return type === genericMachine || groupOfType.has(type);
}
