'use strict';
const COLOURS = ['#0969da', '#cf222e', '#1a7f37', '#9a6700', '#8250df', '#0f766e'];
const SVG = 'http://www.w3.org/2000/svg';
const runs = new Map();
const known = new Set(); // names, also of those that are gone
const chosen = new Map(); // name -> colour
const state = document.getElementById('state');
const keyForm = document.getElementById('key-form');
let key = '';

function received(run) {
  const isNew = !known.has(run.name);
  known.add(run.name);
  runs.set(run.name, run);
  if (isNew && (run.state === 'training' || chosen.size === 0)) choose(run.name);
  show();
}

function removed(name) {
  runs.delete(name);
  chosen.delete(name);
  show();
}

/** As many as there are colours. */
function choose(name) {
  const used = new Set(chosen.values());
  const free = COLOURS.find(colour => !used.has(colour));
  if (free) chosen.set(name, free);
}

function show() {
  state.textContent = runs.size === 0 ? 'No runs yet' : runs.size === 1 ? '1 run' : runs.size + ' runs';
  const focused = document.activeElement && document.activeElement.dataset.run;
  const rows = [...runs.values()].sort((a, b) => a.name.localeCompare(b.name, 'en', {numeric: true})).map(row);
  document.getElementById('runs').replaceChildren(...rows);
  if (focused) document.querySelector('[data-run="' + CSS.escape(focused) + '"]')?.focus();
  chart('loss', epoch => epoch.trainLoss);
  chart('accuracy', epoch => epoch.validationAccuracy);
}

function row(run) {
  const tr = document.createElement('tr');
  const last = run.epochs[run.epochs.length - 1] || {};
  const box = document.createElement('input');
  box.type = 'checkbox';
  box.checked = chosen.has(run.name);
  box.disabled = !box.checked && chosen.size === COLOURS.length;
  box.dataset.run = run.name;
  box.setAttribute('aria-label', 'Show the curves of ' + run.name);
  box.addEventListener('change', () => {
    if (box.checked) choose(run.name);
    else chosen.delete(run.name);
    show();
  });
  const name = cell('th', run.name);
  name.scope = 'row';
  if (chosen.has(run.name)) name.prepend(swatch(chosen.get(run.name)));
  const live = cell('td', run.state);
  if (run.state === 'training') live.className = 'live';
  const report = cell('td', '');
  if (run.report) {
    const link = document.createElement('a');
    link.href = 'v1/runs/' + encodeURIComponent(run.name) + '/report';
    link.textContent = (key ? 'Save the report of ' : 'Report of ') + run.name;
    if (key) link.addEventListener('click', event => save(event, run.name));
    report.append(link);
  }
  const first = cell('td', '');
  first.append(box);
  tr.append(first, name, live, cell('td', run.epochs.length), cell('td', number(last.trainLoss, 4)),
      cell('td', last.validationAccuracy == null ? '' : number(100 * last.validationAccuracy, 2) + ' %'), report);
  return tr;
}

/** A link cannot send the key; and shown as a page of this one's, a report could use the key. */
async function save(event, name) {
  event.preventDefault();
  try {
    const response = await fetch(event.currentTarget.href, {headers: {'X-Api-Key': key}});
    if (!response.ok) throw new Error((await response.json()).detail);
    const file = document.createElement('a');
    file.href = URL.createObjectURL(await response.blob());
    file.download = name + '-report.html';
    file.click();
    setTimeout(() => URL.revokeObjectURL(file.href), 60000);
  } catch (error) {
    state.textContent = 'The report of ' + name + ' cannot be saved: ' + error.message;
  }
}

function cell(kind, text) {
  const one = document.createElement(kind);
  one.textContent = text;
  return one;
}

function number(value, digits) {
  return value == null ? '' : value.toFixed(digits);
}

function swatch(colour) {
  const span = document.createElement('span');
  span.className = 'swatch';
  const svg = element('svg', {viewBox: '0 0 24 4', 'aria-hidden': 'true'});
  svg.append(element('rect', {width: 24, height: 4, fill: colour}));
  span.append(svg);
  return span;
}

function element(kind, attributes) {
  const one = document.createElementNS(SVG, kind);
  for (const [name, value] of Object.entries(attributes)) one.setAttribute(name, value);
  return one;
}

/** Round numbers between two others, at most so many; the one value where there is no other. */
function ticks(least, most, count) {
  if (most === least) return [least];
  const power = 10 ** Math.floor(Math.log10((most - least) / count));
  const step = [1, 2, 5, 10, 20].map(n => n * power).find(one => (most - least) / one <= count - 1);
  const all = [];
  for (let i = Math.ceil(least / step - 1e-9); i <= most / step + 1e-9; i++) all.push(Number((i * step).toPrecision(12)));
  return all;
}

function chart(id, value) {
  const lines = [...chosen].filter(([name]) => runs.has(name)).map(([name, colour]) => ({
    colour,
    points: runs.get(name).epochs.map(epoch => [epoch.epoch, value(epoch)]).filter(point => point[1] != null),
  }));
  const all = lines.flatMap(line => line.points);
  const svg = document.getElementById(id);
  svg.replaceChildren();
  if (all.length === 0) return;
  const least = Math.min(...all.map(point => point[1]));
  const most = Math.max(...all.map(point => point[1]));
  const span = most - least || 1;
  const last = Math.max(2, ...all.map(point => point[0]));
  const x = epoch => 50 + 260 * (epoch - 1) / (last - 1);
  const y = one => 170 - 155 * (one - least) / span;
  for (const one of ticks(least, most, 6)) {
    svg.append(element('line', {class: 'grid', x1: 50, x2: 310, y1: y(one), y2: y(one)}));
    const text = element('text', {x: 45, y: y(one) + 4, 'text-anchor': 'end'});
    text.textContent = Number(one.toPrecision(6));
    svg.append(text);
  }
  for (const one of ticks(1, last, 8).filter(Number.isInteger)) {
    const text = element('text', {x: x(one), y: 190, 'text-anchor': 'middle'});
    text.textContent = one;
    svg.append(text);
  }
  const axis = element('text', {x: 38, y: 190, 'text-anchor': 'end'});
  axis.textContent = 'epoch';
  svg.append(axis);
  for (const line of lines) {
    const points = line.points.map(point => x(point[0]) + ',' + y(point[1]));
    svg.append(element('polyline', {points: points.join(' '), stroke: line.colour}));
    for (const point of line.points) {
      svg.append(element('circle', {cx: x(point[0]), cy: y(point[1]), r: 2.5, fill: line.colour}));
    }
  }
}

// Server-sent events, read with fetch because an EventSource cannot send a key.
async function follow() {
  for (;;) {
    try {
      const response = await fetch('v1/runs/events', {headers: key ? {'X-Api-Key': key} : {}});
      if (response.status === 401) keyForm.hidden = false;
      if (!response.ok) {
        state.textContent = response.status === 404
            ? 'The server shows no runs: start it with --runs FOLDER.' : (await response.json()).detail;
        if (response.status !== 503) return;
        await new Promise(done => setTimeout(done, 2000));
        continue; // a place may be free by then
      }
      runs.clear(); // all come anew
      show();
      await read(response.body.pipeThrough(new TextDecoderStream()).getReader());
    } catch (error) {
      state.textContent = 'The server does not answer; trying again';
    }
    await new Promise(done => setTimeout(done, 2000));
  }
}

async function read(reader) {
  let text = '';
  for (;;) {
    const {value, done} = await reader.read();
    if (done) return;
    text += value;
    const events = text.split('\n\n');
    text = events.pop();
    for (const event of events) {
      const data = field(event, 'data');
      if (!data) continue;
      if (field(event, 'event') === 'gone') removed(JSON.parse(data));
      else received(JSON.parse(data));
    }
  }
}

function field(event, name) {
  const lines = event.split('\n').filter(line => line.startsWith(name + ':'));
  return lines.map(line => line.slice(name.length + 1)).join('\n');
}

keyForm.addEventListener('submit', event => {
  event.preventDefault();
  key = document.getElementById('key').value;
  keyForm.hidden = true;
  follow();
});
follow();
