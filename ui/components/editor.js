// A text area over painted lines: undo, screen readers and the keyboard work as in any text area.
export default function (component) {
  const { data, parentElement, setStateValue } = component;
  let box = parentElement.querySelector('.editor');
  if (!box) {
    box = build();
    parentElement.appendChild(box);
  }
  const { area } = box;
  box.send = (text) => setStateValue('edit', { version: box.version, text });
  area.setAttribute('aria-label', data.label);
  if (box.version !== data.version) {
    box.version = data.version;
    clearTimeout(box.waiting);
    area.value = data.text;
    paint(box);  // lines first, or there is nothing to scroll to
    box.scrollTop = Math.max(0, (data.line - 4) * 20);
    if (data.line) {
      const start = data.text.split('\n').slice(0, data.line - 1).join('\n').length + (data.line > 1 ? 1 : 0);
      area.setSelectionRange(start, start);
    }
  }
  box.marks = data.marks;
  paint(box);
  return () => clearTimeout(box.waiting);
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
  const changed = () => {
    paint(box);
    clearTimeout(box.waiting);
    box.waiting = setTimeout(() => box.send(box.area.value), 600);
  };
  box.area.addEventListener('input', changed);
  box.area.addEventListener('blur', () => { if (box.waiting) { clearTimeout(box.waiting); box.send(box.area.value); } });
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
