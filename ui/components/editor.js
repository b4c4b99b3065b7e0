// A text area over painted lines: undo, screen readers and the keyboard work as in any text area.
const unsent = (window.pivotUnsent ??= new Map());  // typed just before the page was left, by version

export default function (component) {
  const { data, parentElement, setStateValue } = component;
  let box = parentElement.querySelector('.editor');
  if (!box) {
    box = build();
    parentElement.appendChild(box);
  }
  const { area } = box;
  box.send = (text) => setStateValue('edit', { draft: data.version[0], text });
  area.setAttribute('aria-label', data.label);
  const version = data.version.join(' ');
  if (box.version !== version) {
    box.version = version;
    clearTimeout(box.waiting);
    box.waiting = 0;
    const text = unsent.get(version) ?? data.text;
    if (area.value !== text) area.value = text;  // what is there already keeps its cursor, and what can be undone
    if (box.turn !== data.version[1]) go(box, data.line);
    box.turn = data.version[1];
  }
  box.marks = data.marks;
  paint(box);
  if (unsent.delete(version) || box.waiting) box.later();
  return () => clearTimeout(box.waiting);
}

// Sets the cursor to a line and brings it into view, with its neighbours.
function go(box, line) {
  if (!line) return;
  paint(box);  // lines first, or there is nothing to scroll to
  box.scrollTop = Math.max(0, (line - 4) * 20);
  const start = box.area.value.split('\n').slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
  box.area.setSelectionRange(start, start);
  box.area.focus({ preventScroll: true });
  box.scrollIntoView({ block: 'nearest' });
}

function build() {
  const make = (name, parent, tag = 'div') => {
    const made = document.createElement(tag);
    made.className = name;
    parent?.appendChild(made);
    return made;
  };
  const box = make('editor');
  const sheet = make('sheet', box);
  box.gutter = make('gutter', sheet);
  box.gutter.setAttribute('aria-hidden', 'true');
  const page = make('page', sheet);
  box.paint = make('paint', page);
  box.paint.setAttribute('aria-hidden', 'true');
  box.area = make('', page, 'textarea');
  Object.assign(box.area, { spellcheck: false, wrap: 'off' });
  box.area.setAttribute('autocomplete', 'off');
  box.area.setAttribute('autocapitalize', 'off');
  const send = () => {
    clearTimeout(box.waiting);
    box.waiting = 0;
    box.send(box.area.value);
  };
  box.later = () => {
    clearTimeout(box.waiting);
    box.waiting = setTimeout(send, 600);
  };
  box.area.addEventListener('input', () => {
    paint(box);
    box.later();
  });
  // What was sent is not sent again, and nothing on the way to another page: a rerun would run over the link.
  box.area.addEventListener('blur', (event) => {
    if (!box.waiting) return;
    if (!event.relatedTarget?.closest?.('a')) return send();
    clearTimeout(box.waiting);
    unsent.set(box.version, box.area.value);
  });
  box.area.addEventListener('focus', () => { if (unsent.delete(box.version)) box.later(); });
  box.area.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing) return;
    const { value, selectionStart } = box.area;
    const line = value.slice(value.lastIndexOf('\n', selectionStart - 1) + 1, selectionStart);
    const indent = line.match(/^ */)[0] + (/:\s*$/.test(line) ? '  ' : '');
    if (!indent) return;
    event.preventDefault();
    document.execCommand('insertText', false, '\n' + indent);
  });
  return box;
}

function paint(box) {
  const lines = box.area.value.split('\n');
  const marks = new Map();
  for (const mark of box.marks ?? []) {
    if (mark.severity === 'error' || !marks.has(mark.line)) marks.set(mark.line, mark);
  }
  resize(box.gutter, lines.length);
  resize(box.paint, lines.length);
  lines.forEach((text, index) => {
    const mark = marks.get(index + 1);
    const kind = mark?.severity ?? '';
    const [number, row] = [box.gutter.children[index], box.paint.children[index]];
    const label = { error: '× ', warning: '! ', '': '' }[kind] + (index + 1);
    if (number.textContent !== label) number.textContent = label;
    number.className = row.className = kind;
    number.title = mark?.what ?? '';
    if (row.painted !== text) {
      row.painted = text;
      row.replaceChildren(...colours(text));
    }
  });
}

function resize(parent, count) {
  while (parent.children.length > count) parent.lastChild.remove();
  while (parent.children.length < count) parent.appendChild(document.createElement('div'));
}

function colours(text) {
  const [, code, comment] = text.match(/^((?:[^#'"]|'[^']*'|"[^"]*"|(?<=\S)#|['"])*)(#.*)?$/) ?? [null, text, ''];
  const [, before, key, rest] = code.match(/^(\s*(?:- )?)([\w.+-]+:)(.*)$/) ?? [null, '', '', code];
  const spans = [['', before], ['key', key], [key ? 'value' : '', rest], ['comment', comment ?? '']];
  return spans.filter(([, part]) => part).map(([name, part]) => {
    const span = document.createElement('span');
    span.className = name;
    span.textContent = part;
    return span;
  });
}
