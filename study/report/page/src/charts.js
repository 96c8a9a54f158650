// Vega-Lite charts in the page's own colours, drawn anew when the theme or the width changes.

import * as vega from 'vega';
import * as vegaLite from 'vega-lite';
import {element} from './dom.js';
import {choosePerson} from './people.js';
import {colors, ink, onTheme} from './theme.js';

const charts = [];

function config(width) {
  const {text, quiet, line} = ink();
  return {
    background: 'transparent',
    font: 'system-ui, "DejaVu Sans", sans-serif',
    view: {stroke: line},
    axis: {labelColor: quiet, titleColor: quiet, gridColor: line, domainColor: line,
      tickColor: line, titleFontWeight: 'normal', labelFontSize: 11, titleFontSize: 12},
    legend: {labelColor: text, titleColor: quiet, titleFontWeight: 'normal', symbolSize: 80,
      orient: 'bottom', columns: width < 520 ? 2 : 4, labelLimit: 260},
    header: {labelColor: text, titleColor: quiet},
    range: {category: colors()},
  };
}

async function draw(chart) {
  const width = Math.max(200, chart.box.clientWidth - 8);
  const spec = {$schema: 'https://vega.github.io/schema/vega-lite/v6.json', width,
    autosize: {type: 'fit-x', contains: 'padding'}, config: config(width), ...chart.spec(width)};
  chart.view?.finalize();
  const runtime = vega.parse(vegaLite.compile(spec).spec);
  chart.view = new vega.View(runtime, {renderer: 'svg', container: chart.box, hover: true});
  chart.view.description(chart.description);
  chart.view.addEventListener('click', (_, item) => {
    if (item?.datum?.person_id) choosePerson(String(item.datum.person_id), item.datum.context);
  });
  await chart.view.runAsync();
  chart.box.dataset.drawn = 'yes';
}

/** Room for a bar for each different value of a field. */
export function barsHeight(found, field) {
  return 22 * Math.max(1, new Set(found.map((one) => one[field])).size);
}

function redrawAll() {
  for (const chart of charts) void draw(chart);
}

/** A box that draws `spec(width)`; the description is what a screen reader says of it. */
export function chart(description, spec) {
  const box = element('div', {className: 'chart'});
  const made = {box, spec, description, view: undefined};
  charts.push(made);
  return {box, redraw: () => draw(made)};
}

/** Draws all charts, once they stand in the page. */
export async function startCharts() {
  for (const each of charts) await draw(each);
  onTheme(redrawAll);
  let width = innerWidth;
  addEventListener('resize', () => {
    if (innerWidth === width) return;
    width = innerWidth;
    redrawAll();
  });
}
