import { walkContracts } from '#test/walk-contracts.ts';
import { domains } from './domains.ts';
import { allRoutes } from './routes.ts';

walkContracts(allRoutes(domains));
