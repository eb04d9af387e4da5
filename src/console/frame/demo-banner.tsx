import { lazy } from 'react';
import { PartBoundary } from '#console/kit/part-boundary.tsx';
import { useRight } from '#console/session.ts';

const DemoBand = lazy(async () => ({
  default: (await import('#domains/demo/demo-band.tsx')).DemoBand,
}));

/** On every screen while the demonstration estate is loaded; the demonstration itself says whether it is. */
export function DemoBanner() {
  const may = useRight('read');
  if (!may) return null;
  return (
    <PartBoundary floating>
      <DemoBand />
    </PartBoundary>
  );
}
