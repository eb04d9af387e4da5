import { defineDomain } from '#map/define-domain.ts';
import { routes } from './routes.ts';
import { rules } from './rules.ts';

/** Public services: what they need, how they are, what hurts them. */
export const services = defineDomain({
  id: 'services',
  title: { fr: 'Services publics', en: 'Public services' },
  routes,
  rules,
});
