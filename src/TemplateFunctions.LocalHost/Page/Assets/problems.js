import { el } from './dom.js';

// A refusal as a person reads it: what, why, and which field or line.
export function problemNodes(problem) {
  const errors = problem?.errors ?? [];
  return [
    el('div', {}, el('strong', {}, problem?.title ?? 'Refused'), problem?.code ? ` (${problem.code})` : ''),
    el('div', { class: 'message' }, problem?.detail ?? ''),
    errors.length ? el('ul', {}, ...errors.map((error) => el('li', {}, error.path ? `${error.path}: ` : '', error.message))) : null,
    ...errors.filter((error) => error.frame).map((error) => el('pre', { class: 'frame' }, error.frame)),
  ].filter((node) => node !== null);
}
