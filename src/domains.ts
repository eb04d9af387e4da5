import { demo } from '#domains/demo/domain.ts';
import { host } from '#domains/host/domain.ts';
import { network } from '#domains/network/domain.ts';
import { services } from '#domains/services/domain.ts';
import { supervision } from '#domains/supervision/domain.ts';
import { vulnerabilities } from '#domains/vulnerabilities/domain.ts';
import type { Domain } from '#map/define-domain.ts';

/** Every domain of Vigie, one line each. */
export const domains: readonly Domain[] = [services, supervision, network, host, vulnerabilities, demo];
