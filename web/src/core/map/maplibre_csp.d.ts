declare module 'maplibre-gl/dist/maplibre-gl-csp' {
  import maplibre from 'maplibre-gl';
  export * from 'maplibre-gl';
  export default maplibre;
}
