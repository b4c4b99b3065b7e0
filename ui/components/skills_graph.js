// Behaviour only: the SVG comes drawn and escaped from Python and is parsed as XML, never as HTML.
export default function (component) {
  const { data, parentElement, setStateValue } = component;
  let frame = parentElement.querySelector('.frame');
  if (!frame) {
    frame = document.createElement('div');
    frame.className = 'frame';
    parentElement.appendChild(frame);
  }
  frame.send = (id) => setStateValue('selected', id);
  // Runs on every rerun: the picture is rebuilt only when it changed, or the keyboard focus would be lost.
  if (frame.drawn === data.svg) return;
  frame.drawn = data.svg;
  const parsed = new DOMParser().parseFromString(data.svg, 'image/svg+xml');
  const svg = document.importNode(parsed.documentElement, true);
  const width = svg.width.baseVal.value;
  svg.style.minWidth = `${Math.min(width, 860)}px`;
  svg.style.maxWidth = `min(100%, ${1.25 * width}px)`;
  svg.style.width = '100%';
  frame.replaceChildren(svg);

  const nodes = [...svg.querySelectorAll('.node')];
  const links = [...svg.querySelectorAll('.link')];
  const middle = (node) => { const box = node.querySelector('rect'); return +box.getAttribute('y') + box.getAttribute('height') / 2; };
  let chosen = '';

  const reach = (start, from, to) => {
    const found = new Set([start]);
    for (const id of found) for (const link of links) if (link.dataset[from] === id) found.add(link.dataset[to]);
    return found;
  };
  const show = (id) => {
    svg.classList.toggle('focused', Boolean(id));
    if (!id) return;
    const before = reach(id, 'to', 'from');
    const after = reach(id, 'from', 'to');
    for (const node of nodes) node.classList.toggle('on', before.has(node.dataset.id) || after.has(node.dataset.id));
    for (const { dataset, classList } of links) {
      const up = before.has(dataset.from) && before.has(dataset.to);
      classList.toggle('on', up || (after.has(dataset.from) && after.has(dataset.to)));
    }
  };
  const focus = (node) => {
    for (const other of nodes) other.setAttribute('tabindex', other === node ? '0' : '-1');
    node.focus();
  };
  const choose = (id) => {
    chosen = id;
    for (const node of nodes) node.setAttribute('aria-pressed', String(node.dataset.id === id));
    show(id);
    frame.send(id);
  };
  const near = (node, step) => {
    const columns = [...new Set(nodes.map((other) => +other.dataset.column))].sort((a, b) => a - b);
    const column = columns[columns.indexOf(+node.dataset.column) + step];
    const others = nodes.filter((other) => +other.dataset.column === column);
    return others.sort((a, b) => Math.abs(middle(a) - middle(node)) - Math.abs(middle(b) - middle(node)))[0];
  };
  const beside = (node, step) => {
    const column = nodes.filter((other) => other.dataset.column === node.dataset.column).sort((a, b) => middle(a) - middle(b));
    return column[column.indexOf(node) + step];
  };
  const moves = {
    ArrowUp: (node) => beside(node, -1), ArrowDown: (node) => beside(node, 1),
    ArrowLeft: (node) => near(node, -1), ArrowRight: (node) => near(node, 1),
  };
  nodes.forEach((node, number) => {
    node.setAttribute('tabindex', number ? '-1' : '0');
    node.setAttribute('aria-pressed', 'false');
    node.addEventListener('mouseenter', () => show(node.dataset.id));
    node.addEventListener('mouseleave', () => show(chosen));
    node.addEventListener('focus', () => show(node.dataset.id));
    node.addEventListener('blur', () => show(chosen));
    node.addEventListener('click', () => { focus(node); choose(chosen === node.dataset.id ? '' : node.dataset.id); });
    node.addEventListener('keydown', (event) => {
      const next = moves[event.key]?.(node);
      if (next) focus(next);
      else if (event.key === 'Enter' || event.key === ' ') choose(node.dataset.id);
      else if (event.key === 'Escape') choose('');
      if (next || ['Enter', ' ', 'Escape', ...Object.keys(moves)].includes(event.key)) event.preventDefault();
    });
  });
}
