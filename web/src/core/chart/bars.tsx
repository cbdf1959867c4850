// Horizontal bars of what is served and what is not, with the same figures as a table for those who would rather read.
import { Skeleton, useComputedColorScheme } from '@mantine/core';
import type { EChartsType } from 'echarts/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useFormat } from '../format';

export type Bar = { name: string; served: number; units: number };

const cssColour = (name: string) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

type Wording = { served: string; unmet: string; percent: (share: number) => string };

function optionOf(bars: Bar[], words: Wording) {
  const ink = cssColour('--ink');
  const soft = cssColour('--ink-soft');
  const rows = [...bars].reverse();
  const mean = bars.reduce((sum, bar) => sum + bar.served, 0) / Math.max(1, bars.reduce((sum, bar) => sum + bar.units, 0));
  const share = (bar: Bar) => (bar.units > 0 ? (100 * bar.served) / bar.units : 0);
  return {
    animationDuration: 300,
    // Measured on a canvas, which does not know 'inherit'.
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    grid: { left: 4, right: 4, top: 20, bottom: 4, containLabel: true },
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText', // The other mode writes HTML into the page.
      axisPointer: { type: 'shadow' },
      backgroundColor: cssColour('--card'),
      borderColor: cssColour('--line'),
      textStyle: { color: ink, fontSize: 13 },
      formatter: (points: { dataIndex: number }[]) => {
        const bar = rows[points[0]?.dataIndex ?? 0];
        return bar ? `${bar.name}\n${words.served} ${bar.served} · ${words.unmet} ${bar.units - bar.served}` : '';
      },
    },
    xAxis: { type: 'value', max: 100, axisLabel: { show: false }, splitLine: { show: false } },
    yAxis: [
      {
        type: 'category',
        data: rows.map((bar) => bar.name),
        axisTick: { show: false },
        axisLine: { show: false },
        axisLabel: { color: ink, fontSize: 13, width: 150, overflow: 'truncate' },
      },
      {
        type: 'category',
        position: 'right',
        data: rows.map((bar) => (bar.units > 0 ? words.percent(bar.served / bar.units) : '–')),
        axisTick: { show: false },
        axisLine: { show: false },
        axisLabel: { color: soft, fontSize: 13, align: 'right', margin: 44 },
      },
    ],
    series: [
      {
        type: 'bar',
        barWidth: 12,
        showBackground: true,
        backgroundStyle: { color: cssColour('--quiet-soft'), borderRadius: 6 },
        itemStyle: { color: cssColour('--accent'), borderRadius: 6 },
        data: rows.map(share),
        markLine: {
          silent: true,
          symbol: 'none',
          lineStyle: { color: soft, type: 'dashed', width: 1 },
          label: { show: true, position: 'end', formatter: words.percent(mean), color: soft, fontSize: 11 },
          data: [{ xAxis: 100 * mean }],
        },
      },
    ],
  };
}

function Drawing({ bars, label }: { bars: Bar[]; label: string }) {
  const { t } = useTranslation();
  const { percent } = useFormat();
  const scheme = useComputedColorScheme('light');
  const box = useRef<HTMLDivElement>(null);
  const [ready, setReady] = useState(false);
  useEffect(() => {
    let chart: EChartsType | null = null;
    let gone = false;
    const fit = () => chart?.resize();
    void import('./echart').then(({ start }) => {
      if (gone || !box.current) return;
      chart = start(box.current);
      chart.setOption(optionOf(bars, { served: t('share.served'), unmet: t('share.unmet'), percent }));
      setReady(true);
    });
    window.addEventListener('resize', fit);
    return () => {
      gone = true;
      window.removeEventListener('resize', fit);
      chart?.dispose();
    };
    // percent follows the language, which t follows too.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [bars, scheme, t]);
  const height = bars.length * 30 + 30;
  return (
    <div style={{ position: 'relative', height }}>
      {ready ? null : <Skeleton height={height} radius="md" style={{ position: 'absolute' }} />}
      <div ref={box} role="img" aria-label={label} style={{ height, width: '100%' }} />
    </div>
  );
}

export function BarsTable({ bars, label }: { bars: Bar[]; label: string }) {
  const { t } = useTranslation();
  const { number, percent } = useFormat();
  return (
    <table className="data-table small">
      <caption className="hidden-visually">{label}</caption>
      <thead>
        <tr>
          <th scope="col">{t('share.name')}</th>
          <th scope="col" className="number">{t('share.units')}</th>
          <th scope="col" className="number">{t('share.served')}</th>
          <th scope="col" className="number">{t('share.share')}</th>
        </tr>
      </thead>
      <tbody>
        {bars.map((bar) => (
          <tr key={bar.name}>
            <td>{bar.name}</td>
            <td className="number">{number(bar.units)}</td>
            <td className="number">{number(bar.served)}</td>
            <td className="number">{bar.units > 0 ? percent(bar.served / bar.units) : '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function Bars({ bars, label }: { bars: Bar[]; label: string }) {
  const { t } = useTranslation();
  const { number, percent } = useFormat();
  const [asTable, setAsTable] = useState(false);
  const summary = bars.map((bar) => `${bar.name} ${bar.units > 0 ? percent(bar.served / bar.units) : number(0)}`).join('; ');
  return (
    <div>
      {asTable ? <BarsTable bars={bars} label={label} /> : <Drawing bars={bars} label={`${label}: ${summary}`} />}
      <button type="button" className="text-button" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
        {asTable ? t('share.as_chart') : t('share.as_table')}
      </button>
    </div>
  );
}
