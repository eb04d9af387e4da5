import { defineDomain } from '#map/define-domain.ts';

export const vulnerabilities = defineDomain({
  id: 'vulnerabilities',
  title: { fr: 'Vulnérabilités', en: 'Vulnerabilities' },
});
