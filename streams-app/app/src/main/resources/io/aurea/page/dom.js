// Elements as plain values, and the minimal updates that turn the document into them. Elements persist from one rendering
// to the next, so focus, scrolling and selection do too. Every text becomes a text node: nothing from outside is ever
// parsed as markup.

const SVG = 'http://www.w3.org/2000/svg';
const SVG_TAGS = new Set(['svg', 'g', 'path', 'circle', 'line', 'rect', 'text', 'title', 'polyline']);
const drawn = new WeakMap();

/** An element: its tag, its attributes (`on...` are listeners, `style` an object, `key` names it among its siblings). */
export function h(tag, attributes, ...children) {
  return { tag, attributes: attributes ?? {}, children: flat(children) };
}

function flat(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false && child !== '');
}

/** Makes these the children of an element. */
export function render(parent, ...children) {
  reconcile(parent, flat(children));
}

function reconcile(parent, wanted) {
  const keyed = new Map();
  for (const node of parent.childNodes) {
    const key = drawn.get(node)?.attributes.key;
    if (key !== undefined) {
      keyed.set(key, node);
    }
  }
  let next = parent.firstChild;
  for (const child of wanted) {
    const node = reusable(child, keyed, next) ?? create(child);
    if (node !== next) {
      parent.insertBefore(node, next);
    } else {
      next = next.nextSibling;
    }
    update(node, child);
  }
  while (next) {
    const gone = next;
    next = next.nextSibling;
    gone.remove();
  }
}

function reusable(child, keyed, next) {
  if (typeof child !== 'object') {
    return next?.nodeType === Node.TEXT_NODE ? next : null;
  }
  const { key } = child.attributes;
  if (key !== undefined) {
    const node = keyed.get(key);
    return node && drawn.get(node).tag === child.tag ? node : null;
  }
  const before = next && drawn.get(next);
  return before && before.tag === child.tag && before.attributes.key === undefined ? next : null;
}

function create(child) {
  if (typeof child !== 'object') {
    return document.createTextNode('');
  }
  return SVG_TAGS.has(child.tag) ? document.createElementNS(SVG, child.tag) : document.createElement(child.tag);
}

function update(node, child) {
  if (typeof child !== 'object') {
    if (node.nodeValue !== String(child)) {
      node.nodeValue = String(child);
    }
    return;
  }
  const before = drawn.get(node)?.attributes ?? {};
  for (const name of Object.keys(before)) {
    if (!(name in child.attributes)) {
      assign(node, name, undefined, before[name]);
    }
  }
  for (const [name, value] of Object.entries(child.attributes)) {
    assign(node, name, value, before[name]);
  }
  drawn.set(node, child);
  reconcile(node, child.children);
}

function assign(node, name, value, before) {
  if (value === before || name === 'key') {
    return;
  }
  if (name.startsWith('on')) {
    node.removeEventListener(name.slice(2), before);
    if (value) {
      node.addEventListener(name.slice(2), value);
    }
  } else if (name === 'style') {
    for (const property of new Set([...Object.keys(before ?? {}), ...Object.keys(value ?? {})])) {
      node.style.setProperty(property, value?.[property] ?? '');
    }
  } else if (value === undefined || value === null || value === false) {
    node.removeAttribute(name);
  } else {
    const text = value === true ? '' : String(value);
    if (node.getAttribute(name) !== text) {
      node.setAttribute(name, text);
    }
  }
}
