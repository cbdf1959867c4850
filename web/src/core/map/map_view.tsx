import { Component, lazy, Suspense, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '../format';
import { noNeedColour, unmetScale } from '../theme';
import type { MapProps, MapStroke, MapVillage } from './map_data';
import './map.css';

const GlMap = lazy(() => import('./gl_map'));
const SvgMap = lazy(() => import('./svg_map'));

let webGl: boolean | null = null;
function hasWebGl(): boolean {
  if (webGl === null) {
    try {
      webGl = document.createElement('canvas').getContext('webgl2') !== null;
    } catch {
      webGl = false;
    }
  }
  return webGl;
}

/// A driver that promises WebGL and then fails must not take the page with it.
class Fallback extends Component<{ children: ReactNode; instead: ReactNode }, { broken: boolean }> {
  override state = { broken: false };
  static getDerivedStateFromError() {
    return { broken: true };
  }
  override render() {
    return this.state.broken ? this.props.instead : this.props.children;
  }
}

function Legend({ planned }: { planned: boolean }) {
  const { t } = useTranslation();
  return (
    <div className="map-legend small">
      {planned ? <Scale /> : null}
      <span className="soft">
        {t('map.size')}
        {t('sentence.join')}
        {t('map.schematic')}
      </span>
    </div>
  );
}

function Scale() {
  const { t } = useTranslation();
  const names = ['map.all_met', 'map.quarter', 'map.half', 'map.most', 'map.nearly_all'];
  return (
    <>
      <strong>{t('map.legend')}</strong>
      <ul>
        {names.map((name, index) => (
          <li key={name}>
            <i style={{ background: unmetScale[index] }} />
            {t(name)}
          </li>
        ))}
        <li>
          <i style={{ background: noNeedColour }} />
          {t('map.none')}
        </li>
      </ul>
    </>
  );
}

export function MapView({ villages, strokes = null, planned = true, height, label }: {
  villages: MapVillage[];
  strokes?: MapStroke[] | null;
  planned?: boolean;
  height: number;
  label: string;
}) {
  const { number, t } = useFormat();
  const placed = useMemo(
    () => villages.filter((village) => Number.isFinite(village.latitude) && Number.isFinite(village.longitude)),
    [villages],
  );
  const describe = (village: MapVillage): [string, string] => [
    t('map.village', { name: village.name, township: village.township }),
    t(planned ? 'map.village_figures' : 'map.village_needs', {
      children: number(village.children),
      needs: number(village.needs),
      unmet: number(village.unmet),
    }),
  ];
  const props: MapProps = { villages: placed, strokes, planned, height, label, describe };
  const [ready, setReady] = useState(false);
  const still = (
    <Suspense fallback={<div style={{ height }} />}>
      <SvgMap {...props} />
    </Suspense>
  );
  return (
    <div>
      {hasWebGl() ? (
        <Fallback instead={still}>
          <div style={{ position: 'relative', height }} data-map-ready={ready}>
            <Suspense fallback={null}>
              <GlMap {...props} onReady={() => setReady(true)} />
            </Suspense>
            {ready ? null : <div className="map-under">{still}</div>}
          </div>
        </Fallback>
      ) : (
        still
      )}
      {strokes ? <p className="map-legend small soft" style={{ margin: 0 }}>{t('map.schematic')}</p> : <Legend planned={planned} />}
    </div>
  );
}
