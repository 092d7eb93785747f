'use strict';
const pad = document.getElementById('pad');
const pen = pad.getContext('2d', {willReadFrequently: true});
const undo = document.getElementById('undo');
const clear = document.getElementById('clear');
const file = document.getElementById('file');
const answer = document.getElementById('answer');
const problem = document.getElementById('problem');
const bars = document.querySelector('#bars tbody');
const keyForm = document.getElementById('key-form');
const SIDE = pad.width;

const STEPS_BACK = 100;
const CLASSES_SHOWN = 20;
const LONG_LABEL = 10;
const NOTHING = {true: 'Nothing drawn yet', false: 'No picture yet'}; // by whether one draws

let strokes = []; // each a list of points, or a picture
let past = []; // what strokes were before each change
let stroke = null;
let pointer = null; // of the mouse or finger that draws
let model = null; // that answers; the server's first unless one is chosen
let drawn = true; // whether its pictures are such as one draws
let asked = 0; // the newest question
let answered = 0;
let busy = false;
let again = false;
let cursor = null; // of the keyboard
let key = '';

function draw() {
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, SIDE, SIDE);
  pen.strokeStyle = pen.fillStyle = '#000';
  pen.lineWidth = 20;
  pen.lineCap = pen.lineJoin = 'round';
  for (const one of strokes) {
    if (one.picture) {
      const scale = Math.min(SIDE / one.picture.width, SIDE / one.picture.height);
      const width = one.picture.width * scale;
      const height = one.picture.height * scale;
      pen.drawImage(one.picture, (SIDE - width) / 2, (SIDE - height) / 2, width, height);
      continue;
    }
    pen.beginPath();
    pen.moveTo(one[0].x, one[0].y);
    for (const point of one) pen.lineTo(point.x, point.y + (one.length === 1 ? 0.01 : 0));
    pen.stroke();
  }
  if (!drawn && strokes.length === 0) invite();
  undo.disabled = past.length === 0;
  clear.disabled = strokes.length === 0;
  pad.setAttribute('aria-label', (drawn ? 'Drawing area, ' : 'Place for a picture, ') + content());
}

function invite() {
  pen.save();
  pen.fillStyle = '#57606a';
  pen.font = '16px system-ui, sans-serif';
  pen.textAlign = 'center';
  pen.fillText('Drop a picture here,', SIDE / 2, SIDE / 2 - 12);
  pen.fillText('paste one, or choose a file', SIDE / 2, SIDE / 2 + 12);
  pen.restore();
}

function content() {
  const lines = strokes.filter(one => !one.picture).length;
  const parts = [];
  if (lines < strokes.length) parts.push('a picture');
  if (lines > 0) parts.push(lines + (lines === 1 ? ' stroke' : ' strokes'));
  return parts.join(' and ') || 'empty';
}

function become(next) {
  past.push(strokes);
  if (past.length > STEPS_BACK) past.shift();
  strokes = next;
}

function begin(point) {
  stroke = [point];
  become([...strokes, stroke]);
}

function stepBack() {
  if (past.length === 0) return;
  strokes = past.pop();
  stroke = null;
  changed();
}

function showCursor() {
  if (!cursor) return;
  pen.save();
  pen.lineWidth = 2;
  pen.strokeStyle = stroke ? '#c00' : '#06c';
  pen.beginPath();
  pen.arc(cursor.x, cursor.y, 10, 0, 2 * Math.PI);
  pen.stroke();
  pen.restore();
}

function changed() {
  draw();
  if (strokes.length === 0) {
    asked++;
    forget();
  } else {
    ask();
  }
  showCursor();
}

function forget() {
  answer.textContent = NOTHING[drawn];
  problem.textContent = '';
  bars.replaceChildren();
  document.getElementById('maps').replaceChildren();
  const input = document.getElementById('input');
  input.getContext('2d').clearRect(0, 0, input.width, input.height);
}

/** What is asked about: a file as it is where nothing was drawn on it, with all its pixels and its shape. */
function picture() {
  if (!drawn && strokes.length === 1 && strokes[0].picture) return strokes[0].file;
  draw(); // without the keyboard's cursor
  return new Promise(done => pad.toBlob(done, 'image/png'));
}

async function call(path, options = {}) {
  const headers = key ? {'X-Api-Key': key} : {};
  const response = await fetch(path, {...options, headers: {...headers, ...options.headers}});
  const body = await response.json();
  if (response.status === 401) keyForm.hidden = false;
  if (!response.ok) throw new Error(body.detail);
  return body;
}

async function ask() {
  asked++;
  if (busy) {
    again = true; // one question at a time, and the last one counts
    return;
  }
  busy = true;
  try {
    do {
      again = false;
      const question = asked;
      const body = await picture();
      showCursor();
      const path = 'v1/look' + (model === null ? '' : '?model=' + encodeURIComponent(model));
      const seen = await call(path, {method: 'POST', body, headers: {'Content-Type': body.type || 'image/png'}});
      if (strokes.length > 0 && question > answered) {
        answered = question;
        show(seen);
      }
    } while (again && strokes.length > 0);
  } catch (error) {
    if (strokes.length > 0) {
      answer.textContent = 'No answer';
      problem.textContent = error.message;
    }
  } finally {
    busy = false;
  }
}

function show(seen) {
  problem.textContent = '';
  const text = seen.label + ' (' + (100 * seen.probability).toFixed(1) + ' %)';
  if (answer.textContent !== text) answer.textContent = text;
  const scores = [...seen.ranking].sort((a, b) => a.label.localeCompare(b.label, 'en', {numeric: true}));
  bars.parentElement.classList.toggle('long', scores.some(score => score.label.length > LONG_LABEL));
  bars.replaceChildren(...scores.map(score => bar(score, score.label === seen.label)));
  paint(document.getElementById('input'), seen.input);
  document.getElementById('size').textContent =
      seen.input.width + 'x' + seen.input.height + (drawn ? ', centred' : '');
  document.getElementById('layer').textContent =
      seen.maps.length === 0 ? 'The first layer makes no pictures' : 'First layer, ' + seen.layer;
  document.getElementById('maps').replaceChildren(...seen.maps.map((map, i) => {
    const canvas = document.createElement('canvas');
    canvas.setAttribute('role', 'img');
    canvas.setAttribute('aria-label', 'Channel ' + (i + 1) + ' of ' + seen.layer);
    paint(canvas, map);
    return canvas;
  }));
}

function bar(score, best) {
  const row = document.createElement('tr');
  row.className = best ? 'best' : '';
  const label = document.createElement('th');
  label.scope = 'row';
  label.textContent = score.label;
  const number = document.createElement('td');
  number.textContent = (100 * score.probability).toFixed(1) + ' %';
  const cell = document.createElement('td');
  const meter = document.createElement('meter');
  meter.min = 0;
  meter.max = 1;
  meter.value = score.probability;
  meter.setAttribute('aria-label', 'Probability of ' + score.label);
  cell.append(meter);
  row.append(label, number, cell);
  return row;
}

function paint(canvas, map) {
  canvas.width = map.width;
  canvas.height = map.height;
  const image = new ImageData(map.width, map.height);
  const channels = map.values.length / (map.width * map.height);
  for (let i = 0; i < map.width * map.height; i++) {
    const at = channels * i;
    const rgb = channels === 3 ? map.values.slice(at, at + 3) : Array(3).fill(map.values[at]);
    image.data.set([...rgb, 255], 4 * i);
  }
  canvas.getContext('2d').putImageData(image, 0, 0);
}

function at(event) {
  const box = pad.getBoundingClientRect();
  return {x: (event.clientX - box.left) * SIDE / box.width, y: (event.clientY - box.top) * SIDE / box.height};
}

pad.addEventListener('pointerdown', event => {
  if (!drawn || pointer !== null || event.button !== 0) return; // a second finger draws nothing
  pad.setPointerCapture(event.pointerId);
  pointer = event.pointerId;
  cursor = null;
  begin(at(event));
  changed();
});
pad.addEventListener('pointermove', event => {
  if (event.pointerId !== pointer || !stroke || cursor) return;
  stroke.push(at(event));
  changed();
});
for (const end of ['pointerup', 'pointercancel']) {
  pad.addEventListener(end, event => {
    if (event.pointerId !== pointer) return;
    pointer = null;
    if (!cursor) stroke = null;
  });
}

const STEPS = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1]};
pad.addEventListener('click', () => {
  if (!drawn) file.click();
});
pad.addEventListener('keydown', event => {
  if (!drawn) return;
  const step = STEPS[event.key];
  if (event.key === ' ') {
    cursor = cursor || {x: SIDE / 2, y: SIDE / 2};
    if (stroke) {
      stroke = null;
    } else {
      begin({...cursor});
    }
  } else if (step) {
    cursor = cursor || {x: SIDE / 2, y: SIDE / 2};
    cursor.x = Math.max(10, Math.min(SIDE - 10, cursor.x + 10 * step[0]));
    cursor.y = Math.max(10, Math.min(SIDE - 10, cursor.y + 10 * step[1]));
    if (stroke) stroke.push({...cursor});
  } else {
    return;
  }
  event.preventDefault();
  changed();
});
pad.addEventListener('blur', () => {
  if (cursor) {
    cursor = stroke = null;
    draw();
  }
});

undo.addEventListener('click', stepBack);
document.addEventListener('keydown', event => {
  if (event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey) return;
  if (event.target.id === 'key') return;
  event.preventDefault();
  stepBack();
});
clear.addEventListener('click', () => {
  become([]);
  stroke = null;
  changed();
});

async function open(blob) {
  try {
    become([{picture: await createImageBitmap(blob), file: blob}]);
    stroke = null;
    changed();
  } catch (error) {
    problem.textContent = 'This is not a picture that the browser can show. Save it as PNG or JPEG.';
  }
}
file.addEventListener('change', () => {
  if (file.files.length > 0) open(file.files[0]);
  file.value = '';
});
document.addEventListener('dragover', event => {
  event.preventDefault();
  pad.classList.add('dropping');
});
document.addEventListener('dragleave', () => pad.classList.remove('dropping'));
document.addEventListener('drop', event => {
  event.preventDefault();
  pad.classList.remove('dropping');
  if (event.dataTransfer.files.length > 0) open(event.dataTransfer.files[0]);
});
document.addEventListener('paste', event => {
  if (event.target.id === 'key') return;
  const item = [...event.clipboardData.items].find(one => one.type.startsWith('image/'));
  if (item) open(item.getAsFile());
  else problem.textContent = 'There is no picture on the clipboard. Copy one, and paste again.';
});

async function models() {
  try {
    const all = await call('v1/models');
    const first = all.find(one => one.name === model) || all[0];
    if (first) takes(first);
    document.getElementById('models').replaceChildren(...all.map((one, i) => {
      const item = document.createElement('li');
      item.append(all.length === 1 ? described(one) : choice(one, i === 0));
      return item;
    }));
  } catch (error) {
    problem.textContent = error.message;
  }
}

/** Single characters in grey are drawn; of anything else one has a picture. */
function takes(one) {
  const text = one.classes;
  drawn = one.input.channels === 1 && text.every(name => [...name].length === 1);
  const digits = text.every(name => '0123456789'.includes(name));
  const title = !drawn ? 'Choose a picture' : digits ? 'Draw a digit' : 'Draw a character';
  document.getElementById('draw-title').textContent = title;
  document.title = 'trainkit: ' + title.toLowerCase();
  document.getElementById('pad-help').textContent = drawn
      ? 'Mouse or finger. By keyboard: arrows move the pen, Space lowers and lifts it. '
          + 'Ctrl+Z undoes. Or drop or paste a picture.'
      : 'Drop or paste a picture, or choose a file. The network takes ' + one.input.width + 'x'
          + one.input.height + ' pixels ' + (one.input.channels === 3 ? 'in colour' : 'in grey')
          + ', which are made of it. Ctrl+Z undoes.';
  const others = text.length - CLASSES_SHOWN;
  document.getElementById('classes').textContent = drawn && digits ? '' : 'It is answered with one of: '
      + text.slice(0, CLASSES_SHOWN).join(', ') + (others > 0 ? ' and ' + others + ' more' : '') + '.';
  pad.classList.toggle('place', !drawn);
  pad.tabIndex = drawn ? 0 : -1; // the button beside it does as much
  if (!drawn) cursor = stroke = null;
  if (strokes.length === 0) forget();
  draw();
}

function described(one) {
  const classes = one.classes.length + (one.classes.length === 1 ? ' class' : ' classes');
  return one.name + ': ' + one.architecture + ', ' + classes
      + (one.test ? ', ' + (100 * one.test.accuracy).toFixed(2) + ' % on its test set' : '');
}

function choice(one, isFirst) {
  const label = document.createElement('label');
  const button = document.createElement('input');
  button.type = 'radio';
  button.name = 'model';
  button.value = one.name;
  button.checked = model === null ? isFirst : model === one.name;
  button.addEventListener('change', () => {
    model = one.name;
    takes(one);
    if (strokes.length > 0) ask();
  });
  label.append(button, ' ' + described(one));
  return label;
}

keyForm.addEventListener('submit', event => {
  event.preventDefault();
  key = document.getElementById('key').value;
  keyForm.hidden = true;
  problem.textContent = '';
  models();
  if (strokes.length > 0) ask();
});

draw();
models();
