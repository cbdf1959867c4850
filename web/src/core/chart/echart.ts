// The parts of ECharts the product uses, and no others: this file is a chunk of its own. On a canvas: the SVG renderer
// writes style attributes, which the security policy refuses.
import { BarChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from 'echarts/components';
import * as core from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';

core.use([BarChart, GridComponent, TooltipComponent, LegendComponent, MarkLineComponent, AriaComponent, CanvasRenderer]);

export const start = (element: HTMLElement) => core.init(element, null, { renderer: 'canvas' });
