// The moving map. Everything it draws is on this machine: no tiles, no fonts, no third-party origin.
import 'maplibre-gl/dist/maplibre-gl.css';

import { useComputedColorScheme } from '@mantine/core';
import maplibre, { type GeoJSONSource, type Map as GlMapObject, type StyleSpecification } from 'maplibre-gl/dist/maplibre-gl-csp';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-csp-worker?url';
import { useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { tierColour } from '../theme';
import { outlineOf, type Outline } from './geometry';
import { colourOf, quietDot, radiusOf, type MapProps, type MapStroke } from './map_data';

maplibre.setWorkerUrl(workerUrl);

type Features = GeoJSON.FeatureCollection;
const collection = (features: GeoJSON.Feature[]): Features => ({ type: 'FeatureCollection', features });

const lines = (segments: [[number, number], [number, number]][]): Features =>
  collection([{ type: 'Feature', properties: {}, geometry: { type: 'MultiLineString', coordinates: segments } }]);

const land = (outline: Outline): Features =>
  collection(
    outline.cells
      .filter((cell) => cell.length >= 3)
      .map((cell) => ({
        type: 'Feature',
        properties: {},
        geometry: { type: 'Polygon', coordinates: [[...cell, cell[0] as [number, number]]] },
      })),
  );

const dots = ({ villages, strokes, planned }: MapProps): Features => {
  const most = Math.max(1, ...villages.map((village) => village.children));
  return collection(
    villages.map((village) => ({
      type: 'Feature',
      properties: {
        code: village.code,
        colour: strokes ? quietDot.colour : colourOf(village, planned),
        radius: radiusOf(village.children, most) * (strokes ? quietDot.scale : 1),
      },
      geometry: { type: 'Point', coordinates: [village.longitude, village.latitude] },
    })),
  );
};

const strokesOf = (strokes: MapStroke[] | null): Features =>
  collection(
    (strokes ?? []).map((stroke) => ({
      type: 'Feature',
      properties: { colour: tierColour[stroke.tier] ?? '#6b7a77' },
      geometry: { type: 'LineString', coordinates: [stroke.from, stroke.to] },
    })),
  );

const cssColour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function styleOf(outline: Outline, props: MapProps): StyleSpecification {
  const source = (data: Features) => ({ type: 'geojson' as const, data });
  return {
    version: 8,
    sources: {
      land: source(land(outline)),
      borders: source(lines(outline.borders)),
      outline: source(lines(outline.outline)),
      strokes: source(strokesOf(props.strokes)),
      villages: source(dots(props)),
    },
    layers: [
      { id: 'land', type: 'fill', source: 'land', paint: { 'fill-color': cssColour('--map-land'), 'fill-outline-color': cssColour('--map-line') } },
      { id: 'borders', type: 'line', source: 'borders', paint: { 'line-color': cssColour('--map-border'), 'line-width': 1.2 } },
      { id: 'outline', type: 'line', source: 'outline', paint: { 'line-color': cssColour('--map-border'), 'line-width': 1.8 } },
      { id: 'strokes', type: 'line', source: 'strokes', paint: { 'line-color': ['get', 'colour'], 'line-width': 1.4, 'line-opacity': 0.6 } },
      {
        id: 'villages',
        type: 'circle',
        source: 'villages',
        paint: {
          'circle-color': ['get', 'colour'],
          'circle-radius': ['interpolate', ['exponential', 1.5], ['zoom'], 7, ['*', 0.6, ['get', 'radius']], 12, ['*', 2, ['get', 'radius']]],
          'circle-stroke-color': '#ffffff',
          'circle-stroke-width': 1,
        },
      },
    ],
  };
}

function nameMarkers(map: GlMapObject, outline: Outline) {
  for (const township of outline.townships) {
    const element = document.createElement('span');
    element.className = 'map-name-html';
    element.setAttribute('aria-hidden', 'true');
    element.textContent = township.name;
    new maplibre.Marker({ element, anchor: 'center' }).setLngLat(township.at).addTo(map);
    element.removeAttribute('role');
    element.removeAttribute('aria-label');
    element.removeAttribute('tabindex');
  }
}

function popupContent([title, text]: [string, string]): HTMLElement {
  const box = document.createElement('div');
  const strong = document.createElement('strong');
  strong.textContent = title;
  const line = document.createElement('div');
  line.textContent = text;
  box.append(strong, line);
  return box;
}

function addPopup(map: GlMapObject, current: { props: MapProps }) {
  const popup = new maplibre.Popup({ closeButton: false, maxWidth: '260px', offset: 10 });
  const show = (event: { features?: GeoJSON.Feature[]; lngLat: { lng: number; lat: number } }) => {
    const code = event.features?.[0]?.properties?.code as number | undefined;
    const village = current.props.villages.find((each) => each.code === code);
    if (!village) return;
    map.getCanvas().style.cursor = 'pointer';
    popup.setLngLat([village.longitude, village.latitude]).setDOMContent(popupContent(current.props.describe(village)));
    popup.addTo(map);
  };
  map.on('mousemove', 'villages', show);
  map.on('mouseleave', 'villages', () => {
    map.getCanvas().style.cursor = '';
    popup.remove();
  });
  map.on('click', 'villages', show);
}

export default function GlMap(props: MapProps) {
  const { t } = useTranslation();
  const scheme = useComputedColorScheme('light');
  const box = useRef<HTMLDivElement>(null);
  const current = useRef({ props });
  const map = useRef<GlMapObject | null>(null);
  current.current.props = props;
  const outline = useMemo(() => outlineOf(props.villages), [props.villages]);

  useEffect(() => {
    if (!box.current || !outline) return undefined;
    const made = new maplibre.Map({
      container: box.current,
      style: styleOf(outline, current.current.props),
      bounds: outline.bounds,
      fitBoundsOptions: { padding: 16 },
      maxZoom: 13,
      attributionControl: false,
      dragRotate: false,
      pitchWithRotate: false,
      cooperativeGestures: true,
      canvasContextAttributes: { antialias: true },
      locale: {
        'Map.Title': current.current.props.label,
        'NavigationControl.ZoomIn': t('map.zoom_in'),
        'NavigationControl.ZoomOut': t('map.zoom_out'),
        'CooperativeGesturesHandler.WindowsHelpText': t('map.wheel'),
        'CooperativeGesturesHandler.MacHelpText': t('map.wheel_mac'),
        'CooperativeGesturesHandler.MobileHelpText': t('map.two_fingers'),
      },
    });
    made.touchZoomRotate.disableRotation();
    made.addControl(new maplibre.NavigationControl({ showCompass: false }), 'top-right');
    nameMarkers(made, outline);
    addPopup(made, current.current);
    made.once('idle', () => current.current.props.onReady?.());
    map.current = made;
    return () => {
      map.current = null;
      made.remove();
    };
  }, [outline, scheme, t]);

  useEffect(() => {
    const source = map.current?.getSource('strokes') as GeoJSONSource | undefined;
    source?.setData(strokesOf(props.strokes));
  }, [props.strokes]);

  return <div ref={box} style={{ height: props.height, width: '100%' }} data-map="gl" />;
}
