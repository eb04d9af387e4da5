declare module 'virtual:new-caledonia' {
  const geometry: import('geojson').MultiPolygon;
  export default geometry;
}
declare module '@tabler/icons-react/dist/esm/icons/*.mjs' {
  // Single files keep the six thousand others out of the build; the package types only its barrel.
  const icon: import('@tabler/icons-react').Icon;
  export default icon;
}
