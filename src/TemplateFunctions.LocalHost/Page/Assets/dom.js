// Builds elements from plain values. Text only ever enters through textContent: nothing a template, a guild or an event says is markup here.
export const byId = (id) => document.getElementById(id);

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === 'class') node.className = value;
    else if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (name in node) node[name] = value;
    else node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined).map((child) => (child instanceof Node ? child : String(child))));
  return node;
}

// Replaces content only when it says something new, so that selections and focus survive polling.
const shown = new WeakMap();
export function show(parent, value, render) {
  const key = JSON.stringify(value);
  if (shown.get(parent) === key) return;
  shown.set(parent, key);
  parent.replaceChildren(...render(value));
}

export const bytes = (n) => (n < 1024 ? `${n} B` : n < 1048576 ? `${(n / 1024).toFixed(1)} KiB` : `${(n / 1048576).toFixed(1)} MiB`);
export const millis = (n) => (n < 1 ? `${(n * 1000).toFixed(0)} µs` : n < 1000 ? `${n.toFixed(1)} ms` : `${(n / 1000).toFixed(2)} s`);
export const clock = (text) => (text ? new Date(text).toLocaleTimeString() : '');
