'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const number = new Intl.NumberFormat('en', {maximumSignificantDigits: 4});
  const text = value => (value == null ? '-' : number.format(value));
  const colour = name => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const drawn = new Map();

  const strokeOf = (line, i) => colour(line.kind === 'faint' ? '--faint' : '--c' + (i % 8));

  // There is no half an epoch, and no half a step.
  const whole = chart => (chart.xName === 'epoch' || chart.xName === 'step' ? {incrs: counts} : {});
  const counts = [1, 10, 100, 1e3, 1e4, 1e5, 1e6].flatMap(n => [n, 2 * n, 5 * n]);

  function options(chart, width) {
    const axis = {
      stroke: colour('--muted'),
      grid: {stroke: colour('--line'), width: 1},
      ticks: {stroke: colour('--line'), width: 1},
      font: '12px system-ui, sans-serif',
    };
    const format = (u, values) => values.map(v => (v == null ? '' : number.format(v)));
    return {
      width,
      height: 240,
      legend: {show: false},
      cursor: {drag: {x: true, y: false}},
      scales: {
        x: {time: false, range: (u, min, max) => (min === max ? [min - 1, max + 1] : [min, max])},
        y: chart.logarithmic ? {distr: 3} : {},
      },
      axes: [{...axis, values: format, size: 32, ...whole(chart)}, {...axis, values: format, size: 64}],
      series: [{}].concat(
        chart.lines.map((line, i) => ({
          label: line.name,
          stroke: strokeOf(line, i),
          width: line.kind === 'faint' ? 1 : 2,
          spanGaps: true,
          points: {show: chart.xs.length <= 60 && line.kind !== 'faint', size: 6, fill: strokeOf(line, i)},
        }))
      ),
      hooks: {draw: [u => mark(u, chart)], setCursor: [u => readOut(u, chart)]},
    };
  }

  function mark(u, chart) {
    if (chart.marked == null) return;
    const x = Math.round(u.valToPos(chart.marked, 'x', true));
    u.ctx.save();
    u.ctx.strokeStyle = colour('--c2');
    u.ctx.setLineDash([6, 4]);
    u.ctx.lineWidth = 2;
    u.ctx.beginPath();
    u.ctx.moveTo(x, u.bbox.top);
    u.ctx.lineTo(x, u.bbox.top + u.bbox.height);
    u.ctx.stroke();
    u.ctx.restore();
  }

  function readOut(u, chart) {
    const out = document.querySelector(`[data-readout="${chart.id}"]`);
    const i = u.cursor.idx;
    if (i == null || u.cursor.left < 0) {
      out.textContent = '';
      return;
    }
    const values = chart.lines
      .map((line, s) => (line.values[i] == null ? null : `${line.name} ${text(line.values[i])}`))
      .filter(Boolean);
    out.textContent = `${chart.xName} ${text(chart.xs[i])}: ${values.join(', ')}`;
  }

  function legend(chart, u) {
    const place = document.querySelector(`[data-legend="${chart.id}"]`);
    place.textContent = '';
    chart.lines.forEach((line, i) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.setAttribute('aria-pressed', 'true');
      const dot = document.createElement('i');
      dot.style.background = strokeOf(line, i);
      button.append(dot, line.name);
      button.addEventListener('click', () => {
        const show = button.getAttribute('aria-pressed') !== 'true';
        button.setAttribute('aria-pressed', String(show));
        u.setSeries(i + 1, {show});
      });
      place.append(button);
    });
    if (chart.marked != null) {
      const note = document.createElement('span');
      note.className = 'readout';
      note.textContent = `- - ${chart.markedName} ${text(chart.marked)}`;
      place.append(note);
    }
  }

  function walk(u, chart, event) {
    const steps = {ArrowLeft: -1, ArrowRight: 1}[event.key];
    if (!steps) return;
    event.preventDefault();
    const i = Math.max(0, Math.min(chart.xs.length - 1, (u.cursor.idx ?? -steps) + steps));
    u.setCursor({left: u.valToPos(chart.xs[i], 'x'), top: 10});
  }

  function draw(place) {
    const chart = data.charts[place.dataset.chart];
    chart.id = place.dataset.chart;
    const before = drawn.get(place);
    if (before) before.destroy();
    const u = new uPlot(options(chart, place.clientWidth), [chart.xs].concat(chart.lines.map(l => l.values)), place);
    drawn.set(place, u);
    legend(chart, u);
    if (!before) place.addEventListener('keydown', event => walk(drawn.get(place), chart, event));
  }

  const places = [...document.querySelectorAll('[data-chart]')];
  places.forEach(draw);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => places.forEach(draw));
  addEventListener('resize', () => drawn.forEach((u, place) => u.setSize({width: place.clientWidth, height: 240})));

  const cell = document.getElementById('cell');
  document.querySelectorAll('[data-cell]').forEach(button =>
    button.addEventListener('click', () => {
      const title = document.createElement('p');
      title.textContent = button.getAttribute('aria-label');
      const gallery = document.createElement('div');
      gallery.className = 'gallery small';
      for (const [source, name] of data.pictures[button.dataset.cell]) {
        const figure = document.createElement('figure');
        const image = new Image(64, 64);
        image.src = source;
        image.alt = image.title = name;
        const caption = document.createElement('figcaption');
        caption.textContent = name;
        figure.append(image, caption);
        gallery.append(figure);
      }
      cell.replaceChildren(title, gallery);
    })
  );
})();
